"""The whole product with no token and no Telegram: the real bot beside a Telegram of our own."""

import asyncio
import atexit
import gc
import shutil
import socket
from collections.abc import Callable
from contextlib import closing
from functools import partial

from bot.i18n import create_i18n
from bot.texts.invites import ROLES
from bot.texts.profile import TITLE
from config import Settings
from db.models import Role, User
from domain import api_tokens, invites, users
from domain.api_tokens import Grant, Scope
from domain.campus import LANGUAGES
from domain.clock import utc_now
from domain.tokens import Kind, Signer
from program.building import create_campus
from program.database import migrated, session_of
from program.receiving import token_keys
from program.running import serve
from sandbox import acting
from sandbox.people import NewPerson
from sandbox.running import Running
from sandbox.running import serve as serve_sandbox
from sandbox.serving.keys import Role as RoleChoice
from sandbox.world import World
from seed.planting import plant

TOKEN = "4242424242:demo-of-kursovod-with-no-telegram-at-all"  # noqa: S105 - of our own Telegram
BOT_ID = int(TOKEN.partition(":")[0])
BOT_NAME = "kursovod_demo_bot"

PAGE_PORT = 8090
PORTS_TRIED = 20

ADMINS = (1, 2)
ON_STAGE = (1004, 1005, 1001, *ADMINS)
"""Telegram ids of those in the sample programme whom the page begins with: two participants, the
host whose lesson is on, both admins."""

EVERYTHING = Grant(tuple(Scope))
"""What the tokens allow that the demo prints."""

FIRST_NEW = 1_000_000
"""Telegram ids of those who were added on the page."""

Say = Callable[[str], None]

RoleName = dict[str, str]
"""In each language."""


def demonstrate(settings: Settings, say: Say, *, is_new: bool) -> None:
    """Until a signal. With a database of its own, which is kept unless it is to be new."""
    # Python would look for garbage in all of it once more before it ends, for seconds.
    atexit.register(gc.freeze)
    stage = staged(settings)
    if is_new:
        shutil.rmtree(stage.data_dir / "postgres", ignore_errors=True)
    with migrated(stage) as url:
        asyncio.run(perform(stage, url, say))


def staged(settings: Settings) -> Settings:
    """Nothing of the real bot is touched, whatever `.env` says of it."""
    return settings.model_copy(
        update={
            "data_dir": settings.data_dir / "demo",
            "database_url": "",
            "secret_key": None,
            "secret_key_previous": None,
            "bot_proxy": (),
            "admin_ids": (),
            "updates": "polling",
            "host": "127.0.0.1",
        }
    )


async def perform(stage: Settings, url: str, say: Say) -> None:
    world = World(TOKEN, BOT_NAME, await cast(stage, url))
    world.profile.names[""] = create_i18n(stage.default_language).gettext(TITLE)
    running = await open_sandbox(stage, world, url, say)
    port = free_port(stage.port, say)
    own = {"telegram_api_url": running.url, "port": port, "public_url": f"http://127.0.0.1:{port}"}
    say(f"Open {running.url} in a browser. Ctrl-C ends the demo.")
    await say_tokens(url, say)
    try:
        await serve(stage.model_copy(update=own), TOKEN, url, say)
    finally:
        await running.stop()


async def cast(stage: Settings, url: str) -> list[NewPerson]:
    """Everybody whom the database knows; at the first time, the sample programme."""
    async with session_of(url) as session:
        if not await users.is_there_anybody(session):
            await plant(session, create_campus(stage), now=utc_now())
        people = await users.with_telegram(session)
    known = {user.telegram_id: user for user in people}
    on_stage = [known.pop(telegram_id) for telegram_id in ON_STAGE if telegram_id in known]
    roles = role_names()
    return [as_person(user, roles[user.role]) for user in (*on_stage, *known.values())]


async def say_tokens(url: str, say: Say) -> None:
    """One for each admin of the sample programme: only its hash is kept, so at each start anew."""
    async with session_of(url) as session:
        admins = [it for it in await users.with_telegram(session) if it.telegram_id in ADMINS]
        secrets = [
            await api_tokens.renew(
                session, name=f"demo {it.telegram_id}", grant=EVERYTHING, now=utc_now()
            )
            for it in admins
        ]
    for admin, secret in zip(admins, secrets, strict=True):
        say(f"API token of {admin.full_name}: {secret}")


def as_person(user: User, role: RoleName) -> NewPerson:
    assert user.telegram_id is not None
    return NewPerson(
        id=user.telegram_id,
        first_name=user.full_name,
        language=user.language or LANGUAGES[0],
        note=role,
        started=True,
        is_listed=user.telegram_id in ON_STAGE or user.telegram_id >= FIRST_NEW,
    )


async def open_sandbox(stage: Settings, world: World, url: str, say: Say) -> Running:
    signer = Signer(token_keys(stage), bot_id=BOT_ID, bot_name=BOT_NAME)
    return await serve_sandbox(
        world,
        port=free_port(PAGE_PORT, say),
        roles=[RoleChoice(role, **name) for role, name in role_names().items()],
        on_new_person=partial(give_role, world, signer, url),
    )


async def give_role(world: World, signer: Signer, url: str, person: NewPerson, role: str) -> None:
    """A new host or admin gets theirs as everybody does: by a one-time link."""
    chat = world.chats.get(person.id)
    if chat is None or role in {"", Role.PARTICIPANT}:
        return
    async with session_of(url) as session:
        invite = await invites.issue(session, Role(role), now=utc_now())
    acting.start(world, chat, signer.sign(Kind.INVITE, invite.public_id, invite.expires_at))


def role_names() -> dict[Role, RoleName]:
    i18n = create_i18n(LANGUAGES[0])
    return {
        role: {language: i18n.gettext(ROLES[role], locale=language) for language in LANGUAGES}
        for role in Role
    }


def free_port(first: int, say: Say) -> int:
    """The first that nobody listens on; which were taken is said."""
    for port in range(first, first + PORTS_TRIED):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
        say(f"Port {port} is taken, trying {port + 1}.")
    return 0
