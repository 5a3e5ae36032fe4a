"""The whole sandbox as one application; for 127.0.0.1 only."""

from collections.abc import Sequence

from aiohttp import web
from aiohttp.typedefs import Handler

from sandbox.acting import Impossible, NotThere
from sandbox.cameras import Cameras
from sandbox.rules.refusals import Refusal
from sandbox.serving import bot_api, control, keys, lenses, phones, states, statics, streams
from sandbox.serving.keys import OnNewPerson, Role, Sandbox, Wrong
from sandbox.world import World

LARGEST_REQUEST = 52 << 20
"""50 MB of a document, and what is around it."""

GUARDED = ("/sandbox/", "/control/")
PARTS = (bot_api, control, lenses, phones, states, statics, streams)


def create_app(
    world: World, *, on_new_person: OnNewPerson | None = None, roles: Sequence[Role] = ()
) -> web.Application:
    middlewares = [no_strangers, worded]
    app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=middlewares)
    app[keys.SANDBOX] = Sandbox(world, Cameras(world), roles, on_new_person)
    for part in PARTS:
        app.add_routes(part.routes)
    app.on_shutdown.append(close)
    return app


async def close(app: web.Application) -> None:
    await app[keys.SANDBOX].world.close()


@web.middleware
async def no_strangers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Another site that is open in the same browser must not act for the people here."""
    is_stranger = request.headers.get("Sec-Fetch-Site") == "cross-site"
    if is_stranger and request.path.startswith(GUARDED):
        return web.json_response({"error": "Only the page may ask."}, status=403)
    return await handler(request)


@web.middleware
async def worded(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Wrong as error:
        return web.json_response({"error": str(error)}, status=error.status)
    except NotThere as error:
        return web.json_response({"error": str(error)}, status=409)
    except (Impossible, Refusal) as error:
        return web.json_response({"error": str(error)}, status=400)
