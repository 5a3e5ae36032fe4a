"""Why somebody is put off a course, or moved in its queue: what is said so often that it is a
button. It is kept in the words of whoever pressed it, as what is typed is."""

from enum import StrEnum

from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_


class Why(StrEnum):
    """By a letter, for buttons."""

    ABSENT = "a"
    ASKED = "r"
    RULES = "v"
    AGREED = "g"
    NEEDED = "n"
    MISTAKE = "m"


WORDS: dict[Why, str] = {
    Why.ABSENT: N_("Does not come"),
    Why.ASKED: N_("At their own request"),
    Why.RULES: N_("Breaks the rules"),
    Why.AGREED: N_("Agreed on before"),
    Why.NEEDED: N_("Needed for their studies"),
    Why.MISTAKE: N_("To fix a mistake"),
}

OF_EXPULSION = (Why.ABSENT, Why.ASKED, Why.RULES)
OF_QUEUE = (Why.AGREED, Why.NEEDED, Why.MISTAKE)


def words(why: Why) -> str:
    return _(WORDS[why])
