"""Pictures as people send them, made on the spot."""

from io import BytesIO
from typing import Any

from PIL import Image

GREEN, RED, BLUE, WHITE = (0, 128, 0), (200, 0, 0), (0, 0, 200), (255, 255, 255)


def photo(width: int = 1600, height: int = 900, **how: Any) -> bytes:
    """Green all over, as a JPEG or what it is said to be."""
    return saved(Image.new("RGB", (width, height), GREEN), **how)


def striped(width: int, height: int) -> Image.Image:
    """Red at its beginning, green in the middle, blue at its end, along its longer side."""
    first, second, third = RED, GREEN, BLUE
    image = Image.new("RGB", (width, height), second)
    wide, high = (width // 3, height) if width > height else (width, height // 3)
    image.paste(first, (0, 0, wide, high))
    image.paste(third, (width - wide, height - high, width, height))
    return image


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """That takes some room as a file."""
    return Image.effect_noise((width // 8, height // 8), 90).resize((width, height)).convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    image.save(kept := BytesIO(), kind, **how)
    return kept.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def colour(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """There, as shares of the sides."""
    at = int(x * (image.width - 1)), int(y * (image.height - 1))
    found = image.convert("RGB").getpixel(at)
    assert isinstance(found, tuple)
    return found


def is_alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= 12 for a, b in zip(one, other, strict=True))
