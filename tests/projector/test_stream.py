"""What a page on a projector is told."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from api.projecting import listen
from db.models import CourseStaff, Enrollment, LessonStatus, LogEntry
from domain import codes, projectors
from domain.errors import CourseNotFound, NotAllowed, ProjectorNotFound
from domain.tokens import Kind, Signer
from tests.factories import HOUR, NOON
from tests.people import as_actor
from tests.projector.conftest import Scene, Time

STEP = timedelta(seconds=15)


async def heard(stream: AsyncIterator[str]) -> dict[str, Any]:
    """What is said next, beats aside."""
    async for said in stream:
        if said.startswith("data: "):
            shown: dict[str, Any] = json.loads(said.removeprefix("data: "))
            return shown
    return {}


async def test_page_shows_its_number_and_then_the_code(scene: Scene, signer: Signer) -> None:
    stream = listen(scene.parts, scene.secret, "en")

    waiting = await heard(stream)
    await scene.pair()
    shown = await heard(stream)

    number = waiting["number"].replace(" ", "")
    step = codes.room_step(NOON)
    assert (len(number), waiting["state"]) == (8, "waiting")
    assert shown["state"] == "projecting"
    assert shown["digits"] == signer.digits(scene.lesson.public_id, step)
    assert (shown["title"], shown["came"]) == ("Mathematics", "0 of 3 are here")
    assert "B-734" in shown["about"]


async def test_code_changes_each_fifteen_seconds(scene: Scene, time: Time) -> None:
    await scene.pair()
    stream = listen(scene.parts, scene.secret, "en")
    seen = []

    for _ in range(4):
        seen.append((await heard(stream))["digits"])
        time.now += STEP

    assert len(set(seen)) == 4


async def test_count_and_names_rise(scene: Scene) -> None:
    await scene.pair()
    stream = listen(scene.parts, scene.secret, "en")
    await heard(stream)

    place = (await scene.make.all(Enrollment))[-1]
    await scene.make.mark(place, scene.lesson)
    shown = await heard(stream)

    assert shown["came"] == "1 of 3 is here"
    assert shown["names"] == ["Person 2"]


async def test_names_are_shown_only_where_the_course_says_so(scene: Scene) -> None:
    await scene.make.change(scene.course, shows_names=False)
    await scene.make.mark((await scene.make.all(Enrollment))[-1], scene.lesson)
    await scene.pair()

    shown = await heard(listen(scene.parts, scene.secret, "en"))

    assert shown["names"] == []


async def test_qr_is_the_link_of_the_code_and_small_enough_for_the_last_row(
    scene: Scene, signer: Signer
) -> None:
    await scene.pair()

    rows = (await heard(listen(scene.parts, scene.secret, "en")))["qr"]

    link = signer.stamped_link(Kind.ROOM_CODE, scene.lesson.public_id, codes.room_step(NOON))
    version_5 = 37
    assert len(rows) <= version_5
    assert len(link) < 100


async def test_before_it_opens_the_page_says_when(scene: Scene, time: Time) -> None:
    time.now = NOON - HOUR
    async with scene.parts.transaction() as session:
        scene.secret = await projectors.open_page(session, now=time.now)
    await scene.pair()
    stream = listen(scene.parts, scene.secret, "ru")

    before = await heard(stream)
    time.now = NOON - timedelta(minutes=15)
    opened = await heard(stream)

    assert before["soon"]
    assert "qr" not in before
    assert opened["qr"]


@pytest.mark.parametrize("status", LessonStatus)
async def test_page_says_when_it_is_over(scene: Scene, time: Time, status: LessonStatus) -> None:
    await scene.pair()
    stream = listen(scene.parts, scene.secret, "en")
    await heard(stream)

    await scene.make.change(scene.lesson, status=status)
    time.now = scene.lesson.ends_at + timedelta(seconds=1)
    over = await heard(stream)

    assert over["state"] == "over"
    assert "digits" not in over


async def test_who_is_off_the_team_projects_nothing(scene: Scene) -> None:
    await scene.pair()
    stream = listen(scene.parts, scene.secret, "en")
    await heard(stream)

    async with scene.parts.transaction() as session:
        part = await session.get_one(CourseStaff, (scene.course.id, scene.maria.id))
        await session.delete(part)
    over = await heard(stream)

    assert over["state"] == "over"


async def test_closed_in_the_chat_it_is_disconnected(scene: Scene) -> None:
    await scene.pair()
    stream = listen(scene.parts, scene.secret, "en")
    await heard(stream)

    page = await scene.page()
    async with scene.parts.transaction() as session:
        await projectors.close(session, as_actor(scene.maria), screen_id=page.id, now=NOON)
    over = await heard(stream)

    assert (over["state"], over["about"]) == ("over", "This screen is disconnected")


async def test_number_is_another_after_ten_minutes(scene: Scene, time: Time) -> None:
    stream = listen(scene.parts, scene.secret, "en")
    first = await heard(stream)

    time.now += timedelta(minutes=10)
    second = await heard(stream)

    assert first["number"] != second["number"]
    with pytest.raises(ProjectorNotFound):
        await scene.pair(number=first["number"].replace(" ", ""))
    assert await scene.pair() == "Mathematics"


async def test_number_is_used_once(scene: Scene) -> None:
    number = await scene.number()
    await scene.pair(number=number)

    with pytest.raises(ProjectorNotFound):
        await scene.pair(number=number)


async def test_only_the_team_pairs(scene: Scene) -> None:
    somebody, admin = await scene.make.user(), await scene.make.admin()
    drafted = await scene.make.course(name="Draft", access_level="admin")
    hidden = await scene.make.lesson(drafted)

    with pytest.raises(NotAllowed):
        await scene.pair(somebody)
    with pytest.raises(NotAllowed):
        await scene.pair(admin)
    scene.lesson = hidden
    with pytest.raises(CourseNotFound):
        await scene.pair(somebody)


async def test_unknown_secret_ends_the_stream(scene: Scene) -> None:
    assert [it async for it in listen(scene.parts, "somebody else's", "en")] == []


async def test_stream_ends_with_the_process(scene: Scene) -> None:
    stream = listen(scene.parts, scene.secret, "en")
    await heard(stream)

    scene.parts.stopping.set()

    assert [it async for it in stream] == []
    assert scene.parts.streams.open == 0


async def test_page_that_listens_anew_takes_over_from_itself(scene: Scene) -> None:
    older = listen(scene.parts, scene.secret, "en")
    await heard(older)

    newer = listen(scene.parts, scene.secret, "en")
    await heard(newer)

    assert (await heard(older))["state"] == "elsewhere"
    assert [it async for it in older] == []
    assert scene.parts.streams.open == 1
    await scene.pair()
    assert (await heard(newer))["state"] == "projecting"


async def test_page_disconnected_by_itself_is_written_down_once(scene: Scene) -> None:
    await scene.pair()

    for _ in range(2):
        async with scene.parts.transaction() as session:
            await projectors.leave(session, scene.secret, now=NOON)

    noted = [
        (it.action, it.user_id)
        for it in await scene.make.all(LogEntry)
        if (it.entity, it.entity_id) == ("lessons", scene.lesson.id)
    ]
    assert noted == [("pair_screen", scene.maria.id), ("close_screen", None)]
