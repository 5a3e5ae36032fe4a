"""Pictures that people send, as they become those of courses."""

from io import BytesIO
from tempfile import TemporaryFile
from zipfile import ZipFile

import pytest
from PIL import Image, ImageCms
from PIL.Image import Transpose

from domain.pictures import Part, Picture, Pictures, is_of_shape
from tests.photos import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    colour,
    is_alike,
    noise,
    opened,
    photo,
    saved,
    striped,
)


async def develop(content: bytes, part: Part | None = None) -> Picture:
    with TemporaryFile() as file:
        file.write(content)
        return await Pictures().develop(file, part, seconds=20)


# What is taken


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_picture_becomes_a_jpeg_of_the_size_that_is_shown(kind: str) -> None:
    picture = await develop(photo(1920, 1080, kind=kind))

    image = opened(picture.content)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1280, 720))
    assert (picture.width, picture.height, picture.middle) == (1280, 720, None)
    assert is_alike(colour(image, 0.5, 0.5), GREEN)


async def test_small_picture_is_not_blown_up() -> None:
    picture = await develop(photo(640, 360))

    assert opened(picture.content).size == (640, 360)


async def test_same_picture_becomes_the_same() -> None:
    content = saved(noise(1500, 900), "PNG")

    assert await develop(content) == await develop(content)


async def test_picture_of_nearly_the_shape_is_cut_unasked() -> None:
    picture = await develop(photo(1280, 725))

    assert (picture.width, picture.height, picture.middle) == (1280, 720, None)


@pytest.mark.parametrize(
    ("size", "whole"), [((2000, 2000), (1280, 1280)), ((3000, 900), (2400, 720))]
)
async def test_picture_of_another_shape_is_kept_whole_and_shown_by_its_middle(
    size: tuple[int, int], whole: tuple[int, int]
) -> None:
    picture = await develop(saved(striped(*size)))

    assert picture.middle is not None
    assert (picture.width, picture.height) == opened(picture.content).size == whole
    assert opened(picture.middle).size == (1280, 720)
    assert is_alike(colour(opened(picture.middle), 0.5, 0.5), GREEN)


@pytest.mark.parametrize(
    ("part", "seen"), [(Part.START, RED), (Part.MIDDLE, GREEN), (Part.END, BLUE)]
)
@pytest.mark.parametrize("size", [(3900, 720), (1280, 2400)], ids=["wide", "high"])
async def test_part_is_cut_out_where_it_was_said(
    size: tuple[int, int], part: Part, seen: tuple[int, int, int]
) -> None:
    whole = await develop(saved(striped(*size)))

    cut = await Pictures().crop(whole.content, part, seconds=20)

    assert is_of_shape(cut.width, cut.height)
    assert is_alike(colour(opened(cut.content), 0.5, 0.5), seen)
    assert cut.middle is None
    assert await develop(saved(striped(*size)), part) != whole


# What was hidden in it


async def test_nothing_is_left_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (55.0, 45.0, 0.0)
    exif[0x010F] = "A Camera"

    picture = await develop(photo(exif=exif, comment=b"by Anna"))

    image = opened(picture.content)
    assert dict(image.getexif()) == {}
    assert not image.info.keys() & {"exif", "comment", "icc_profile", "xmp", "photoshop"}
    assert b"Camera" not in picture.content
    assert b"Anna" not in picture.content


HELD = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}
"""How the pixels lie, by what the EXIF says of that."""


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", HELD)
async def test_camera_that_was_held_otherwise_is_understood(kind: str, turn: int) -> None:
    scene, how, exif = striped(1600, 900), HELD[turn], Image.Exif()
    scene.paste(WHITE, (0, 0, 1600, 300))
    exif[0x0112] = turn

    raw = scene if how is None else scene.transpose(how)
    picture = await develop(saved(raw, kind, exif=exif))

    image = opened(picture.content)
    assert image.size == (1280, 720)
    found = [colour(image, *at) for at in ((0.1, 0.9), (0.9, 0.9), (0.5, 0.1))]
    assert all(map(is_alike, found, (RED, BLUE, WHITE)))


async def test_tail_of_another_kind_is_gone() -> None:
    with ZipFile(archive := BytesIO(), "w") as zipped:
        zipped.writestr("virus.exe", b"MZ" * 100)
    page = b"<html><script>alert(1)</script></html>"

    picture = await develop(photo() + archive.getvalue() + page)

    assert b"PK\x03\x04" not in picture.content
    assert b"script" not in picture.content
    assert opened(picture.content).size == (1280, 720)


# Colours


async def test_what_one_could_look_through_is_on_white() -> None:
    image = Image.new("RGBA", (1280, 720), (0, 128, 0, 0))
    image.paste((0, 128, 0, 255), (0, 0, 640, 720))
    palette = image.quantize(8)
    grey = Image.new("LA", (1280, 720), (0, 0))

    for content in (saved(image, "PNG"), saved(image, "WEBP", lossless=True)):
        seen = opened((await develop(content)).content)
        assert is_alike(colour(seen, 0.1, 0.5), GREEN)
        assert is_alike(colour(seen, 0.9, 0.5), WHITE)
    for content in (saved(palette, "PNG"), saved(grey, "PNG")):
        seen = opened((await develop(content)).content)
        assert is_alike(colour(seen, 0.9, 0.5), WHITE)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16"])
async def test_other_kinds_of_colour_are_understood(mode: str) -> None:
    image = Image.new("RGB", (1280, 720), WHITE)
    image = Image.new(mode, (1280, 720), 0x8080) if mode == "I;16" else image.convert(mode)

    picture = await develop(saved(image, "JPEG" if mode == "CMYK" else "PNG"))

    seen = opened(picture.content)
    assert seen.mode == "RGB"
    expected = (128, 128, 128) if mode == "I;16" else WHITE
    assert is_alike(colour(seen, 0.5, 0.5), expected)


async def test_colours_of_a_profile_become_those_of_the_web() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    for profile in (srgb, lab, b"no profile at all", srgb[:300]):
        picture = await develop(photo(icc_profile=profile))
        assert is_alike(colour(opened(picture.content), 0.5, 0.5), GREEN)
        assert "icc_profile" not in opened(picture.content).info


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
async def test_of_what_moves_the_first_picture_is_taken(kind: str) -> None:
    frames = [Image.new("RGB", (1280, 720), it) for it in (GREEN, RED, BLUE)]
    moving = saved(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)

    assert is_alike(colour(opened((await develop(moving)).content), 0.5, 0.5), GREEN)
