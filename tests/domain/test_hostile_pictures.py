"""Files that are no pictures, or more than that."""

import asyncio
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from PIL import Image

from domain import errors, pictures
from domain.pictures import MEMORY, PROGRAM, Part, Picture, Pictures
from tests.photos import noise, photo, saved

LARGEST = (7300, 5479)
"""Just under 40 million pixels."""

MOST_MEMORY = 400 << 20
"""Of the process that opens a picture: seen were 350 MB, for a WebP."""

MOST_SECONDS = 10


async def develop(content: bytes, part: Part | None = None) -> Picture:
    with TemporaryFile() as file:
        file.write(content)
        return await Pictures().develop(file, part, seconds=20)


def chunk(kind: bytes, content: bytes) -> bytes:
    crc = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)


def png(width: int, height: int, *chunks: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


def webp(width: int, height: int) -> bytes:
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def svg() -> bytes:
    return b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="1280"/>'


def bomb(size: int) -> bytes:
    """Pixels that are nearly nothing as a file."""
    return chunk(b"IDAT", zlib.compress(bytes(size), 9))


def of_no_kind(kind: str) -> bytes:
    return saved(Image.new("RGB", (1280, 720)), kind)


KIND, BROKEN = errors.PictureKindNotKnown, errors.PictureNotRead
LARGE, SMALL = errors.PictureTooLarge, errors.PictureTooSmall

HOSTILE: dict[str, tuple[Callable[[], bytes], type[errors.DomainError]]] = {
    "empty": (lambda: b"", KIND),
    "text": (lambda: b"just words, called picture.jpg", KIND),
    "SVG": (svg, KIND),
    "GIF": (lambda: of_no_kind("GIF"), KIND),
    "BMP": (lambda: of_no_kind("BMP"), KIND),
    "TIFF": (lambda: of_no_kind("TIFF"), KIND),
    "PDF": (lambda: b"%PDF-1.7\n" + photo(), KIND),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(1000), KIND),
    "PostScript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", KIND),
    "cut JPEG": (lambda: photo()[:-2000], BROKEN),
    "cut PNG": (lambda: saved(noise(1280, 720), "PNG")[:-2000], BROKEN),
    "cut WebP": (lambda: saved(noise(1280, 720), "WEBP")[:-2000], BROKEN),
    "JPEG of a header": (lambda: b"\xff\xd8\xff\xe0" + bytes(30), BROKEN),
    "PNG of a header": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(30), BROKEN),
    "WebP of a header": (lambda: b"RIFF\x1a\0\0\0WEBPVP8 " + bytes(30), BROKEN),
    "WebP of no kind": (lambda: b"RIFF\x1a\0\0\0WEBPabcd" + bytes(30), BROKEN),
    "PNG without a picture": (lambda: png(1280, 720), BROKEN),
    "PNG of 100000x100000": (lambda: png(100_000, 100_000, bomb(50_000_000)), LARGE),
    "PNG of 2 billion lines": (lambda: png(2**31 - 1, 2**31 - 1, bomb(9)), LARGE),
    "PNG of 9000x9000": (lambda: png(9000, 9000, bomb(50_000_000)), LARGE),
    "WebP of 16383x16383": (lambda: webp(16_383, 16_383), LARGE),
    "JPEG of 50 Mpx": (lambda: photo(10_000, 5000), LARGE),
    "small": (lambda: photo(639, 360), SMALL),
    "low": (lambda: photo(1280, 359), SMALL),
    "of one pixel": (lambda: photo(1, 1), SMALL),
    "strip": (lambda: photo(9000, 400), errors.PictureTooNarrow),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_is_no_picture_of_ours_is_refused(name: str) -> None:
    file, error = HOSTILE[name]

    with pytest.raises(error):
        await develop(file())


async def test_refusal_says_how_small_it_is_as_it_is_seen() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    with pytest.raises(SMALL) as refusal:
        await develop(photo(800, 200, exif=exif))

    assert refusal.value.facts() == {"width": 200, "height": 800}


# What it costs


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

    assert longest < 0.1


async def test_one_is_worked_on_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most, run = 0, 0, pictures.said_by

    async def counted(process: asyncio.subprocess.Process) -> tuple[dict[str, int], bytes]:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        try:
            return await run(process)
        finally:
            at_once -= 1

    monkeypatch.setattr(pictures, "said_by", counted)
    whole = (await develop(photo(2000, 2000))).content
    desk = Pictures()
    await asyncio.gather(*(desk.crop(whole, Part.END, seconds=20) for _ in range(3)))

    assert most == 1


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


async def test_process_that_breaks_down_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pictures, "PROGRAM", tmp_path / "gone.py")

    with pytest.raises(errors.PictureNotRead):
        await develop(photo())
