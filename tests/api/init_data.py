"""What Telegram gives a Mini App, signed as its documentation says and by no library."""

import hmac
import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode

from tests.factories import NOON

BOT_TOKEN = "42:TEST"

PUBLISHED = (
    "query_id=AAHdF6IQAAAAAN0XohDhrOrc"
    "&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A"
    "%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C"
    "%22is_premium%22%3Atrue%7D"
    "&auth_date=1662771648"
    "&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2"
)
PUBLISHED_TOKEN = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8"
"""The example of docs.telegram-mini-apps.com, by which other implementations are tested too."""

Fields = dict[str, str]
Mutate = Callable[[random.Random, str], str]


def sign(fields: Fields, token: str = BOT_TOKEN) -> str:
    key = hmac.new(b"WebAppData", token.encode(), sha256).digest()
    checked = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    return urlencode({**fields, "hash": hmac.new(key, checked.encode(), sha256).hexdigest()})


def of(telegram_id: int, at: datetime = NOON) -> Fields:
    user = {"id": telegram_id, "first_name": "Anna", "language_code": "en"}
    return {
        "query_id": "AAHdF6IQAAAAAN0XohDhrOrc",
        "user": json.dumps(user),
        "auth_date": str(int(at.timestamp())),
        "chat_instance": "-4711",
        "chat_type": "sender",
        "signature": "c2lnbmVkIGJ5IFRlbGVncmFt",
    }


def mutants(of_what: str, *, seed: int) -> Iterator[str]:
    """Without end, each saying something else than the original. In other letters the same may be
    said (`%7b` for `%7B`, another order of the fields): that is no forgery."""
    rng, original = random.Random(seed), meaning(of_what)  # noqa: S311 - the same each time
    while True:
        mutant = of_what
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            mutant = rng.choice(MUTATIONS)(rng, mutant)
        if meaning(mutant) != original:
            yield mutant


def meaning(init_data: str) -> list[tuple[str, str]]:
    return sorted(parse_qsl(init_data.strip(), keep_blank_values=True))


def flip_a_bit(rng: random.Random, it: str) -> str:
    place = rng.randrange(len(it) or 1)
    return it[:place] + chr(ord(it[place]) ^ 1 << rng.randrange(7)) + it[place + 1 :] if it else it


def cut(rng: random.Random, it: str) -> str:
    place = rng.randrange(len(it) + 1)
    return rng.choice((it[:place], it[place:]))


def drop_a_field(rng: random.Random, it: str) -> str:
    fields = it.split("&")
    del fields[rng.randrange(len(fields))]
    return "&".join(fields)


def say_a_field_twice(rng: random.Random, it: str) -> str:
    fields = it.split("&")
    name = rng.choice(fields).partition("=")[0]
    again = rng.choice((rng.choice(fields), f"{name}=1", name, f"{name}="))
    fields.insert(rng.randrange(len(fields) + 1), again)
    return "&".join(fields)


def empty_a_field(rng: random.Random, it: str) -> str:
    fields = it.split("&")
    place = rng.randrange(len(fields))
    fields[place] = rng.choice((fields[place].partition("=")[0] + "=", "", "=", " "))
    return "&".join(fields)


def add_a_field(rng: random.Random, it: str) -> str:
    name = rng.choice(("is_admin", "start_param", "chat", "receiver", "%00", "hash%20", "user%0A"))
    return rng.choice((f"{it}&{name}=1", f"{name}=1&{it}"))


def exchange_two_values(rng: random.Random, it: str) -> str:
    """The same names and values, another order of the values alone."""
    fields = [field.partition("=") for field in it.split("&")]
    one, other = rng.randrange(len(fields)), rng.randrange(len(fields))
    values = [value for _, _, value in fields]
    values[one], values[other] = values[other], values[one]
    return "&".join(f"{name}={value}" for (name, _, _), value in zip(fields, values, strict=True))


def fold_two_fields(_: random.Random, it: str) -> str:
    """Into one, whose value says the other as well: what is signed stays the same."""
    return it.replace("&chat_type=", "%0Achat_type%3D")


def spoil_the_hash(rng: random.Random, it: str) -> str:
    before, _, value = it.partition("hash=")
    bad = (
        value.upper(),
        value[::-1],
        f"0x{value}",
        value[:-1],
        f"{value}0",
        "0" * 64,
        "\xe9" * 64,
    )
    return f"{before}hash={rng.choice(bad)}"


def write_other_letters(rng: random.Random, it: str) -> str:
    place = rng.randrange(len(it) + 1)
    odd = rng.choice(
        ("\xe9", "\xff", "%D0%B0", "%ED%A0%80", "%FF", "%00", "%", ";", "\t", "&", "=")
    )
    return it[:place] + odd + it[place:]


def write_too_much(rng: random.Random, it: str) -> str:
    return f"{it}&start_param={'a' * rng.choice((4_096, 10_000))}"


def become_somebody_else(rng: random.Random, it: str) -> str:
    return it.replace("%22id%22%3A", f"%22id%22%3A{rng.randrange(1, 10)}", 1)


def sign_with_another_token(rng: random.Random, it: str) -> str:
    fields = dict(parse_qsl(it))
    fields.pop("hash", None)
    return sign(fields, rng.choice(("42:TESTS", "43:TEST", "", BOT_TOKEN.lower())))


def be_of_another_time(rng: random.Random, it: str) -> str:
    """Signed rightly, as an old one is that somebody has found."""
    seconds = int(NOON.timestamp()) + rng.choice((-1, 1)) * rng.randrange(3_601, 10**9)
    fields = dict(parse_qsl(it)) | {"auth_date": str(seconds)}
    fields.pop("hash", None)
    return sign(fields)


MUTATIONS: tuple[Mutate, ...] = (
    flip_a_bit,
    cut,
    drop_a_field,
    say_a_field_twice,
    empty_a_field,
    add_a_field,
    exchange_two_values,
    fold_two_fields,
    spoil_the_hash,
    write_other_letters,
    write_too_much,
    become_somebody_else,
    sign_with_another_token,
    be_of_another_time,
)
