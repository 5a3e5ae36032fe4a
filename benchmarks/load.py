"""A client that costs little: connections that are kept, requests that are ready as bytes."""

import asyncio
import itertools
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CONNECTIONS = 16


@dataclass(frozen=True)
class Measured:
    per_second: float
    p99_ms: float
    refused: int
    """Answers other than 2xx."""


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: bench", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def measure(port: int, requests: Iterable[bytes], seconds: float) -> Measured:
    """As many as are answered in that time."""
    waiting, times, refused = iter(requests), list[float](), itertools.count()
    until = time.perf_counter() + seconds
    clients = (_ask(port, waiting, until, times, refused) for _ in range(CONNECTIONS))
    await asyncio.gather(*clients)
    times.sort()
    return Measured(len(times) / seconds, times[len(times) * 99 // 100] * 1000, next(refused))


async def _ask(
    port: int,
    waiting: Iterator[bytes],
    until: float,
    times: list[float],
    refused: "itertools.count[int]",
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for sent in waiting:
        began = time.perf_counter()
        if began > until:
            break
        writer.write(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(_length(head))
        times.append(time.perf_counter() - began)
        if not head.startswith(b"HTTP/1.1 2"):
            next(refused)
    writer.close()


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length: ")
    return int(rest.partition(b"\r\n")[0] or 0)
