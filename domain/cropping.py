"""Makes a picture of a course out of whatever was sent. A program of its own, because what is sent
may be made to exhaust who opens it: this process may be killed, and has little to take.

Reads the file from stdin, writes a line of JSON and then the picture to stdout. Its arguments are
the seconds and the bytes of memory that it may use, and which part of the picture is wanted: none
if that is not known yet. It imports nothing of ours: so it starts at once.
"""

import json
import sys
from contextlib import suppress
from io import BytesIO
from typing import Any, BinaryIO

from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin
from PIL.Image import Resampling, Transpose

FORMATS = ("JPEG", "PNG", "WEBP")
PLUGINS = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
"""Imported by name: looking for the reader of a format, Pillow would import them all."""

MOST_PIXELS = 40_000_000
MOST_OF_WEBP = 20_000_000
"""Its reader wants four times as much memory for each."""

LEAST = (640, 360)
SIZE = (1280, 720)
LONGEST = 8
"""Times as long as wide: beyond that it is no picture but a strip."""

NEARLY = 0.02
"""So much of a side is cut off unasked."""

QUALITY = 85
QUALITY_WHILE_IN_HAND = 95
STRIP = 1 << 20
"""Pixels that are worked on at once, so that a large picture is not in memory twice."""

ORIENTATION = 0x0112
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
"""What has to be done by the EXIF of a camera that was held otherwise."""

LYING = {UPRIGHT[it] for it in (5, 6, 7, 8)}

PARTS = {"start": 0.0, "middle": 0.5, "end": 1.0}
UNREADABLE = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError)
"""What Pillow raises at files that are not what they seem."""

TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class Refused(Exception):
    """By one word for the parent process, and what it has to know."""

    def __init__(self, word: str, **facts: int) -> None:
        super().__init__(word)
        self.answer = {"refused": word, **facts}


def main() -> None:
    seconds, memory, part = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    limit(seconds, memory)
    answer: dict[str, Any]
    try:
        answer, content = developed(sys.stdin.buffer, part)
    except Refused as refusal:
        answer, content = refusal.answer, b""
    except MemoryError:
        answer, content = {"refused": "too_heavy"}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


def limit(seconds: int, memory: int) -> None:
    with suppress(ImportError):
        # Windows has none.
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def developed(file: BinaryIO, part: str) -> tuple[dict[str, int], bytes]:
    """If no part is wanted and it has another shape, all of it and then its middle."""
    picture = upright(file)
    middle = cropped(picture, PARTS[part or "middle"])
    if part or abs(ratio(picture) / ratio(middle) - 1) <= NEARLY:
        return measured(middle, encoded(middle, QUALITY))
    answer, content = measured(picture, encoded(picture, QUALITY_WHILE_IN_HAND))
    return answer, content + encoded(middle, QUALITY)


def measured(picture: Image.Image, content: bytes) -> tuple[dict[str, int], bytes]:
    width, height = picture.size
    return {"length": len(content), "width": width, "height": height}, content


def encoded(picture: Image.Image, quality: int) -> bytes:
    picture.save(kept := BytesIO(), "JPEG", quality=quality, optimize=True)
    return kept.getvalue()


def upright(file: BinaryIO) -> Image.Image:
    """As people see it, in plain colours, no larger than needed."""
    try:
        image = opened(file)
        ensure_bearable(*image.size)
        turn, profile = orientation(image), image.info.get("icc_profile")
        scale = needed(*image.size, lies=turn in LYING)
        picture = in_plain_colours(shrunk(image, scale), profile)
    except TOO_LARGE as error:
        raise too_large() from error
    except UNREADABLE as error:
        raise Refused("unreadable") from error
    return picture.transpose(turn) if turn is not None else picture


def opened(file: BinaryIO) -> Image.Image:
    """Its header only. Of a WebP, Pillow makes room for all of it already."""
    head = file.read(32)
    file.seek(0)
    if not is_of_known_kind(head):
        raise Refused("unknown_kind")
    if head[8:12] == b"WEBP":
        ensure_bearable(*size_of_webp(head), most=MOST_OF_WEBP)
    return Image.open(file, formats=FORMATS)


def is_of_known_kind(head: bytes) -> bool:
    is_webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return is_webp or head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))


def size_of_webp(head: bytes) -> tuple[int, int]:
    match head[12:16]:
        case b"VP8X":
            return int.from_bytes(head[24:27], "little") + 1, from_little(head[27:30]) + 1
        case b"VP8L":
            bits = from_little(head[21:25])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            return from_little(head[26:28]) & 0x3FFF, from_little(head[28:30]) & 0x3FFF
    raise Refused("unreadable")


def from_little(some: bytes) -> int:
    return int.from_bytes(some, "little")


def ensure_bearable(width: int, height: int, *, most: int = MOST_PIXELS) -> None:
    if width * height > most:
        raise too_large(most)


def too_large(most: int = MOST_PIXELS) -> Refused:
    return Refused("too_many_pixels", megapixels=most // 1_000_000)


def needed(width: int, height: int, *, lies: bool) -> float:
    """How much smaller it may become: what is cropped out of it then has the size that we want."""
    wide, high = (height, width) if lies else (width, height)
    if wide < LEAST[0] or high < LEAST[1]:
        raise Refused("too_small", width=wide, height=high)
    if max(wide, high) > LONGEST * min(wide, high):
        raise Refused("too_narrow")
    return min(1.0, max(SIZE[0] / wide, SIZE[1] / high))


def orientation(image: Image.Image) -> Transpose | None:
    try:
        return UPRIGHT.get(image.getexif().get(ORIENTATION, 1))
    except UNREADABLE:
        return None


def shrunk(image: Image.Image, scale: float) -> Image.Image:
    size = round(image.width * scale), round(image.height * scale)
    image.draft("RGB", size)
    image.load()
    coarse = reduced(image, max(1, image.width // size[0]))
    return coarse if size == coarse.size else coarse.resize(size, Resampling.LANCZOS)


def reduced(image: Image.Image, factor: int) -> Image.Image:
    """A strip at a time: a copy of all of it, in another mode, would be as large again."""
    width, height = -(-image.width // factor), -(-image.height // factor)
    rows = factor * max(1, STRIP // image.width // factor)
    mode = "CMYK" if image.mode == "CMYK" else "RGB"
    whole = Image.new(mode, (width, height))
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        whole.paste(opaque(strip).reduce(factor), (0, top // factor))
    return whole


def opaque(strip: Image.Image) -> Image.Image:
    """In three colours, or four of a printer: on white where one could look through it."""
    if strip.mode == "CMYK":
        return strip
    if strip.mode.startswith("I"):
        # Of 16 bits, the upper eight.
        return strip.convert("I").point(lambda it: it * (1 / 256)).convert("L").convert("RGB")
    if not strip.has_transparency_data:
        return strip.convert("RGB")
    seen = strip.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(paper, seen).convert("RGB")


def in_plain_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, as far as it says what its own colours are."""
    if profile:
        with suppress(ImageCms.PyCMSError, *UNREADABLE):
            theirs = ImageCms.getOpenProfile(BytesIO(profile))
            plain = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, theirs, plain, outputMode="RGB") or image
    return image.convert("RGB")


def cropped(picture: Image.Image, where: float) -> Image.Image:
    """16 by 9, as much of it as there is, from its beginning, middle or end."""
    width, height = picture.size
    wide, high = min(width, round(height * 16 / 9)), min(height, round(width * 9 / 16))
    left, top = round((width - wide) * where), round((height - high) * where)
    shown = picture.crop((left, top, left + wide, top + high))
    return shown if shown.width <= SIZE[0] else shown.resize(SIZE, Resampling.LANCZOS)


def ratio(picture: Image.Image) -> float:
    return picture.width / picture.height


if __name__ == "__main__":
    main()
