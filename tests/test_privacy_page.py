"""What ``docs/PRIVACY.md`` promises is what the program does."""

import re
from pathlib import Path

import pytest
from aiogram.utils.i18n import I18n

from bot.texts import retention
from domain.campus import LANGUAGES
from domain.retention import RULES

PAGE = (Path(__file__).parents[1] / "docs/PRIVACY.md").read_text()
IN_RUSSIAN, IN_ENGLISH = PAGE.split("\n# Personal data\n")
HALVES = {"ru": IN_RUSSIAN, "en": IN_ENGLISH}


def rows(language: str) -> list[list[str]]:
    """What, how long, why."""
    lines = re.findall(r"^\| (.*) \|$", HALVES[language], re.MULTILINE)
    _header, *those = [line.split(" | ") for line in lines]
    return those


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_has_every_time_and_no_other(i18n: I18n, language: str) -> None:
    with i18n.context(), i18n.use_locale(language):
        kept = [[retention.what(kind), retention.kept_for(kind)] for kind in RULES]

    assert [row[:2] for row in rows(language)] == kept
    assert all(why for _what, _kept, why in rows(language))


def test_reasons_on_the_page_are_those_of_the_code() -> None:
    assert [why for _what, _kept, why in rows("en")] == [rule.why for rule in RULES.values()]


def test_page_is_read_in_russian_first() -> None:
    assert PAGE.startswith("# Персональные данные\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["/privacy", "/my_data", "/forget_me"])
def test_page_says_what_people_may_do(language: str, command: str) -> None:
    assert f"`{command}`" in HALVES[language]
