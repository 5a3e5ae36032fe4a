"""What the worst pictures cost: memory, time, and the loop of the program."""

import asyncio
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile

import pytest

from domain import errors, pictures
from domain.pictures import MEMORY, PROGRAM, Pictures
from tests.domain.test_hostile_pictures import develop
from tests.hostile_pictures import bomb, chunk, png
from tests.photos import noise, photo, saved

LARGEST = (7300, 5479)
"""Just under 40 million pixels."""

MOST_MEMORY = 400 << 20
"""Of the process that opens a picture: seen were 350 MB, for a WebP."""

MOST_SECONDS = 10
LONGEST_STALL = 0.1


@dataclass(frozen=True)
class Used:
    memory: int
    seconds: float
    said: bytes


MEASURED = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-I", *sys.argv[1:]])
sys.stderr.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""
"""A small process between: before it runs its own program, a child is as large as its parent."""


def measure(content: bytes) -> Used:
    """In a process of its own, as the product does it."""
    began = time.monotonic()
    with TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        command = [sys.executable, "-c", MEASURED, str(PROGRAM), "20", str(MEMORY), ""]
        done = subprocess.run(command, stdin=file, capture_output=True, check=True)  # noqa: S603
    return Used(int(done.stderr) << 10, time.monotonic() - began, done.stdout)


BOMBS: dict[str, Callable[[], bytes]] = {
    "pixels": lambda: png(1280, 720, bomb(200_000_000)),
    "words": lambda: png(
        1280, 720, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000), 9)), bomb(9)
    ),
    "profile": lambda: png(
        1280, 720, chunk(b"iCCP", b"ICC\0\0" + zlib.compress(bytes(100_000_000), 9)), bomb(9)
    ),
    "tail": lambda: photo() + bytes(50_000_000),
}

LARGEST_OF: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: saved(noise(*LARGEST)),
    "progressive JPEG": lambda: saved(noise(*LARGEST), progressive=True, subsampling=0),
    "CMYK JPEG": lambda: saved(noise(*LARGEST, "CMYK")),
    "PNG": lambda: saved(noise(*LARGEST, "RGBA"), "PNG", compress_level=1),
    "WebP": lambda: saved(noise(5400, 3700), "WEBP", method=0),
    "WebP without loss": lambda: saved(
        noise(5400, 3700, "RGBA"), "WEBP", lossless=True, quality=0
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_behind_a_small_header_fills_nothing(name: str) -> None:
    used = measure(BOMBS[name]())

    assert used.memory < MOST_MEMORY // 2
    assert used.seconds < MOST_SECONDS


@pytest.mark.parametrize("name", LARGEST_OF)
def test_memory_is_bounded_for_the_largest_picture(name: str) -> None:
    used = measure(LARGEST_OF[name]())

    assert b"refused" not in used.said[:100]
    assert used.memory < MOST_MEMORY
    assert used.seconds < MOST_SECONDS


async def test_loop_goes_on_meanwhile() -> None:
    content, longest, is_done = saved(noise(6000, 3375)), 0.0, asyncio.Event()

    async def watch() -> None:
        nonlocal longest
        while not is_done.is_set():
            began = time.monotonic()
            await asyncio.sleep(0.001)
            longest = max(longest, time.monotonic() - began)

    watching = asyncio.ensure_future(watch())
    await develop(content)
    is_done.set()
    await watching

    assert longest < LONGEST_STALL


async def test_picture_that_takes_too_long_is_given_up() -> None:
    with TemporaryFile() as file:
        file.write(saved(noise(*LARGEST), "PNG", compress_level=1))
        with pytest.raises(errors.PictureTooHeavy):
            await Pictures().develop(file, seconds=0.05)


async def test_picture_that_takes_too_much_memory_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "MEMORY", 200 << 20)

    with pytest.raises(errors.PictureTooHeavy):
        await develop(saved(noise(*LARGEST, "RGBA"), "PNG", compress_level=1))
