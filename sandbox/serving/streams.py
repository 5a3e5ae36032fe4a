"""What happens, told to the page as it happens."""

import json
from collections.abc import Iterable

from aiohttp import web

from sandbox import views
from sandbox.chats import Chat
from sandbox.events import Event
from sandbox.serving import keys

routes = web.RouteTableDef()

HEARTBEAT_SECONDS = 10
CHANGES_PEOPLE = {"people", "message", "edit", "delete"}


@routes.get("/sandbox/events")
async def events(request: web.Request) -> web.StreamResponse:
    """After `Last-Event-ID` nothing is left out; where that cannot be, `reload` says so."""
    world, stream = keys.world(request), await opened(request)
    asked = request.headers.get("Last-Event-ID", "")
    after = int(asked) if asked.isdecimal() else world.journal.last_id
    try:
        # A page that loses the line at once still knows from where to ask again.
        await stream.write(f"id: {after}\n\n".encode())
        async for batch in world.journal.follow(after, HEARTBEAT_SECONDS):
            await stream.write(told(batch, world.chats) if batch else b": still here\n\n")
    except ConnectionError:
        pass  # The page was closed.
    return stream


async def opened(request: web.Request) -> web.StreamResponse:
    headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
    stream = web.StreamResponse(headers=headers)
    await stream.prepare(request)
    return stream


def told(batch: list[Event], chats: Iterable[Chat]) -> bytes:
    """Whoever wrote or was written to also looks different in the list of people."""
    lines = [line(event.kind, event.body, event.id) for event in batch if event.kind != "people"]
    if any(event.kind in CHANGES_PEOPLE for event in batch):
        lines.append(line("people", views.people(chats), batch[-1].id))
    return "".join(lines).encode()


def line(kind: str, body: object, event_id: int) -> str:
    return f"id: {event_id}\nevent: {kind}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n"
