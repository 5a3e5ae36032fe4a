from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.tokens import (
    SPELLING,
    Kind,
    Signer,
    TokenExpired,
    TokenNotValid,
    key_id,
    kind_of,
)
from tests.factories import DAY, HOUR, NOON

SIGNER = Signer([b"a key"], bot_id=42, bot_name="example_bot")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
MINUTE = timedelta(minutes=1)

kinds = st.sampled_from(Kind)
subjects = st.integers(0, 2**63 - 1)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(kinds, subjects, moments, st.none() | st.just(DAY))
def test_token_says_what_it_is_about(
    kind: Kind, subject: int, now: datetime, lifetime: timedelta | None
) -> None:
    token = SIGNER.sign(kind, subject, now + lifetime if lifetime else None)

    assert SIGNER.read(kind, token, now=now) == subject
    assert kind_of(token) is kind
    assert SPELLING.fullmatch(token)


@given(subjects, moments, st.timedeltas(MINUTE, 365 * DAY))
def test_invite_is_over_when_it_says(
    subject: int, expires_at: datetime, before: timedelta
) -> None:
    token = SIGNER.sign(Kind.INVITE, subject, expires_at)

    assert SIGNER.read(Kind.INVITE, token, now=expires_at - before) == subject
    for late in (expires_at, expires_at + before):
        with pytest.raises(TokenExpired):
            SIGNER.read(Kind.INVITE, token, now=late)


@given(subjects)
def test_link_to_a_course_is_good_for_ever(subject: int) -> None:
    token = SIGNER.sign(Kind.COURSE_LINK, subject)

    end_of_time = datetime.max.replace(tzinfo=UTC)
    assert SIGNER.read(Kind.COURSE_LINK, token, now=end_of_time) == subject


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("expires_at", [None, NOON + DAY, NOON - DAY])
def test_token_with_one_character_changed_is_refused(
    kind: Kind, expires_at: datetime | None
) -> None:
    token = SIGNER.sign(kind, 2**62 + 1, expires_at)

    for place, right in enumerate(token):
        for wrong in set(ALPHABET) - {right}:
            with pytest.raises(TokenNotValid):
                SIGNER.read(kind, token[:place] + wrong + token[place + 1 :], now=NOON)


@given(kinds, st.text() | st.text(ALPHABET, min_size=40, max_size=40))
def test_other_texts_are_refused(kind: Kind, text: str) -> None:
    with pytest.raises(TokenNotValid):
        SIGNER.read(kind, text, now=NOON)


@pytest.mark.parametrize("spoilt", ["{} ", "{}\n", " {}", "{}=", "{}A", "kv_{}"])
def test_token_with_something_around_it_is_refused(spoilt: str) -> None:
    text = spoilt.format(SIGNER.sign(Kind.INVITE, 1, NOON + DAY))

    assert kind_of(text) is None
    with pytest.raises(TokenNotValid):
        SIGNER.read(Kind.INVITE, text, now=NOON)


@given(kinds, kinds, subjects)
def test_token_of_one_kind_is_not_another(kind: Kind, other: Kind, subject: int) -> None:
    assume(kind is not other)

    with pytest.raises(TokenNotValid):
        SIGNER.read(other, SIGNER.sign(kind, subject), now=NOON)


@pytest.mark.parametrize(
    "other",
    [
        Signer([b"another key"], bot_id=42, bot_name="example_bot"),
        Signer([b"a key"], bot_id=43, bot_name="example_bot"),
    ],
    ids=["key", "bot"],
)
def test_token_of_others_is_refused(other: Signer) -> None:
    with pytest.raises(TokenNotValid):
        other.read(Kind.COURSE_LINK, SIGNER.sign(Kind.COURSE_LINK, 1), now=NOON)


def test_previous_key_is_accepted_and_the_new_one_signs() -> None:
    both = Signer([b"a new key", b"a key"], bot_id=42, bot_name="example_bot")
    new = Signer([b"a new key"], bot_id=42, bot_name="example_bot")

    signed_before, signed_now = SIGNER.sign(Kind.INVITE, 1, NOON), both.sign(Kind.INVITE, 1, NOON)

    assert both.read(Kind.INVITE, signed_before, now=NOON - HOUR) == 1
    assert new.read(Kind.INVITE, signed_now, now=NOON - HOUR) == 1
    with pytest.raises(TokenNotValid):
        new.read(Kind.INVITE, signed_before, now=NOON - HOUR)


def test_keys_that_look_alike_are_told_apart_by_the_signature() -> None:
    alike = next(
        key for key in (bytes([it, 1]) for it in range(256)) if key_id(key) == key_id(b"a key")
    )
    both = Signer([alike, b"a key"], bot_id=42, bot_name="example_bot")

    assert both.read(Kind.COURSE_LINK, SIGNER.sign(Kind.COURSE_LINK, 1), now=NOON) == 1
    assert both.read(Kind.COURSE_LINK, both.sign(Kind.COURSE_LINK, 2), now=NOON) == 2


def test_link_opens_the_bot_and_fits_what_telegram_takes() -> None:
    link = SIGNER.link(Kind.COURSE_LINK, 1)

    start, _, token = link.rpartition("=")
    assert start == "https://t.me/example_bot?start"
    assert SIGNER.read(Kind.COURSE_LINK, token, now=NOON) == 1
    assert len(token) <= 64
