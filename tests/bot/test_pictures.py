from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from bot.pictures import MARGIN, PAGE, PAPER, poster
from domain.tokens import Kind, Signer

LINK = "https://t.me/example_bot?start=" + "A" * 40
CAPTION = "Point your phone's camera at the code and enroll in Telegram"

TITLES = {
    "short": "Mathematics",
    "none": "",
    "long": "Introduction to the theory of everything that there is " * 4,
    "one long word": "Донаудампфшиффартсгезельшафтскапитэн" * 5,
    "emoji": "👩🏽‍🚀" * 64,
    "right to left": "מבוא לתכנות \u202eabc\u202c",
    "lines": "First\nsecond\r\nthird\ttab\x00",
    "combining": "Z\u0351\u036b\u0343" * 60,
}

any_title = pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)


def drawn(title: str, link: str = LINK) -> Image.Image:
    return Image.open(BytesIO(poster(title, CAPTION, link).data))


@any_title
def test_camera_reads_the_link_under_any_title(title: str) -> None:
    [code] = zxingcpp.read_barcodes(drawn(title))

    assert (code.text, code.format) == (LINK, zxingcpp.BarcodeFormat.QRCode)


@any_title
def test_nothing_is_drawn_where_printers_do_not_print(title: str) -> None:
    page = drawn(title)

    margin = MARGIN // 2
    middle = (margin, margin, PAGE[0] - margin, PAGE[1] - margin)
    page.paste(PAPER, middle)

    assert page.convert("L").getextrema() == (255, 255)


def test_link_of_a_course_is_read_back(signer: Signer) -> None:
    link = signer.link(Kind.COURSE_LINK, 2**63 - 1)

    [code] = zxingcpp.read_barcodes(drawn("Mathematics", link))

    assert code.text == link


def test_poster_is_a_page_that_telegram_takes_as_a_picture() -> None:
    page, file = drawn("Mathematics"), poster("Mathematics", CAPTION, LINK)

    assert page.size == PAGE
    assert sum(page.size) < 10_000
    assert len(file.data) < 1_000_000
    assert file.filename == "poster.png"


def test_code_is_readable_from_a_photo_of_the_wall() -> None:
    far_away = drawn("Mathematics").resize((PAGE[0] // 5, PAGE[1] // 5)).rotate(8, fillcolor=PAPER)

    assert [code.text for code in zxingcpp.read_barcodes(far_away)] == [LINK]
