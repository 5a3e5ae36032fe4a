"""The command line. ``program/`` builds and runs what it starts."""

import asyncio
import json
from typing import Annotated

import typer

from api.app import describe
from config import Settings
from db.models import Role
from domain.clock import utc_now
from domain.directory import LARGEST_UID
from program import token_commands
from program.admins import give_role
from program.building import create_campus
from program.console import explained, prepared, refuse
from program.database import migrated, session_of
from program.doctor import Finding, examine
from program.running import serve
from seed.planting import Planted, plant

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

cli.add_typer(token_commands.cli, name="token")

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
        int, typer.Argument(help="Whom: their numeric Telegram id.", min=1, max=LARGEST_UID)
    ],
    role: Annotated[Role, typer.Argument(help="What they become.")],
) -> None:
    """Give somebody a role; who is not registered yet gets it by a one-time link."""
    settings = prepared()
    with explained(), migrated(settings) as url:
        typer.echo(asyncio.run(give_role(settings, url, telegram_id, role)))


@cli.command(name="openapi")
def print_openapi() -> None:
    """Print what /openapi.json says, for programs that are made from it."""
    typer.echo(json.dumps(describe(), ensure_ascii=False, indent=2))


async def sow(settings: Settings, url: str) -> Planted:
    async with session_of(url) as session:
        return await plant(session, create_campus(settings), now=utc_now())


def report(finding: Finding) -> None:
    typer.echo(f"{MARKS[finding.level]}  {finding.subject} {finding.says}")
    if finding.advice:
        typer.echo(f"      {finding.advice}")


if __name__ == "__main__":
    cli()
