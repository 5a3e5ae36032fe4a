"""From a call by HTTP to its answer, faults included."""

from typing import Any

from aiohttp import web

from sandbox.faults import Called, Fault
from sandbox.methods import reading
from sandbox.methods.calls import Call
from sandbox.methods.catalogue import METHODS, Known
from sandbox.people import Json
from sandbox.rules.refusals import BLOCKED, Refusal, too_many_requests
from sandbox.world import World


class Lost(Exception):
    """The bot is to hear no answer."""


async def answer(world: World, name: str, request: web.Request) -> Json:
    """The result; raises `Refusal` or `Lost`."""
    known = METHODS.get(name.lower())
    if known is None:
        raise Refusal("method not found", 404)
    sent, uploads = await reading.parameters(request)
    given = reading.typed(known.method, sent, uploads)
    called = Called(known.name, given, world.now)
    world.calls.add(called)
    try:
        return {"ok": True, "result": await run(world, known, given, uploads)}
    except (Refusal, Lost) as error:
        called.error = str(error)
        raise


async def run(world: World, known: Known, given: Json, uploads: reading.Uploads) -> Any:
    fault = world.faults.next(known.name, person_of(world, given))
    if fault is not None:
        await meet(world, fault)
    method = reading.validated(known.method, given)
    result = await known.run(Call(world, method, given, uploads))
    if fault is not None:
        raise Lost("The answer was dropped.")
    return result


def person_of(world: World, given: Json) -> int | None:
    """Whom a call is about."""
    query = world.queries.get(str(given.get("callback_query_id")))
    return query.chat.id if query else given.get("chat_id")


async def meet(world: World, fault: Fault) -> None:
    """Only "drop" lets the call be done."""
    match fault.kind:
        case "429":
            raise too_many_requests(fault.retry_after)
        case "500" | "502":
            raise Refusal("", int(fault.kind))
        case "refuse":
            raise Refusal(BLOCKED, 403)
        case "timeout":
            await world.faults.lifted()
            raise Lost("It was held until the faults were lifted.")
