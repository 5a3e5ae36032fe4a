from pathlib import Path

import pytest
from aiogram.utils.i18n import I18n, gettext

from bot.i18n import create_i18n, load
from domain.campus import LANGUAGES

NO_PLURAL_RULE = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "{count} seat left"
msgid_plural "{count} seats left"
msgstr[0] "one"
msgstr[1] "few"
msgstr[2] "many"
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_campus_may_speak_any_of_our_languages(language: str) -> None:
    i18n = create_i18n(language)

    with i18n.context():
        assert i18n.gettext("Skip") == {"ru": "Пропустить", "en": "Skip"}[language]


def test_sentence_is_in_the_language_of_whom_it_is_said_to(i18n: I18n) -> None:
    with i18n.context():
        with i18n.use_locale("ru"):
            russian = gettext("Skip")
        english = gettext("Skip")

    assert (russian, english) == ("Пропустить", "Skip")


def test_language_that_we_do_not_speak_is_english(i18n: I18n) -> None:
    with i18n.context(), i18n.use_locale("de"):
        assert gettext("Skip") == "Skip"


def test_russian_plurals_need_no_rule_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "some.po"
    path.write_text(NO_PLURAL_RULE)

    russian = load(path, "ru")

    forms = [russian.ngettext("{count} seat left", "{count} seats left", n) for n in (21, 3, 11)]
    assert forms == ["one", "few", "many"]
