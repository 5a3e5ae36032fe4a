"""`main.py token`, which makes, lists and revokes what other services sign in with."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.models import ApiToken, Course, LogEntry
from db.session import Transaction
from domain import api_tokens
from domain.api_tokens import Scope
from domain.clock import utc_now
from program.tokens import TokenWrong, moment, read_end
from tests.commands import Invoke, commands_in
from tests.factories import NOON, Factory
from tests.people import CAMPUS

TZ = CAMPUS.tz


@pytest.fixture
def make(committing: Transaction) -> Factory:
    return Factory(committing)


@pytest.fixture
def invoke(tmp_path: Path, empty_database_url: str) -> Iterator[Invoke]:
    with commands_in(tmp_path) as invoke:
        yield lambda *arguments: invoke("token", *arguments, database_url=empty_database_url)


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course()


async def test_token_is_printed_once_and_signs_in(
    invoke: Invoke, make: Factory, committing: Transaction, course: Course
) -> None:
    options = ["--scope", "courses:read", "--scope", "users:write", "--expires", "90d"]

    made = await invoke("create", "Timetable", *options, "--course", str(course.id))

    token = (await make.all(ApiToken))[-1]
    assert made.exit_code == 0, made.output
    assert re.fullmatch(r"kv_[\w-]{43}\n", made.stdout)
    assert re.fullmatch(
        rf"This is the only time that it is shown; token {token.id} good until [-\d]+ [\d:]+\.\n",
        made.stderr,
    )
    async with committing() as session:
        secret = made.stdout.strip()
        service = await api_tokens.sign_in(session, CAMPUS, secret=secret, now=utc_now())
    assert service.name == "Timetable"
    assert sorted(service.scopes) == ["courses:read", "users:write"]
    assert sorted(service.course_ids or ()) == [course.id]
    assert token.expires_at is not None
    assert token.expires_at - utc_now() > timedelta(days=89)
    entry = (await make.all(LogEntry))[-1]
    assert (entry.action, entry.entity_id, entry.user_id) == ("create_token", token.id, None)


async def test_token_may_do_everything_for_ever(invoke: Invoke, make: Factory) -> None:
    made = await invoke("create", "Portal", "--all-scopes", "--expires", "never")

    token = (await make.all(ApiToken))[-1]
    assert "never expires" in made.stderr
    assert (token.expires_at, token.course_ids) == (None, None)
    assert token.scopes == sorted(Scope)


async def test_tokens_are_listed_and_revoked(
    invoke: Invoke, make: Factory, course: Course
) -> None:
    await invoke("create", "First", "--scope", "logs:read", "--course", str(course.id))
    await invoke("create", "Second", "--all-scopes", "--expires", "never")
    first, second = (await make.all(ApiToken))[-2:]

    before = await invoke("list")
    revoked = [await invoke("revoke", str(first.id)) for _ in range(2)]
    after = await invoke("list")

    heading, *lines = [re.split(r"  +", line) for line in before.stdout.splitlines()]
    assert heading == ["id", "name", "scopes", "courses", "expires", "last used"]
    assert lines[0] == [str(second.id), "Second", "all", "all", "never", "never"]
    assert lines[1][:4] == [str(first.id), "First", "logs:read", str(course.id)]
    assert {it.stdout for it in revoked} == {f"Token {first.id} opens nothing any more: First.\n"}
    assert "First" not in after.stdout
    noted = [it for it in await make.all(LogEntry) if it.entity_id == first.id]
    assert [it.action for it in noted if it.entity == "api_tokens"] == [
        "create_token",
        "revoke_token",
    ]


async def test_what_cannot_be_is_said_in_a_line(invoke: Invoke, make: Factory) -> None:
    before = len(await make.all(ApiToken))
    all_ = ("create", "X", "--all-scopes")

    said = {
        "no scope": await invoke("create", "X"),
        "no such scope": await invoke("create", "X", "--scope", "everything"),
        "no such end": await invoke(*all_, "--expires", "soon"),
        "over": await invoke(*all_, "--expires", "2020-01-01"),
        "no such course": await invoke(*all_, "--course", "999999"),
        "no name": await invoke("create", " ", "--all-scopes"),
        "no such token": await invoke("revoke", "999999"),
    }

    assert {name: it.exit_code for name, it in said.items()} == {
        "no scope": 2,
        "no such scope": 2,
        "no such end": 2,
        "over": 1,
        "no such course": 1,
        "no name": 1,
        "no such token": 1,
    }
    assert said["over"].stderr == "2020-01-01 is over.\n"
    assert said["no such course"].stderr == "One of these courses does not exist.\n"
    assert said["no such token"].stderr == "There is no token 999999.\n"
    assert not [it for it in said.values() if "Traceback" in it.output]
    assert len(await make.all(ApiToken)) == before


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("never", None),
        ("1d", NOON + timedelta(days=1)),
        ("9999d", NOON + timedelta(days=9999)),
        # Through all of that day, in Moscow.
        ("2026-12-31", datetime(2026, 12, 31, 21, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, 21, tzinfo=UTC)),
    ],
)
def test_end_is_a_span_or_the_last_day(typed: str, at: datetime | None) -> None:
    assert moment(read_end(typed), NOON, TZ) == at


@pytest.mark.parametrize(
    "typed", ["", "0d", "-1d", "d", "10000d", "1", "1w", "2026-13-01", "9999-12-31", "31.12.2026"]
)
def test_end_is_nothing_else(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_end(typed)


def test_end_is_ahead() -> None:
    with pytest.raises(TokenWrong, match="2026-03-01 is over"):
        moment(read_end("2026-03-01"), NOON, TZ)
