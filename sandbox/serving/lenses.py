"""The camera of the page."""

from aiohttp import web
from pydantic import BaseModel

from sandbox import acting, pictures
from sandbox.serving import keys
from sandbox.serving.bodies import body

routes = web.RouteTableDef()


class Holder(BaseModel):
    """Whose phone it is; nobody's only reads."""

    person: int | None = None


@routes.get("/sandbox/camera")
async def seen(request: web.Request) -> web.Response:
    return web.json_response(await request.app[keys.SANDBOX].cameras.seen())


@routes.post("/sandbox/camera")
async def scan_picture(request: web.Request) -> web.Response:
    text = await pictures.code(await request.read())
    return scanned(request, text, request.query.get("person"))


@routes.post("/sandbox/camera/frames")
async def show_frame(request: web.Request) -> web.Response:
    """A Mini App's frame shows this picture; once in a minute is enough."""
    chat = keys.chat_of(request, request.query.get("person"))
    cameras, content = request.app[keys.SANDBOX].cameras, await request.read()
    frame_id = cameras.show(chat.person.name, request.query.get("what", ""), content)
    return web.json_response({"id": frame_id})


@routes.post("/sandbox/camera/{id}")
async def scan(request: web.Request) -> web.Response:
    holder, cameras = await body(request, Holder), request.app[keys.SANDBOX].cameras
    try:
        text = await cameras.code(request.match_info["id"])
    except KeyError as error:
        raise keys.Wrong("That picture is gone.", 404) from error
    return scanned(request, text, holder.person)


@routes.get("/sandbox/camera/{id}/picture")
async def picture(request: web.Request) -> web.Response:
    content = request.app[keys.SANDBOX].cameras.picture(request.match_info["id"])
    if content is None:
        raise keys.Wrong("That picture is gone.", 404)
    return web.Response(body=content, content_type="image/png")


def scanned(request: web.Request, text: str | None, person: object) -> web.Response:
    is_opened = False
    if text is not None and person not in (None, ""):
        chat = keys.chat_of(request, person)
        is_opened = acting.open_link(keys.world(request), chat, text)
    return web.json_response({"text": text, "opened": is_opened})
