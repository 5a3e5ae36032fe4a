"""What the page asks for: the bot, the people, their chats, files."""

from typing import Annotated, Literal

from aiohttp import web
from pydantic import BaseModel, StringConstraints

from sandbox import ids, views
from sandbox.people import NewPerson
from sandbox.serving import keys
from sandbox.serving.bodies import body

routes = web.RouteTableDef()

FIRST_ID = 7_000_000_000
"""Above those of people whom a database may remember."""

NAME_CHARACTERS = 64

HARMLESS = ("image/", "audio/", "video/")


class Newcomer(BaseModel):
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]
    language: Literal["ru", "en"] = "ru"
    role: str = ""


@routes.get("/sandbox/state")
async def state(request: web.Request) -> web.Response:
    world = keys.world(request)
    seen = {"bot": views.bot(world.profile), "people": views.people(world.chats)}
    return web.json_response(seen)


@routes.get("/sandbox/roles")
async def roles(request: web.Request) -> web.Response:
    return web.json_response([dict(vars(it)) for it in request.app[keys.SANDBOX].roles])


@routes.post("/sandbox/people")
async def add_person(request: web.Request) -> web.Response:
    sandbox, newcomer = request.app[keys.SANDBOX], await body(request, Newcomer)
    role = next((it for it in sandbox.roles if it.id == newcomer.role), None)
    if newcomer.role and role is None:
        raise keys.Wrong("There is no such role.")
    chat = sandbox.world.add_person(person(sandbox.world.now, newcomer, role))
    if sandbox.on_new_person is not None:
        await sandbox.on_new_person(chat.person, newcomer.role)
    return web.json_response(views.person(chat), status=201)


@routes.get("/sandbox/chats/{person}")
async def chat(request: web.Request) -> web.Response:
    """To look at it is to read it."""
    seen, world = keys.chat(request), keys.world(request)
    seen.unread = 0
    return web.json_response(views.chat(seen, world.profile))


@routes.get("/sandbox/files/{file_id}")
async def file(request: web.Request) -> web.Response:
    found = keys.world(request).files.find(request.match_info["file_id"])
    if found is None:
        raise keys.Wrong("There is no such file.", 404)
    is_harmless = found.mime.startswith(HARMLESS) and "svg" not in found.mime
    # A document that somebody sent must not run as a page of ours.
    headers = {} if is_harmless else {"Content-Disposition": "attachment"}
    kind = found.mime if is_harmless else "application/octet-stream"
    return web.Response(body=found.content, content_type=kind, headers=headers)


def person(now: float, newcomer: Newcomer, role: keys.Role | None) -> NewPerson:
    first, _, last = newcomer.name.partition(" ")
    note = {"ru": role.ru, "en": role.en} if role else {}
    return NewPerson(
        FIRST_ID + next(ids.counting(now, 1000)),
        first[:NAME_CHARACTERS],
        last.strip()[:NAME_CHARACTERS] or None,
        language=newcomer.language,
        note=note,
    )
