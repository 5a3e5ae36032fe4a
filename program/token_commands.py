"""``python main.py token …``"""

import asyncio
from typing import Annotated

import typer

from domain.api_tokens import Scope
from program import tokens
from program.console import explained, prepared
from program.database import migrated
from program.tokens import Order

LARGEST_ID = 2**63 - 1

cli = typer.Typer(
    no_args_is_help=True, help="Tokens, with which other services sign in to the REST API."
)


@cli.command(name="create")
def create_token(
    name: Annotated[str, typer.Argument(help="What the service is called.")],
    scope: Annotated[
        list[Scope] | None, typer.Option(help="What it may do. Can be given several times.")
    ] = None,
    course: Annotated[
        list[int] | None,
        typer.Option(help="On which courses only, by id. Several times.", min=1, max=LARGEST_ID),
    ] = None,
    expires: Annotated[str, typer.Option(help="90d, 2026-12-31 or never.")] = "365d",
    *,
    all_scopes: Annotated[bool, typer.Option("--all-scopes", help="It may do anything.")] = False,
) -> None:
    """Make a token. Its secret is printed once, and kept nowhere."""
    scopes = list(Scope) if all_scopes else scope
    if not scopes:
        raise typer.BadParameter("name a --scope, or --all-scopes")
    order = Order(name, scopes, course or (), end_of(expires))
    settings = prepared()
    with explained(), migrated(settings) as url:
        token, secret = asyncio.run(tokens.create(url, order, settings.timezone))
    typer.echo(secret)
    end = tokens.told_end(token, settings.timezone)
    # Apart from the secret, so that this alone can be caught by a script.
    typer.echo(f"This is the only time that it is shown; token {token.id} {end}.", err=True)


@cli.command(name="list")
def list_tokens() -> None:
    """Show all that are not revoked, the newest first."""
    settings = prepared()
    with explained(), migrated(settings) as url:
        found = asyncio.run(tokens.listed(url))
    typer.echo(tokens.table(found, settings.timezone) if found else "There are no tokens.")


@cli.command(name="revoke")
def revoke_token(
    token_id: Annotated[
        int, typer.Argument(metavar="ID", help="As `token list` says.", min=1, max=LARGEST_ID)
    ],
) -> None:
    """Take a token back: it opens nothing any more."""
    with explained(), migrated(prepared()) as url:
        token = asyncio.run(tokens.revoke(url, token_id))
    typer.echo(f"Token {token.id} opens nothing any more: {token.name}.")


def end_of(expires: str) -> tokens.End:
    try:
        return tokens.read_end(expires)
    except ValueError as error:
        raise typer.BadParameter("write --expires like 90d, 2026-12-31 or never") from error
