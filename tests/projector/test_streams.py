"""How many pages may listen at once."""

from api.streams import Streams

HERE, THERE = "192.0.2.1", "192.0.2.2"


def few() -> Streams:
    return Streams(most=4, most_waiting=3, most_waiting_of_address=2)


def test_screen_has_one_place_and_the_newest_has_it() -> None:
    streams = few()
    older = streams.take("a", HERE, is_waiting=True)
    newer = streams.take("a", HERE, is_waiting=True)

    assert older is not None
    assert newer is not None
    assert (older.is_taken_over, newer.is_taken_over, streams.open) == (True, False, 1)
    streams.leave(older)
    assert streams.open == 1
    streams.leave(newer)
    assert streams.open == 0


def test_one_address_cannot_take_all_the_places_of_pages_that_wait() -> None:
    streams = few()

    taken = [streams.take(it, HERE, is_waiting=True) for it in "abc"]

    assert [it is not None for it in taken] == [True, True, False]
    assert streams.take("d", THERE, is_waiting=True)


def test_pages_that_wait_leave_places_to_those_that_show_a_code() -> None:
    streams = few()
    for number, address in enumerate("xyz"):
        assert streams.take(str(number), address, is_waiting=True)

    assert streams.take("more", HERE, is_waiting=True) is None
    assert streams.take("paired", HERE, is_waiting=False)
    assert streams.take("another", HERE, is_waiting=False) is None


def test_page_that_was_paired_waits_no_more() -> None:
    streams = few()
    pages = [streams.take(it, HERE, is_waiting=True) for it in "ab"]
    assert not streams.has_room("c", HERE, is_waiting=True)

    for page in pages:
        assert page is not None
        page.is_waiting = False

    assert streams.has_room("c", HERE, is_waiting=True)
    assert streams.has_room("a", HERE, is_waiting=False)
