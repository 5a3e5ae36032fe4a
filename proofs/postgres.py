"""A PostgreSQL of the proofs' own, over TCP, that can be stopped, killed and frozen."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import psutil
from aiohttp.test_utils import unused_port

from db.cluster import Cluster
from db.embedded import find_cluster

DEBIAN = Path("/usr/lib/postgresql/15/bin")
"""The oldest PostgreSQL that is served, where it is installed; elsewhere, the embedded one."""

Way = Literal["fast", "immediate", "frozen"]
"""How to go away: connections are cut; a crash; connections stay open, and nothing answers."""


class Postgres:
    def __init__(self, directory: Path) -> None:
        self._cluster = create_cluster(directory)
        self._port = unused_port()

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        options = f"-p {self._port} -h 127.0.0.1 -c unix_socket_directories=''"
        self._control("start", "-l", self._cluster.log, "-o", options)

    @asynccontextmanager
    async def away(self, way: Way) -> AsyncIterator[None]:
        if way == "frozen":
            self._freeze()
        else:
            await asyncio.to_thread(self._control, "stop", "-m", way)
        try:
            yield
        finally:
            if way == "frozen":
                self._thaw()
            else:
                await asyncio.to_thread(self.start)

    def end(self) -> None:
        if self._cluster.postmaster() is not None:
            self._thaw()
            self._control("stop", "-m", "immediate")

    def _freeze(self) -> None:
        for process in self._processes():
            process.suspend()

    def _thaw(self) -> None:
        for process in reversed(self._processes()):
            process.resume()

    def _processes(self) -> list[psutil.Process]:
        postmaster = self._cluster.postmaster()
        assert postmaster is not None
        return [postmaster, *postmaster.children()]

    def _control(self, action: str, *arguments: str | Path) -> None:
        done = self._cluster.run("pg_ctl", action, "-w", "-D", self._cluster.directory, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr


def create_cluster(directory: Path) -> Cluster:
    if not DEBIAN.exists():
        return find_cluster(directory)
    cluster = Cluster(directory, DEBIAN, "postgres" if os.geteuid() == 0 else None)
    directory.parent.chmod(0o777)
    done = cluster.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-D", directory)
    assert done.returncode == 0, done.stderr
    return cluster
