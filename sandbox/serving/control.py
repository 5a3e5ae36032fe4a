"""For tests: what shall go wrong, what was called, all anew."""

from aiohttp import web

from sandbox.faults import Fault
from sandbox.serving import keys
from sandbox.serving.bodies import body

routes = web.RouteTableDef()

SHOWN_CALLS = 100


@routes.post("/control/faults")
async def add_fault(request: web.Request) -> web.Response:
    fault = await body(request, Fault)
    keys.world(request).faults.add(fault)
    return web.json_response(fault.model_dump(), status=201)


@routes.delete("/control/faults")
async def clear_faults(request: web.Request) -> web.Response:
    keys.world(request).faults.clear()
    return web.json_response({})


@routes.get("/control/calls")
async def calls(request: web.Request) -> web.Response:
    """`?last=` says how many are shown whole."""
    made, asked = keys.world(request).calls, request.query.get("last", "")
    last = made.last(int(asked) if asked.isdecimal() else SHOWN_CALLS)
    shown = {"total": made.by_method.total(), "by_method": dict(made.by_method)}
    return web.json_response(shown | {"last": [it.as_json() for it in last]})


@routes.post("/control/reset")
async def reset(request: web.Request) -> web.Response:
    keys.world(request).reset()
    return web.json_response({})
