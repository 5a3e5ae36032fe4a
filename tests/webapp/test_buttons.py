"""Buttons in the chat that open the Mini App."""

from dataclasses import replace

import pytest
from aiogram.utils.i18n import I18n

from keyboards import webapp
from keyboards.layout import Row, rows
from tests.people import CAMPUS

REACHED = replace(CAMPUS, app_url="https://courses.example.ru/app/")


def opened(*those: Row) -> list[str]:
    markup = rows(*those)
    buttons = [it for row in markup.inline_keyboard for it in row]
    return [it.web_app.url for it in buttons if it.web_app]


def test_buttons_open_the_pages(i18n: I18n) -> None:
    with i18n.context():
        found = opened(
            webapp.to_scanner(REACHED), webapp.to_scanner(REACHED, 5), webapp.to_pass(REACHED)
        )

    at = "https://courses.example.ru/app/"
    assert found == [f"{at}#/scan", f"{at}#/scan/5", f"{at}#/pass"]


@pytest.mark.parametrize("lesson_id", [None, 5])
def test_where_nobody_reaches_it_there_are_none(i18n: I18n, lesson_id: int | None) -> None:
    with i18n.context():
        assert webapp.to_scanner(CAMPUS, lesson_id) == webapp.to_pass(CAMPUS) == []
