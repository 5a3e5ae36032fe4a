"""Files that are no pictures, or more than that."""

import struct
import zlib
from collections.abc import Callable

from PIL import Image

from domain import errors
from tests.photos import noise, photo, saved


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
