"""The filters of the history travel in buttons: they fit, and mean what they meant."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.texts.history import ACTIONS
from domain.history import Filters
from keyboards import history as keyboards
from keyboards.history import FIRST_DAY, PAGES, ShowHistory, of_course, of_person, pack, unpack
from tests.limits import MEANING
from tests.test_buttons import LONGEST_ID, kinds, size

LAST_DAY = FIRST_DAY + timedelta(days=36**3 - 1)
OF_HISTORY = [it for it in kinds() if it.__module__ == keyboards.__name__]

ids = st.none() | st.integers(1, LONGEST_ID)
days = st.dates(FIRST_DAY, LAST_DAY)
spans = st.tuples(days, days).map(lambda it: (min(it), max(it)))
periods = st.none() | st.integers(1, 36**2 - 1) | spans


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    period = draw(periods)
    return Filters(
        draw(ids),
        draw(ids),
        draw(st.none() | st.sampled_from(sorted(ACTIONS))),
        days=period if isinstance(period, int) else None,
        span=period if isinstance(period, tuple) else None,
        page=draw(st.integers(0, PAGES - 1)),
    )


LONGEST = Filters(
    LONGEST_ID, LONGEST_ID, max(ACTIONS, key=len), span=(FIRST_DAY, LAST_DAY), page=PAGES - 1
)


@given(asked=filters())
@example(asked=LONGEST)
@example(asked=Filters())
def test_buttons_of_any_filters_fit_and_mean_them(asked: Filters) -> None:
    packed = pack(asked)

    assert unpack(packed) == asked
    for kind in OF_HISTORY:
        assert size(kind(filters=packed)) <= MEANING
        assert kind.unpack(kind(filters=packed).pack()) == kind(filters=packed)


def test_there_are_buttons_to_look_at() -> None:
    assert len(OF_HISTORY) == 6


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_every_action_can_be_asked_for(name: str) -> None:
    assert unpack(pack(Filters(action=name))).action == name


def test_history_of_one_person_or_course_is_a_button() -> None:
    assert (of_person(46_655), of_course(35)) == (
        ShowHistory(filters="Uzzz"),
        ShowHistory(filters="Cz"),
    )


@pytest.mark.parametrize(
    "forged",
    [
        "x",
        "U",
        "P",
        "Uzzzzzzzzzzzzz",
        "U1U2",
        "C1U1",
        "U-1",
        "U 1",
        "U1\n",
        "U١",  # noqa: RUF001
        "A",
        "AENROLL",
        "A'; DROP TABLE logs",
        "Aa.b",
        "D",
        "D7F000000",
        "Dzzz",
        "F000",
        "F00000",
        "Fzzz0000",
        "P10000",
        "p1",
        "U1C2A3",
        "%s",
        "{}",
        "\x00",
        "Ж",
        "🙂",
        "a0 python",
        "0" * 55,
    ],
)
def test_forged_filters_are_none(forged: str) -> None:
    assert unpack(forged) == Filters()


def test_zeros_are_no_filters_and_days_are_put_in_order() -> None:
    assert unpack("P0U0C0D0") == Filters()
    assert unpack("Fzzz000").span == (date(2000, 1, 1), LAST_DAY)


@given(packed=st.text(max_size=60) | st.text(st.sampled_from("PUCADF0z9a_"), max_size=60))
def test_whatever_is_forged_is_read_as_some_filters(packed: str) -> None:
    assert unpack(pack(unpack(packed))) == unpack(packed)
