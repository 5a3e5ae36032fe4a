"""What the commands have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from config import Settings, SettingsWrong, load_settings
from db.cluster import EmbeddedPostgresRefused
from program.admins import NoLink
from program.database import DatabaseUnfit
from program.logs import configure_logs
from program.receiving import TokenRefused
from program.server import PortTaken
from program.tokens import TokenWrong
from seed.planting import AlreadyPeopled

FOR_THE_OPERATOR = (
    AlreadyPeopled,
    DatabaseUnfit,
    EmbeddedPostgresRefused,
    NoLink,
    PortTaken,
    TokenRefused,
    TokenWrong,
)


def prepared() -> Settings:
    try:
        settings = load_settings()
    except SettingsWrong as error:
        refuse(str(error), code=2)
    configure_logs(settings.log_format, settings.log_level)
    return settings


@contextmanager
def explained() -> Iterator[None]:
    """What the operator can mend is said in a sentence, not in a traceback."""
    try:
        yield
    except FOR_THE_OPERATOR as error:
        refuse(str(error))
    except BaseExceptionGroup as group:
        known, unknown = group.split(FOR_THE_OPERATOR)
        if known is None or unknown is not None:
            raise
        refuse(str(known.exceptions[0]))


def refuse(message: str, *, code: int = 1) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)
