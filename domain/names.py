"""What people may call themselves, and where they can be written to."""

import re
import unicodedata

from domain.errors import EmailNotValid, GroupNotValid, LabelNotValid, NameNotValid

NAME_LENGTH = 100
GROUP_LENGTH = 40
EMAIL_LENGTH = 254
"""Of RFC 5321, as is the length of what stands before the sign."""

ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
EMAIL = re.compile(
    rf"(?=[^@]{{1,64}}@){ATOM}(?:\.{ATOM})*@(?:{LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])"
)

HIDDEN = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\u00ad\u115f\u1160\u200b\u2060-\u2064\u3164\ufeff\uffa0]"
)
"""Marks that turn the text around them (the letters themselves say which way they go), and what
shows as nothing, though it may count as a letter. Joiners stay: Persian and Hindi spell with them.
"""


def full_name(typed: str) -> str:
    """The name as it is kept: one line, with letters in it."""
    name = tidy(typed)
    if not 1 < len(name) <= NAME_LENGTH or not any(map(str.isalpha, name)):
        raise NameNotValid(NAME_LENGTH)
    return name


def study_group(typed: str) -> str:
    group = tidy(typed)
    if not 0 < len(group) <= GROUP_LENGTH:
        raise GroupNotValid(GROUP_LENGTH)
    return group


def label(typed: str, limit: int) -> str:
    """What somebody calls a thing."""
    name = tidy(typed)
    if not 0 < len(name) <= limit:
        raise LabelNotValid(limit)
    return name


def email(typed: str) -> str:
    """The address in small letters: no mail service tells them apart, and people mistype them."""
    address = tidy(typed).lower()
    if len(address) > EMAIL_LENGTH or not EMAIL.fullmatch(address):
        raise EmailNotValid
    return address


def proposed_name(telegram_name: str) -> str | None:
    """What Telegram calls the person, if that can be a name at all."""
    try:
        return full_name(telegram_name)
    except NameNotValid:
        return None


def tidy(typed: str) -> str:
    """Without line breaks, control characters, marks of direction and invisible ones; NFC."""
    text = unicodedata.normalize("NFC", HIDDEN.sub("", storable(typed)))
    visible = "".join(" " if unicodedata.category(it) in {"Cc", "Zl", "Zp"} else it for it in text)
    return " ".join(visible.split())


def storable(typed: str) -> str:
    """Without the halves of characters and the zeros that JSON can carry and PostgreSQL cannot."""
    return typed.encode(errors="ignore").decode().replace("\x00", "")
