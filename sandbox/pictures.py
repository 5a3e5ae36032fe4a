"""Pictures: their sizes, and the QR codes that can be read from their pixels."""

import asyncio
from dataclasses import dataclass
from io import BytesIO

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from sandbox.rules import sizes
from sandbox.rules.refusals import Refusal, ensure

SMALL_SIDE = 320

MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}

UNREADABLE = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError)


@dataclass(frozen=True)
class Size:
    content: bytes
    width: int
    height: int
    mime: str


@dataclass(frozen=True)
class Picture:
    sizes: list[Size]
    """The smallest first."""


async def read(content: bytes) -> Picture:
    """As Telegram would keep it as a photo."""
    ensure(content, "file must be non-empty")
    most = f"too big for a photo; the maximum size is {sizes.PHOTO_BYTES} bytes"
    is_small = len(content) <= sizes.PHOTO_BYTES
    ensure(is_small, f"file of size {len(content)} bytes is {most}")
    return await asyncio.to_thread(sized, content)


async def sticker(content: bytes) -> Size:
    """As a person's phone makes one of a picture."""
    return await asyncio.to_thread(as_sticker, content)


async def code(content: bytes) -> str | None:
    """What the first QR code in it says."""
    return await asyncio.to_thread(decoded, content)


def sized(content: bytes) -> Picture:
    try:
        with Image.open(BytesIO(content)) as image:
            ensure(is_shown_whole(*image.size), "PHOTO_INVALID_DIMENSIONS")
            mime = MIMES.get(image.format or "", "image/jpeg")
            image.load()
            small = [smaller(image)] if max(image.size) > SMALL_SIDE else []
            return Picture([*small, Size(content, *image.size, mime)])
    except UNREADABLE as error:
        raise Refusal("IMAGE_PROCESS_FAILED") from error


def is_shown_whole(wide: int, high: int) -> bool:
    ratio = max(wide, high) / min(wide, high)
    return wide + high <= sizes.PHOTO_SIDES and ratio <= sizes.PHOTO_RATIO


def smaller(image: Image.Image) -> Size:
    copy = image.convert("RGB")
    copy.thumbnail((SMALL_SIDE, SMALL_SIDE))
    copy.save(kept := BytesIO(), "JPEG", quality=80)
    return Size(kept.getvalue(), *copy.size, "image/jpeg")


def as_sticker(content: bytes) -> Size:
    try:
        with Image.open(BytesIO(content)) as image:
            shown = image.convert("RGBA")
    except UNREADABLE as error:
        raise Refusal("IMAGE_PROCESS_FAILED") from error
    fitted = ImageOps.contain(shown, (sizes.STICKER_SIDE, sizes.STICKER_SIDE))
    fitted.save(kept := BytesIO(), "WEBP")
    return Size(kept.getvalue(), *fitted.size, "image/webp")


def decoded(content: bytes) -> str | None:
    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    try:
        with Image.open(BytesIO(content)) as image:
            found = zxingcpp.read_barcodes(on_paper(image), formats=kinds)
    except UNREADABLE:
        return None
    return next((it.text for it in found if it.text), None)


def on_paper(image: Image.Image) -> Image.Image:
    """Where a picture is transparent, people see white."""
    if not image.has_transparency_data:
        return image.convert("L")
    seen = image.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(paper, seen).convert("L")
