import asyncio
import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from aiogram.exceptions import ClientDecodeError
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from structlog.contextvars import bound_contextvars

from program.logs import TALKATIVE, configure_logs, redact

ROOT = Path(__file__).parent.parent.parent
TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-_"
START = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_Ab"

Read = Callable[[], str]
Form = Literal["console", "json"]
FORMS: list[Form] = ["console", "json"]

logger = logging.getLogger("tests.somebody")


@pytest.fixture
def read(capsys: pytest.CaptureFixture[str]) -> Iterator[Read]:
    """What was said; afterwards the logs are as they were."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers, root.level
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}
    yield lambda: capsys.readouterr().err
    root.handlers, sys.excepthook = handlers, hook
    for name, before in {"root": level, **levels}.items():
        logging.getLogger(name if name != "root" else None).setLevel(before)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Unspeakable:
    def __str__(self) -> str:
        raise ValueError(TOKEN)


class Pupil(BaseModel):
    age: int


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (f"token {TOKEN}.", "token <bot token>."),
        ("half \ud800 of it", r"half \ud800 of it"),
        (
            f"https://api.telegram.org/bot{TOKEN}/getMe",
            "https://api.telegram.org/bot<bot token>/getMe",
        ),
        ("POST /bot42:TEST/sendMessage", "POST /bot<bot token>/sendMessage"),
        (f"/file/bot{TOKEN.replace(':', '%3A')}/a.jpg", "/file/bot<bot token>/a.jpg"),
        ("Authorization: Bearer kv_a1-B2_c3", "Authorization: Bearer <service token>"),
        (f"https://t.me/kurs_bot?start={START}&x", "https://t.me/kurs_bot?start=<start token>&x"),
        (f"t.me/kurs_bot/app?startapp={START}", "t.me/kurs_bot/app?startapp=<start token>"),
        (f"somebody wrote /start {START}", "somebody wrote /start <start token>"),
        ("to <ivan.petrov+kurs@edu.misis.ru>,", "to <<e-mail>>,"),
        ("иван@пример.рф и a%40b.org", "<e-mail> и <e-mail>"),
        ("socks5://me:word@10.0.0.1:1080 is dead", "socks5://<password>@10.0.0.1:1080 is dead"),
        ("postgresql+asyncpg://me:w@rd@db/kurs", "postgresql+asyncpg://<password>@db/kurs"),
        ("update 123456789 in 0:00:12, 8080:tcp", "update 123456789 in 0:00:12, 8080:tcp"),
    ],
)
def test_a_secret_is_hidden_and_nothing_else(said: str, written: str) -> None:
    assert redact(said) == written


@pytest.mark.parametrize("form", FORMS)
def test_errors_of_the_database_keep_what_people_wrote_to_themselves(
    form: Form, read: Read
) -> None:
    configure_logs(form, "INFO")
    detail = "not null\nDETAIL:  Failing row contains (7, Пётр\nwrote two lines\n\nand more)."
    error = IntegrityError("INSERT INTO feedback", {"comment": "Пётр [sic]"}, ValueError(detail))

    logger.error("as text: %s", error)
    logger.error("as repr: %r", error)
    logger.error("as an exception", exc_info=error)
    logger.error("in a group", exc_info=ExceptionGroup("two", [error, KeyError("second")]))

    said = read()
    assert "Пётр" not in said
    assert "two lines" not in said
    assert "and more" not in said
    assert said.count("INSERT INTO feedback") == 3
    assert "second" in said


@pytest.mark.parametrize("form", FORMS)
def test_errors_in_what_was_received_do_not_repeat_it(form: Form, read: Read) -> None:
    configure_logs(form, "INFO")
    received = {"age": "Пётр, input_type=Иванов"}
    with pytest.raises(ValueError, match="age") as wrong:
        Pupil.model_validate(received)
    broken = ClientDecodeError("broken", wrong.value, "Семён\n\nи Марья")
    refused = ValueError("invalid input for query argument $1: 'Ольга' (an integer is required)")

    for error in (wrong.value, broken, refused):
        logger.error("%s", error, exc_info=error)

    said = read()
    for name in ("Пётр", "Иванов", "Семён", "Марья", "Ольга"):
        assert name not in said
    assert "type=int_parsing" in said
    assert "query argument $1" in said


@pytest.mark.parametrize("form", FORMS)
def test_secrets_are_hidden_in_every_part_of_a_chain(form: Form, read: Read) -> None:
    configure_logs(form, "INFO")
    middle = RuntimeError(f"start={START}")
    middle.__cause__ = OSError(f"cannot connect to /bot{TOKEN}/getMe")
    last = KeyError("kv_0123456789abcdef")
    last.__context__ = middle
    last.add_note("ask ivan@example.ru")

    logger.error("it failed", exc_info=last)

    said = read()
    for secret in (TOKEN, START, "kv_0123456789abcdef", "ivan@example.ru"):
        assert secret not in said
    assert all(kind in said for kind in ("OSError", "RuntimeError", "KeyError", "direct cause"))


def test_json_is_one_object_a_line(read: Read) -> None:
    configure_logs("json", "INFO")

    with bound_contextvars(update_id=7, person="ivan@example.ru"):
        logger.warning('two\nlines, "quoted" and %s', "по-русски")
    logger.info("the next")

    first, second = [json.loads(line) for line in read().splitlines()]
    assert first["event"] == 'two\nlines, "quoted" and по-русски'
    assert (first["level"], first["logger"]) == ("warning", "tests.somebody")
    assert (first["update_id"], first["person"]) == (7, "<e-mail>")
    assert second["event"] == "the next"


@pytest.mark.parametrize("form", FORMS)
def test_a_record_that_cannot_be_written_is_told_without_its_arguments(
    form: Form, read: Read
) -> None:
    configure_logs(form, "INFO")

    logger.info("%d lessons", TOKEN)
    logger.info("%s", Unspeakable())
    logger.info("the next")

    said = read()
    assert TOKEN not in said
    assert said.count("cannot be put into words") == 2
    assert len(said.splitlines()) == 3


def test_colours_are_for_terminals_only(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    configure_logs("console", "INFO")
    logger.info("plain")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    configure_logs("console", "INFO")
    logger.info("coloured")

    assert "\033[" not in read()
    assert "\033[" in terminal.getvalue()


def test_the_talkative_are_quiet_and_the_level_holds(read: Read) -> None:
    configure_logs("console", "INFO")

    for name in (*TALKATIVE, "apscheduler.executors", "tests.somebody"):
        logging.getLogger(name).info("of %s", name)
        logging.getLogger(name).debug("details")

    assert [line.split("of ")[1].split()[0] for line in read().splitlines()] == ["tests.somebody"]


@pytest.mark.parametrize("form", FORMS)
async def test_a_crash_is_logged_like_everything_else(form: Form) -> None:
    start = f"from program import logs; logs.configure_logs({form!r}, 'INFO')"
    crash = f"{start}; raise OSError({TOKEN!r})"

    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", crash, cwd=ROOT, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()

    assert process.returncode == 1
    assert b"OSError: <bot token>" in said
    assert TOKEN.encode() not in said
