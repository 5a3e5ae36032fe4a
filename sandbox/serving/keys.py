"""What an application of the sandbox holds."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiohttp import web

from sandbox.cameras import Cameras
from sandbox.chats import Chat
from sandbox.people import NewPerson
from sandbox.world import World

OnNewPerson = Callable[[NewPerson, str], Awaitable[None]]


@dataclass(frozen=True)
class Role:
    """That a new person may take; what it means is known to who made the application."""

    id: str
    ru: str
    en: str


@dataclass(frozen=True)
class Sandbox:
    world: World
    cameras: Cameras
    roles: Sequence[Role] = ()
    on_new_person: OnNewPerson | None = None


SANDBOX = web.AppKey("sandbox", Sandbox)


class Wrong(Exception):
    """What the page or a test asked for cannot be done."""

    def __init__(self, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.status = status


def world(request: web.Request) -> World:
    return request.app[SANDBOX].world


def chat(request: web.Request) -> Chat:
    """That of the person in the address."""
    return chat_of(request, request.match_info["person"])


def chat_of(request: web.Request, person: object) -> Chat:
    number = int(person) if str(person).isdecimal() else 0  # type: ignore[call-overload] # checked
    found = world(request).chats.get(number)
    if found is None:
        raise Wrong("There is no such person.", 404)
    return found
