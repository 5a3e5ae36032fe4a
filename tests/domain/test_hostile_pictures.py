"""Files that are no pictures are refused, and nobody waits for them."""

import asyncio
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from PIL import Image

from domain import errors, pictures
from domain.pictures import Part, Picture, Pictures
from tests.hostile_pictures import HOSTILE, SMALL
from tests.photos import photo


async def develop(content: bytes, part: Part | None = None) -> Picture:
    with TemporaryFile() as file:
        file.write(content)
        return await Pictures().develop(file, part, seconds=20)


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


async def test_picture_whose_turn_does_not_come_may_be_sent_again() -> None:
    desk = Pictures()
    with TemporaryFile() as first, TemporaryFile() as second:
        for file in (first, second):
            file.write(photo())
        done, refused = await asyncio.gather(
            desk.develop(first, seconds=20),
            desk.develop(second, seconds=0.05),
            return_exceptions=True,
        )

    assert isinstance(done, Picture)
    assert isinstance(refused, errors.PicturesBusy)


async def test_process_that_breaks_down_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pictures, "PROGRAM", tmp_path / "gone.py")

    with pytest.raises(errors.PictureNotRead):
        await develop(photo())
