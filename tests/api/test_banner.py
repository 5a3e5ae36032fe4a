"""Pictures of courses: sent, seen by anybody, taken away."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import httpx2
import pytest
from fastapi import FastAPI
from PIL import Image

from api import uploads
from api.app import create_app
from api.guards import MOST_BYTES, MOST_OF_PICTURE
from api.limits import Limits
from api.parts import Parts
from db.models import Banner, Course, LogEntry, StaffPart
from db.session import Transaction
from domain.api_tokens import Scope
from domain.campus import Campus
from domain.clock import Clock
from tests.api.conftest import BOT_TOKEN, Token, mini_app
from tests.api.problems import ensure_problem
from tests.factories import Factory
from tests.hostile_pictures import HOSTILE
from tests.people import CAMPUS
from tests.photos import noise, opened, photo, saved

JPEG, PNG, WEBP = ({"Content-Type": f"image/{it}"} for it in ("jpeg", "png", "webp"))


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course(name="Python")


@pytest.fixture
async def signed(token: Token) -> dict[str, str]:
    return await token()


def where(course: Course) -> str:
    return f"/courses/{course.id}/banner"


async def put(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str], **how: Any
) -> httpx2.Response:
    content, kind = how.pop("content", photo()), how.pop("kind", JPEG)
    return await client.put(where(course), content=content, headers=signed | kind | how)


# Giving one


@pytest.mark.parametrize(("kind", "named"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
async def test_picture_is_seen_where_the_course_says(
    client: httpx2.AsyncClient,
    course: Course,
    signed: dict[str, str],
    kind: str,
    named: dict[str, str],
) -> None:
    content = photo(1920, 1080, kind=kind)

    given = await put(client, course, signed, content=content, kind=named)
    seen = await client.get(given.json()["banner_url"])
    read = await client.get(f"/courses/{course.id}", headers=signed)
    [listed] = (await client.get("/courses", headers=signed)).json()["items"]

    assert (given.status_code, seen.status_code) == (200, 200), given.text
    assert given.json() == read.json() == listed
    assert given.headers["ETag"] == read.headers["ETag"] == '"v2"'
    assert seen.headers["Content-Type"] == "image/jpeg"
    image = opened(seen.content)
    assert (image.format, image.size) == ("JPEG", (1280, 720))


async def test_other_shape_is_cut_to_its_middle(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str], make: Factory
) -> None:
    await put(client, course, signed, content=photo(1000, 1000))

    [banner] = await make.all(Banner)
    assert (banner.width, banner.height) == (1000, 562)


async def test_change_is_in_the_history_with_before_and_after(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str], make: Factory
) -> None:
    await put(client, course, signed)
    [first] = await make.all(Banner)
    await put(client, course, signed, content=saved(noise(1280, 720)))
    [second] = await make.all(Banner)
    await client.delete(where(course), headers=signed)

    changes = [it for it in await make.all(LogEntry) if it.entity == "courses"]
    assert [(it.action, it.details) for it in changes] == [
        ("change_course", {"banner_id": [None, first.id]}),
        ("change_course", {"banner_id": [first.id, second.id]}),
        ("change_course", {"banner_id": [second.id, None]}),
    ]
    assert all(it.token_id for it in changes)
    assert await make.all(Banner) == []


async def test_same_picture_again_is_no_change(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str], make: Factory
) -> None:
    first, again = await put(client, course, signed), await put(client, course, signed)

    assert first.json() == again.json()
    assert len([it for it in await make.all(LogEntry) if it.entity == "courses"]) == 1


async def test_version_that_is_not_the_last_is_refused(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str], make: Factory
) -> None:
    stale = {"If-Match": '"v1"'}
    await client.put(f"/courses/{course.id}", json={"capacity": 9}, headers=signed)

    given = await put(client, course, signed, **stale)
    taken = await client.delete(where(course), headers=signed | stale)

    ensure_problem(given, 412, "course_changed")
    ensure_problem(taken, 412, "course_changed")
    assert await make.all(Banner) == []


async def test_request_with_a_key_is_done_once(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str]
) -> None:
    key = {"Idempotency-Key": "k1"}

    first, again = (
        await put(client, course, signed, **key),
        await put(client, course, signed, **key),
    )
    other = await put(client, course, signed, content=saved(noise(1280, 720)), **key)

    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    ensure_problem(other, 422, "key_reused")


async def test_host_gives_one_by_the_mini_app_and_a_participant_does_not(
    client: httpx2.AsyncClient, course: Course, make: Factory
) -> None:
    host, anna = await make.user(), await make.user()
    await make.staff(course, host, StaffPart.HOST)

    given = await put(client, course, mini_app(host))
    refused = await put(client, course, mini_app(anna))

    assert given.status_code == 200
    ensure_problem(refused, 403, "not_allowed")
    assert [it.uploaded_by for it in await make.all(Banner)] == [host.id]


async def test_address_is_whole_where_the_service_knows_its_own(
    transaction: Transaction, clock: Clock, course: Course, signed: dict[str, str]
) -> None:
    known = Campus(CAMPUS.tz, CAMPUS.language, public_url="https://courses.example.org")
    app = create_app({}, Parts(transaction, clock, known, BOT_TOKEN, Limits()))
    transport = httpx2.ASGITransport(app)

    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        given = (await put(client, course, signed)).json()["banner_url"]
        changed = await client.put(f"/courses/{course.id}", json={"capacity": 9}, headers=signed)
        read = await client.get(f"/courses/{course.id}", headers=signed)

    assert given.startswith("https://courses.example.org/banners/")
    assert changed.json()["banner_url"] == read.json()["banner_url"] == given


async def test_what_was_written_is_shown_where_there_is_no_picture(
    client: httpx2.AsyncClient, make: Factory, signed: dict[str, str]
) -> None:
    course = await make.course(banner_url="https://example.org/python.png")

    given = await put(client, course, signed)
    taken = await client.delete(where(course), headers=signed)
    again = await client.delete(where(course), headers=signed)

    assert given.json()["banner_url"].startswith("/banners/")
    assert (taken.status_code, again.status_code) == (200, 200)
    assert taken.json()["banner_url"] == "https://example.org/python.png"
    assert taken.headers["ETag"] == again.headers["ETag"] == '"v3"'


# What is refused


@pytest.mark.parametrize("kind", ["image/gif", "application/json", "image/svg+xml", "", "jpeg"])
async def test_other_kinds_are_not_read(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str], kind: str
) -> None:
    given = await put(client, course, signed, content=unread(), kind={"Content-Type": kind})

    ensure_problem(given, 415, "picture_kind_not_known")


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_file_is_refused_and_leaves_nothing(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str], make: Factory, name: str
) -> None:
    file, error = HOSTILE[name]

    given = await put(client, course, signed, content=file())

    assert given.status_code in {415, 422}
    ensure_problem(given, given.status_code, error.code)
    assert await make.all(Banner) == []
    assert (await make.again(course)).version == 1


async def test_nothing_of_the_file_is_left_but_the_picture(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str], make: Factory
) -> None:
    with ZipFile(archive := BytesIO(), "w") as zipped:
        zipped.writestr("page.html", "<script>alert(1)</script>")
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (55.0, 45.0, 0.0)

    given = await put(client, course, signed, content=photo(exif=exif) + archive.getvalue())

    seen = (await client.get(given.json()["banner_url"])).content
    assert not {it for it in (b"PK\x03\x04", b"Exif", b"script") if it in seen}


async def unread() -> AsyncIterator[bytes]:
    raise AssertionError("the body was read")
    yield b""


async def pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size >> 16):
        yield bytes(1 << 16)


async def test_nobody_sends_much_before_they_are_known(
    client: httpx2.AsyncClient, course: Course, token: Token, make: Factory
) -> None:
    anna = await make.user()
    reader = await token(Scope.COURSES_READ)
    elsewhere = await token(course_ids=[(await make.course()).id])

    for who, status in (({}, 401), (mini_app(anna), 403), (reader, 403), (elsewhere, 404)):
        given = await put(client, course, who, content=unread())
        assert given.status_code == status


@pytest.mark.parametrize("course_id", ["0", "x", "01", "9" * 30, "%31"])
async def test_what_is_no_course_is_not_read(
    client: httpx2.AsyncClient, signed: dict[str, str], course_id: str
) -> None:
    path = f"/courses/{course_id}/banner"

    given = await client.put(path, content=unread(), headers=signed | JPEG)

    assert given.status_code in {404, 422}


async def test_more_than_20_megabytes_are_refused_by_their_word_or_on_the_way(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str]
) -> None:
    said = {"Content-Length": str(MOST_OF_PICTURE + 1)}

    announced = await put(client, course, signed, content=unread(), **said)
    on_the_way = await put(client, course, signed, content=pieces(MOST_OF_PICTURE * 2))

    ensure_problem(announced, 413, "content_too_large")
    ensure_problem(on_the_way, 413, "content_too_large")


async def test_pictures_alone_may_be_that_long(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str]
) -> None:
    longer = photo() + bytes(2 * MOST_BYTES)

    given = await put(client, course, signed, content=longer)
    refused = await client.put(f"/courses/{course.id}", content=longer, headers=signed | JPEG)
    taken = await client.request("DELETE", where(course), content=longer, headers=signed)

    assert given.status_code == 200
    ensure_problem(refused, 413, "content_too_large")
    ensure_problem(taken, 413, "content_too_large")


async def test_picture_that_never_ends_is_not_waited_for(
    client: httpx2.AsyncClient,
    course: Course,
    signed: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def slow() -> AsyncIterator[bytes]:
        yield photo()
        await asyncio.sleep(60)

    monkeypatch.setattr(uploads, "SECONDS", 0.2)

    ensure_problem(await put(client, course, signed, content=slow()), 408, "request_timeout")


# Seeing one


async def test_picture_is_kept_by_whoever_has_seen_it(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str]
) -> None:
    url = (await put(client, course, signed)).json()["banner_url"]

    seen = await client.get(url)
    tag = seen.headers["ETag"]
    known = [
        await client.get(url, headers={"If-None-Match": it})
        for it in (tag, f'"other", {tag}', f"W/{tag}", "*")
    ]
    other = await client.get(url, headers={"If-None-Match": '"other"'})
    head = await client.head(url)

    assert seen.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert seen.headers["X-Content-Type-Options"] == "nosniff"
    assert tag.startswith('"')
    assert {(it.status_code, it.content, it.headers["ETag"]) for it in known} == {(304, b"", tag)}
    assert (other.status_code, other.content) == (200, seen.content)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", tag)
    assert head.headers["Content-Length"] == str(len(seen.content))


async def test_another_picture_has_another_address_and_the_old_one_is_gone(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str]
) -> None:
    first = (await put(client, course, signed)).json()["banner_url"]
    second = (await put(client, course, signed, content=saved(noise(1280, 720)))).json()

    assert second["banner_url"] != first
    ensure_problem(await client.get(first), 404, "banner_not_found")


async def test_picture_of_two_courses_stays_with_the_other(
    client: httpx2.AsyncClient, course: Course, signed: dict[str, str], make: Factory
) -> None:
    url = (await put(client, course, signed)).json()["banner_url"]
    copy = await make.course(banner_id=(await make.again(course)).banner_id)

    await client.delete(f"/courses/{course.id}", headers=signed)

    assert (await client.get(url)).status_code == 200
    await client.delete(where(copy), headers=signed)
    assert (await client.get(url)).status_code == 404


async def test_picture_that_no_course_has_is_nobodys_to_see(
    client: httpx2.AsyncClient, make: Factory
) -> None:
    kept: dict[str, Any] = {"content_type": "image/jpeg", "width": 16, "height": 9}
    candidate = await make.add(Banner(content=b"jpeg", **kept))

    for path in (candidate.id, 2**62):
        answer = await client.get(f"/banners/{path}")
        ensure_problem(answer, 404, "banner_not_found")
        assert answer.headers["Cache-Control"] == "no-store"


async def test_picture_of_a_deleted_course_is_not_seen_any_more(
    client: httpx2.AsyncClient, make: Factory, signed: dict[str, str]
) -> None:
    anna = await make.user()
    course = await make.course(anna)
    url = (await put(client, course, signed)).json()["banner_url"]

    await client.delete(f"/courses/{course.id}", headers=signed)

    ensure_problem(await client.get(url), 404, "banner_not_found")


@pytest.mark.parametrize("path", ["0", "x", "1.jpg", "9" * 30, "-1"])
async def test_what_is_no_number_is_no_picture(client: httpx2.AsyncClient, path: str) -> None:
    assert (await client.get(f"/banners/{path}")).status_code == 422


async def test_nothing_but_looking_is_done_to_a_picture(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    answer = await client.put("/banners/1")

    ensure_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD"
    assert "/banners/{banner_id}" not in app.openapi()["paths"]
