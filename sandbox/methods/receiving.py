"""How the bot hears of updates, and fetches files."""

import re

from aiogram.methods import DeleteWebhook, GetFile, GetUpdates, GetWebhookInfo, SetWebhook

from sandbox.methods.calls import Call
from sandbox.people import Json
from sandbox.rules import links, sizes
from sandbox.rules.refusals import HAS_WEBHOOK, Refusal, ensure
from sandbox.updates import BATCH
from sandbox.webhook import CONNECTIONS, Address
from sandbox.world import World

PORTS = {None, 443, 80, 88, 8443}
SECRET_CHARACTERS = 256
SECRET = re.compile(r"[A-Za-z0-9_-]*\Z")
MOST_CONNECTIONS = 100


async def get_updates(call: Call[GetUpdates]) -> list[Json]:
    asked = call.method
    ensure(not call.world.webhook.address.url, HAS_WEBHOOK, 409)
    allow(call.world, asked.allowed_updates)
    limit = min(max(asked.limit or BATCH, 1), BATCH)
    return await call.world.inbox.poll(asked.offset or 0, limit, max(asked.timeout or 0, 0))


async def set_webhook(call: Call[SetWebhook]) -> bool:
    asked, world = call.method, call.world
    if not asked.url:
        return unset(world, drops=bool(asked.drop_pending_updates))
    check_url(asked.url)
    secret = asked.secret_token or ""
    ensure(len(secret) <= SECRET_CHARACTERS, "secret token is too long")
    ensure(SECRET.match(secret), "secret token contains unallowed characters")
    allow(world, asked.allowed_updates)
    drop(world, drops=bool(asked.drop_pending_updates))
    world.inbox.hang_up("terminated by setWebhook request")
    most = min(max(asked.max_connections or CONNECTIONS, 1), MOST_CONNECTIONS)
    address = Address(asked.url, secret, most)
    if address != world.webhook.address:
        world.webhook.move(address)
    return True


async def delete_webhook(call: Call[DeleteWebhook]) -> bool:
    return unset(call.world, drops=bool(call.method.drop_pending_updates))


async def get_webhook_info(call: Call[GetWebhookInfo]) -> Json:
    call.world.inbox.forget_expired()
    return call.world.webhook.as_json()


async def get_file(call: Call[GetFile]) -> Json:
    try:
        file = call.world.files.get(call.method.file_id)
    except Refusal as error:
        raise Refusal("invalid file_id") from error
    ensure(len(file.content) <= sizes.DOWNLOAD_BYTES, "file is too big")
    names = ("file_id", "file_unique_id", "file_size")
    return {name: file.shown[name] for name in names} | {"file_path": file.path}


def check_url(url: str) -> None:
    parts = links.split(url)
    if parts is None or not parts.hostname:
        raise Refusal("invalid webhook URL specified")
    ensure(links.is_safe(url), "bad webhook: An HTTPS URL must be provided for webhook")
    is_loopback = parts.hostname in links.LOOPBACK
    wrong_port = "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
    ensure(is_loopback or parts.port in PORTS, wrong_port)


def unset(world: World, *, drops: bool) -> bool:
    drop(world, drops=drops)
    if world.webhook.address.url:
        world.webhook.move(Address())
    return True


def drop(world: World, *, drops: bool) -> None:
    if drops:
        world.inbox.confirm(list(world.inbox.waiting))


def allow(world: World, kinds: list[str] | None) -> None:
    """Kept until it is said anew."""
    if kinds is not None:
        world.inbox.allowed = list(kinds)
