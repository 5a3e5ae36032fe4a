"""The command line. ``program/`` builds and runs what it starts."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer

from config import Settings, SettingsWrong, load_settings
from db.cluster import EmbeddedPostgresRefused
from db.models import Role
from domain.clock import utc_now
from program.admins import NoLink, give_role
from program.database import DatabaseUnfit, migrated, session_of
from program.doctor import Finding, examine
from program.logs import configure_logs
from program.receiving import TokenRefused
from program.running import create_campus, serve
from program.server import PortTaken
from seed.planting import AlreadyPeopled, Planted, plant

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

FOR_THE_OPERATOR = (
    AlreadyPeopled,
    DatabaseUnfit,
    EmbeddedPostgresRefused,
    NoLink,
    PortTaken,
    TokenRefused,
)
MARKS = {"ok": "ok  ", "warning": "warn", "failure": "FAIL"}


@cli.command()
def run() -> None:
    """Run the bot, its HTTP side and its jobs in this process."""
    settings = prepared()
    if settings.bot_token is None:
        refuse("BOT_TOKEN is not set: take one from @BotFather and put it into .env", code=2)
    with explained(), migrated(settings) as url:
        asyncio.run(serve(settings, settings.bot_token.get_secret_value(), url, typer.echo))


@cli.command()
def demo(
    reset: Annotated[bool, typer.Option(help="Begin again with new sample data.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Show everything in a browser, with no token and no Telegram."""
    settings = prepared()
    # Only the demo has a Telegram of its own to load.
    from program.demo import demonstrate  # noqa: PLC0415

    with explained():
        demonstrate(settings, typer.echo, is_new=reset)


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    with explained(), migrated(prepared()):
        typer.echo("The schema is the newest.")


@cli.command()
def seed() -> None:
    """Plant a sample programme in an empty database."""
    settings = prepared()
    with explained(), migrated(settings) as url:
        typer.echo(f"Planted: {asyncio.run(sow(settings, url))}.")
    typer.echo("Its admins are samples: make yourself one with ADMIN_IDS.")


@cli.command()
def doctor() -> None:
    """Check the settings and what they lead to, and say what to do."""
    findings = asyncio.run(examine(prepared()))
    for finding in findings:
        report(finding)
    raise typer.Exit(any(finding.level == "failure" for finding in findings))


@cli.command()
def grant(
    telegram_id: Annotated[
        int, typer.Argument(help="Whom: their numeric Telegram id.", min=1, max=2**52)
    ],
    role: Annotated[Role, typer.Argument(help="What they become.")],
) -> None:
    """Give somebody a role; who is not registered yet gets it by a one-time link."""
    settings = prepared()
    with explained(), migrated(settings) as url:
        typer.echo(asyncio.run(give_role(settings, url, telegram_id, role)))


async def sow(settings: Settings, url: str) -> Planted:
    async with session_of(url) as session:
        return await plant(session, create_campus(settings), now=utc_now())


def report(finding: Finding) -> None:
    typer.echo(f"{MARKS[finding.level]}  {finding.subject} {finding.says}")
    if finding.advice:
        typer.echo(f"      {finding.advice}")


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


if __name__ == "__main__":
    cli()
