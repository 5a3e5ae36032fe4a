"""Pictures that people send: checked, made anew without anything that was hidden in them, and cut
to the shape that courses show."""

import asyncio
import json
import logging
import math
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from domain import errors

logger = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("cropping.py")

MEGABYTES = 20
"""Of a file. Telegram hands no larger ones to bots."""

MEMORY = 768 << 20
"""Of the address space of the process that opens it: twice what 40 million pixels were seen to
take."""

SIZE = (1280, 720)
"""Of a picture as courses show it, at most."""

CONTENT_TYPE = "image/jpeg"

REFUSALS: dict[str, Callable[..., errors.DomainError]] = {
    "unknown_kind": errors.PictureKindNotKnown,
    "unreadable": errors.PictureNotRead,
    "too_small": errors.PictureTooSmall,
    "too_narrow": errors.PictureTooNarrow,
    "too_many_pixels": errors.PictureTooLarge,
    "too_heavy": errors.PictureTooHeavy,
}


class Part(StrEnum):
    """Of a picture of another shape, which is too wide or too high."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True)
class Picture:
    """A JPEG."""

    content: bytes
    width: int
    height: int
    middle: bytes | None = None
    """Where it has another shape, and it is still to be said which part of it is wanted."""


def is_of_shape(width: int, height: int) -> bool:
    """16 by 9, to the pixel that rounding costs."""
    return abs(width * 9 - height * 16) <= 16  # noqa: PLR2004


class Pictures:
    """One at a time, whoever sends them: so the memory that it takes is known."""

    def __init__(self) -> None:
        self._place = asyncio.Semaphore()

    async def develop(
        self, file: BinaryIO, part: Part | None = None, *, seconds: float
    ) -> Picture:
        """The picture, or a part of it; whole where none is named and it has another shape.

        The file is one of the disk. Raises what ``domain/errors/pictures.py`` has.
        """
        clock, its_turn = asyncio.get_running_loop().time, math.inf
        until = clock() + seconds
        try:
            async with asyncio.timeout_at(until), self._place:
                its_turn = clock()
                return await self._develop(file, part, seconds)
        except TimeoutError as error:
            # Who has waited for most of the time had not much of it.
            is_busy = its_turn > until - seconds / 2
            raise (errors.PicturesBusy if is_busy else errors.PictureTooHeavy) from error

    async def crop(self, content: bytes, part: Part, *, seconds: float) -> Picture:
        """A part of what was developed before."""
        with TemporaryFile() as file:
            file.write(content)
            return await self.develop(file, part, seconds=seconds)

    async def _develop(self, file: BinaryIO, part: Part | None, seconds: float) -> Picture:
        file.seek(0)
        limits = str(int(seconds) + 1), str(MEMORY)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", PROGRAM, *limits, part or ""),
            stdin=file,
            stdout=PIPE,
            stderr=PIPE,
            # What is opened there may be hostile: it gets to know nothing of ours.
            env={},
        )
        head, content = await said_by(process)
        if "refused" in head:
            raise REFUSALS[head.pop("refused")](**head)
        length = head.pop("length")
        return Picture(content[:length], **head, middle=content[length:] or None)


async def said_by(process: Process) -> tuple[dict[str, Any], bytes]:
    try:
        said, complaint = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        logger.warning("a picture ended its process: %r, %s", process.returncode, complaint[-300:])
        return {"refused": "too_heavy" if (process.returncode or 0) < 0 else "unreadable"}, b""
    head, _, content = said.partition(b"\n")
    return json.loads(head), content
