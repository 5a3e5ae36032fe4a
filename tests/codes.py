"""Tokens that look right and are not."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from random import Random

from domain.tokens import VERSION, Kind, key_id

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
LENGTH = 40


def mutations(token: str) -> Iterator[str]:
    """Each that differs in one character."""
    for place, right in enumerate(token):
        for wrong in ALPHABET:
            if wrong != right:
                yield token[:place] + wrong + token[place + 1 :]


def forgeries(dice: Random, count: int, key: bytes) -> Iterator[str]:
    """At random; half of them begin as ours do that are signed with that key."""
    kinds = [it for it in Kind if it in {Kind.ROOM_CODE, Kind.RENEWING_PASS, Kind.PASS}]
    for number in range(count):
        if number % 2:
            yield "".join(dice.choices(ALPHABET, k=LENGTH))
        else:
            head = bytes([VERSION << 4 | dice.choice(kinds), key_id(key)])
            yield urlsafe_b64encode(head + dice.randbytes(28)).decode()
