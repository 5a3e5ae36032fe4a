"""The sandbox on a port."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from sandbox.server import create_app
from sandbox.serving.keys import OnNewPerson, Role
from sandbox.world import World

STOP_SECONDS = 2


@dataclass(frozen=True)
class Running:
    runner: web.AppRunner
    host: str
    port: int
    """The real one, where 0 was asked for."""

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def stop(self) -> None:
        await self.runner.cleanup()


async def serve(
    world: World,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    on_new_person: OnNewPerson | None = None,
    roles: Sequence[Role] = (),
) -> Running:
    """A port that is taken raises `OSError`."""
    app = create_app(world, on_new_person=on_new_person, roles=roles)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return Running(runner, host, runner.addresses[0][1])
