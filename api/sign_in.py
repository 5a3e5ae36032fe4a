"""Who is asking. Whatever is wrong with a sign-in, the answer is the same."""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from aiogram.utils.web_app import WebAppUser, safe_parse_webapp_init_data

from domain.directory import LARGEST_UID
from domain.errors import NotAuthenticated

HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
SECONDS = re.compile(r"\d{10}", re.ASCII)
"""Since 1970, until 2286."""

MAX_LENGTH = 4096
MAX_AGE = timedelta(hours=1)
CLOCK_SKEW = timedelta(seconds=30)


def read_sign_in(header: str, bot_token: str, *, now: datetime) -> WebAppUser | str:
    """Who opened the Mini App, or a secret that only the database knows: of a service, or of a
    session."""
    scheme, _, credentials = header.partition(" ")
    match scheme.lower():
        case "bearer":
            return credentials.strip()
        case "tma":
            return signed_in_person(credentials.strip(), bot_token, now=now)
        case _:
            raise NotAuthenticated


def signed_in_person(init_data: str, bot_token: str, *, now: datetime) -> WebAppUser:
    """Who opened the Mini App. aiogram checks the signature; its age and its form are for us."""
    if not is_well_formed(init_data):
        raise NotAuthenticated
    try:
        signed = safe_parse_webapp_init_data(bot_token, init_data)
    except ValueError as error:
        raise NotAuthenticated from error
    if signed.user is None or not 0 < signed.user.id <= LARGEST_UID:
        raise NotAuthenticated
    if not -CLOCK_SKEW <= now - signed.auth_date <= MAX_AGE:
        raise NotAuthenticated
    return signed.user


def is_well_formed(init_data: str) -> bool:
    """No field twice, none empty, the hash in hex, the time in seconds: what aiogram would pass
    over or trip on. And no line ends, with which several fields could be signed as one."""
    if len(init_data) > MAX_LENGTH:
        return False
    fields = parse_qsl(init_data, keep_blank_values=True)
    values = dict(fields)
    return (
        len(values) == len(fields)
        and all(values.values())
        and not any("\n" in it for field in fields for it in field)
        and HASH.fullmatch(values.get("hash", "")) is not None
        and SECONDS.fullmatch(values.get("auth_date", "")) is not None
    )
