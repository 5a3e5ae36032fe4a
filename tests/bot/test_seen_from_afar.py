"""Codes are read from bad pictures of what the bot and the projector show, and are good then."""

from collections.abc import Callable
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageFilter

from bot import pictures, room_picture
from domain import codes
from domain.tokens import Kind, Signer
from tests.factories import NOON

SUBJECT = 2**62 + 12345
STEP = codes.room_step(NOON)

Spoil = Callable[[Image.Image], Image.Image]


def blurred(seen: Image.Image) -> Image.Image:
    return seen.filter(ImageFilter.GaussianBlur(4))


def turned(seen: Image.Image) -> Image.Image:
    return seen.rotate(15, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)


def small(seen: Image.Image) -> Image.Image:
    return seen.resize((seen.width // 4, seen.height // 4))


def all_at_once(seen: Image.Image) -> Image.Image:
    """A photo of it, as a phone sends it."""
    photo = BytesIO()
    small(turned(seen)).filter(ImageFilter.GaussianBlur(0.6)).save(photo, "JPEG", quality=60)
    return Image.open(photo)


SPOILT = [blurred, turned, small, all_at_once]


def read(picture: Image.Image) -> str:
    (code,) = zxingcpp.read_barcodes(picture)
    return str(code.text)


@pytest.mark.parametrize("spoil", SPOILT)
def test_room_code_in_the_chat(signer: Signer, spoil: Spoil) -> None:
    link = signer.stamped_link(Kind.ROOM_CODE, SUBJECT, STEP)
    shown = Image.open(BytesIO(room_picture.room_code(link, "123 456").data)).convert("RGB")

    seen = read(spoil(shown))

    stamped = signer.read_stamped(Kind.ROOM_CODE, codes.token_of(seen))
    assert (stamped.subject, stamped.step) == (SUBJECT, STEP)


@pytest.mark.parametrize("spoil", SPOILT)
def test_pass_in_the_chat(signer: Signer, spoil: Spoil) -> None:
    link = signer.link(Kind.PASS, SUBJECT, NOON.replace(hour=21))
    shown = Image.open(BytesIO(pictures.code(link).data)).convert("RGB")

    seen = read(spoil(shown))

    assert signer.read(Kind.PASS, codes.token_of(seen), now=NOON) == SUBJECT
