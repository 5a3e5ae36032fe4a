"""What people do on the page."""

from typing import Literal

from aiohttp import web
from pydantic import BaseModel

from sandbox import acting, attaching, webapps
from sandbox.people import Json
from sandbox.rules import links
from sandbox.serving import keys
from sandbox.serving.bodies import body

routes = web.RouteTableDef()


class Text(BaseModel):
    text: str


class Press(BaseModel):
    message_id: int
    row: int
    column: int


class Start(BaseModel):
    payload: str = ""


class Block(BaseModel):
    blocked: bool


class Contact(BaseModel):
    phone_number: str


class Location(BaseModel):
    latitude: float
    longitude: float


class WebAppData(BaseModel):
    button_text: str
    data: str


class WebApp(BaseModel):
    person: int
    url: str
    kind: Literal["inline", "menu", "keyboard"] = "inline"
    theme: Json | None = None


@routes.post("/sandbox/chats/{person}/text")
async def say(request: web.Request) -> web.Response:
    said = await body(request, Text)
    message = acting.say(keys.world(request), keys.chat(request), said.text)
    return web.json_response({"message_id": message.message_id})


@routes.post("/sandbox/chats/{person}/press")
async def press(request: web.Request) -> web.Response:
    it, world = await body(request, Press), keys.world(request)
    query_id = acting.press(world, keys.chat(request), it.message_id, it.row, it.column)
    return web.json_response({"query_id": query_id})


@routes.post("/sandbox/chats/{person}/media")
async def send_media(request: web.Request) -> web.Response:
    world, chat, content = keys.world(request), keys.chat(request), await request.read()
    asked = {"kind": "photo", "name": "file", "caption": ""} | dict(request.query)
    kind, name, caption = asked["kind"], asked["name"], asked["caption"]
    message = await attaching.send_file(world, chat, kind, content, name, caption)
    return web.json_response({"message_id": message.message_id})


@routes.post("/sandbox/chats/{person}/contact")
async def send_contact(request: web.Request) -> web.Response:
    sent = await body(request, Contact)
    chat, world = keys.chat(request), keys.world(request)
    message = attaching.send_contact(world, chat, sent.phone_number)
    return web.json_response({"message_id": message.message_id})


@routes.post("/sandbox/chats/{person}/location")
async def send_location(request: web.Request) -> web.Response:
    at = await body(request, Location)
    chat, world = keys.chat(request), keys.world(request)
    message = attaching.send_location(world, chat, at.latitude, at.longitude)
    return web.json_response({"message_id": message.message_id})


@routes.post("/sandbox/chats/{person}/start")
async def start(request: web.Request) -> web.Response:
    asked = await body(request, Start)
    message = acting.start(keys.world(request), keys.chat(request), asked.payload)
    return web.json_response({"message_id": message.message_id})


@routes.post("/sandbox/chats/{person}/inline")
async def ask_inline(request: web.Request) -> web.Response:
    asked = await body(request, Text)
    query_id = acting.ask_inline(keys.world(request), keys.chat(request), asked.text)
    return web.json_response({"query_id": query_id})


@routes.post("/sandbox/chats/{person}/webapp_data")
async def send_web_app_data(request: web.Request) -> web.Response:
    sent, chat = await body(request, WebAppData), keys.chat(request)
    message = acting.send_web_app_data(keys.world(request), chat, sent.button_text, sent.data)
    return web.json_response({"message_id": message.message_id})


@routes.post("/sandbox/chats/{person}/block")
async def block(request: web.Request) -> web.Response:
    asked = await body(request, Block)
    acting.block(keys.world(request), keys.chat(request), blocked=asked.blocked)
    return web.json_response({"blocked": asked.blocked})


@routes.post("/sandbox/chats/{person}/read")
async def read(request: web.Request) -> web.Response:
    keys.chat(request).unread = 0
    return web.json_response({"unread": 0})


@routes.post("/sandbox/webapp")
async def open_web_app(request: web.Request) -> web.Response:
    asked, world = await body(request, WebApp), keys.world(request)
    chat = keys.chat_of(request, asked.person)
    if (why := links.fault_of_web_app(asked.url)) is not None:
        raise keys.Wrong(why)
    launched = webapps.launch(world, chat, asked.url, asked.kind, asked.theme)
    return web.json_response(launched)
