"""Two people change one lesson: nothing is overwritten silently."""

from db.models import Lesson, LogEntry, User
from domain.series import Scope
from keyboards.schedule import AskPart, ChooseHost, ClearPart, Part, PutHost
from tests.desk import Desk
from tests.factories import Factory


async def topic_of_both(lesson: Lesson, maria: Desk, boris: Desk) -> str:
    for desk in (maria, boris):
        await desk.press(AskPart(lesson_id=lesson.id, part=Part.TOPIC))
    await boris.write("Sets <1>")
    return await maria.write("Lists <2>")


async def test_topic_that_somebody_wrote_meanwhile_stays_and_is_told(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    said = await topic_of_both(mondays[0], maria, boris)

    assert said == (
        "⚠️ This was changed while you had it open. Who: Boris &lt;b&gt;. When: 2 Mar 2026, "
        "15:00.\n\nMon, 2 March, 18:00\u201319:00\nIt was: none\nIt is now: Sets "
        "&lt;1&gt;\n\nNew topic: <b>Lists &lt;2&gt;</b>"
    )
    assert maria.labels == ["Save mine anyway", "⬅️ To the lesson", "🏠 Menu"]
    assert (await make.again(mondays[0])).topic == "Sets <1>"
    assert len(await make.all(LogEntry)) == 1


async def test_topic_is_written_anyway_once(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    await topic_of_both(mondays[0], maria, boris)

    await maria.press("Save mine anyway")

    assert (await make.again(mondays[0])).topic == "Lists <2>"
    assert [it.details for it in await make.all(LogEntry)] == [
        {"topic": ["", "Sets <1>"]},
        {"topic": ["Sets <1>", "Lists <2>"]},
    ]


async def test_who_insists_is_told_of_a_third_topic(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    await topic_of_both(mondays[0], maria, boris)
    await boris.press(AskPart(lesson_id=mondays[0].id, part=Part.TOPIC))
    await boris.write("Trees")

    said = await maria.press("Save mine anyway")
    await maria.press("Save mine anyway")

    assert "It was: Sets &lt;1&gt;\nIt is now: Trees" in said
    assert (await make.again(mondays[0])).topic == "Lists <2>"


async def test_topic_that_was_written_meanwhile_is_not_cleared(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    lesson = mondays[0]
    for desk in (maria, boris):
        await desk.press(AskPart(lesson_id=lesson.id, part=Part.TOPIC))
    await boris.write("Sets")

    said = await maria.press("No topic")
    kept = (await make.again(lesson)).topic
    await maria.press("Save mine anyway")

    assert "It is now: Sets\n\nNew topic: <b>none</b>" in said
    assert kept == "Sets"
    assert (await make.again(lesson)).topic == ""


async def test_same_topic_from_both_is_no_conflict(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    for desk in (maria, boris):
        await desk.press(AskPart(lesson_id=mondays[0].id, part=Part.TOPIC))
    await boris.write("Sets")

    assert "⚠️" not in await maria.write("Sets")


async def test_button_of_another_time_clears_nothing_unasked(
    make: Factory, mondays: list[Lesson], maria: Desk
) -> None:
    await make.change(mondays[0], topic="Sets")

    said = await maria.press(ClearPart(lesson_id=mondays[0].id, part=Part.TOPIC))

    assert said.startswith("⚠️ Somebody has changed this in the meantime.")
    assert (await make.again(mondays[0])).topic == "Sets"


async def test_place_that_somebody_chose_while_another_typed_is_told(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    for desk in (maria, boris):
        await desk.press(AskPart(lesson_id=mondays[0].id, part=Part.PLACE))
    await boris.write("L-550")
    await boris.press("Only this one")

    said = await maria.write("A-1")
    await maria.press("Only this one")

    assert "It was: as the course has it\nIt is now: L-550\n\nNew place: <b>A-1</b>" in said
    assert (await make.again(mondays[0])).location == "A-1"


async def test_place_of_any_of_the_chosen_lessons_is_not_overwritten(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    await maria.press(AskPart(lesson_id=mondays[0].id, part=Part.PLACE))
    await maria.write("A-1")
    await boris.press(AskPart(lesson_id=mondays[2].id, part=Part.PLACE))
    await boris.write("L-550")
    await boris.press("Only this one")

    said = await maria.press("This and the next: 3 lessons")
    before = [it.location for it in await make.all(Lesson)]
    await maria.press("This and the next: 3 lessons")

    assert "Who: Boris &lt;b&gt;" in said
    assert (
        "Mon, 16 March, 18:00\u201319:00\nIt was: as the course has it\nIt is now: L-550" in said
    )
    assert before == [None, None, "L-550"]
    assert [it.location for it in await make.all(Lesson)] == ["A-1"] * 3


async def test_change_of_a_lesson_that_is_not_meant_is_no_obstacle(
    make: Factory, mondays: list[Lesson], maria: Desk, boris: Desk
) -> None:
    await maria.press(AskPart(lesson_id=mondays[0].id, part=Part.PLACE))
    await maria.write("A-1")
    await make.change(mondays[2], location="L-550")

    await maria.press("Only this one")

    assert [it.location for it in await make.all(Lesson)] == ["A-1", None, "L-550"]


async def test_host_whom_somebody_chose_meanwhile_stays(
    make: Factory, mondays: list[Lesson], people: list[User], maria: Desk, boris: Desk
) -> None:
    for desk in (maria, boris):
        await desk.press(ChooseHost(lesson_id=mondays[0].id))
        await desk.press("Maria" if desk is maria else "Boris <b>")
    await boris.press("Only this one")

    said = await maria.press("Only this one")
    kept = (await make.again(mondays[0])).host_id
    await maria.press("Only this one")

    now = "It was: not assigned\nIt is now: Boris &lt;b&gt;\n\nNew host: <b>Maria</b>"
    assert now in said
    assert kept == people[1].id
    assert (await make.again(mondays[0])).host_id == people[0].id


async def test_host_is_shown_as_it_is_before_another_is_put(
    mondays: list[Lesson], people: list[User], maria: Desk, boris: Desk
) -> None:
    await maria.press(ChooseHost(lesson_id=mondays[0].id))
    await boris.press(ChooseHost(lesson_id=mondays[0].id))
    await boris.press("Boris <b>")
    await boris.press("Only this one")

    said = await maria.press("Maria")

    assert "It is now: Boris &lt;b&gt;\n\nNew host: <b>Maria</b>" in said
    longest = 10**18
    button = PutHost(lesson_id=longest, host_id=longest, scope=Scope.THIS, seen="0" * 8)
    assert len(button.pack()) <= 64
