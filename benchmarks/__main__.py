"""``make bench``: tables for docs/BENCHMARKS.md. Each pair is measured in turns, in one run."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from statistics import median

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.load import Measured, measure, request
from benchmarks.world import Pair, create_world
from db.embedded import embedded_postgres
from db.schema import upgrade
from db.session import create_engine, create_transaction
from domain import api_tokens
from domain.api_tokens import Grant, Scope
from domain.clock import utc_now
from tests.places import public_directory

SECONDS, ROUNDS = 3, 6
SIZES = (10_000, 1_000_000)
"""Of attendance: a term, and many years."""

Requests = Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Contest:
    """Ours and the bare one on databases of the same size."""

    ours: int
    bare: int
    """Their ports."""
    ways: dict[str, Requests]


def main() -> None:
    with ExitStack() as running:
        directory = running.enter_context(public_directory())
        server = running.enter_context(embedded_postgres(directory / "postgres"))
        contests = {size: running.enter_context(prepare(server, size)) for size in SIZES}
        print("| | marks | ours, requests/s | bare, requests/s | ratio | p99, ours |")  # noqa: T201
        print("|---|---|---|---|---|---|")  # noqa: T201
        grown = [compare(name, contests) for name in contests[SIZES[0]].ways]
    print("", *grown, sep="\n")  # noqa: T201


@contextmanager
def prepare(server: str, size: int) -> Iterator[Contest]:
    url = asyncio.run(create_database(server, f"bench_{size}"))
    upgrade(url)
    pairs = asyncio.run(create_world(url, size))
    signed = asyncio.run(sign(url))
    marks = (mark(pair, signed) for pair in pairs)
    ways: dict[str, Requests] = {
        "GET /courses": lambda: repeat(request("GET", "/courses?limit=20", signed)),
        "POST /attendance": lambda: marks,
    }
    with serving("benchmarks.served", url) as ours, serving("benchmarks.bare", url) as bare:
        yield Contest(ours, bare, ways)


def compare(name: str, contests: dict[int, Contest]) -> str:
    """All of them in turns, so that what else the machine does hits each."""
    rounds = [
        {size: (run(it.ours, it, name), run(it.bare, it, name)) for size, it in contests.items()}
        for _ in range(ROUNDS)
    ]
    for size in contests:
        print(line(name, size, [it[size] for it in rounds]))  # noqa: T201
    small, large = SIZES
    cost = median(it[small][0].per_second / it[large][0].per_second for it in rounds)
    return (
        f"{name}: with {large:,} marks a request costs {cost:.2f} of what it does with {small:,}."
    )


def run(port: int, contest: Contest, name: str) -> Measured:
    measured = asyncio.run(measure(port, contest.ways[name](), SECONDS))
    assert measured.per_second, f"no requests are left for {name}"
    assert not measured.refused, measured
    return measured


def line(name: str, size: int, rounds: list[tuple[Measured, Measured]]) -> str:
    ratio = median(ours.per_second / bare.per_second for ours, bare in rounds)
    ours, bare = (median(it.per_second for it in side) for side in zip(*rounds, strict=True))
    late = median(it.p99_ms for it, _ in rounds)
    return f"| {name} | {size:,} | {ours:,.0f} | {bare:,.0f} | {ratio:.0%} | {late:.0f} ms |"


def mark(pair: Pair, signed: dict[str, str]) -> bytes:
    body = {"enrollment_id": pair[0], "lesson_id": pair[1], "is_attended": True}
    headers = signed | {"Content-Type": "application/json"}
    return request("POST", "/attendance", headers, json.dumps(body).encode())


async def sign(url: str) -> dict[str, str]:
    engine = create_engine(url)
    async with create_transaction(engine)() as session:
        _, secret = await api_tokens.create(
            session, None, name="bench", grant=Grant(tuple(Scope)), now=utc_now()
        )
    await engine.dispose()
    return {"Authorization": f"Bearer {secret}"}


async def create_database(server: str, name: str) -> str:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def serving(module: str, url: str) -> Iterator[int]:
    """A process of its own; its port."""
    port = free_port()
    address = url.replace("+asyncpg", "") if module.endswith("bare") else url
    environment = {**os.environ, "DATABASE_URL": address}
    command = [sys.executable, "-m", module, str(port)]
    process = subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[1])  # noqa: S603
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int) -> None:
    for _ in range(100):
        with closing(socket.socket()) as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    raise TimeoutError(f"nobody listens on {port}")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
