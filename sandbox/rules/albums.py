"""What may stand in an album, and what may come into a message's place."""

from collections.abc import Sequence

from sandbox.people import Json
from sandbox.rules.kinds import REPLACEABLE
from sandbox.rules.refusals import ensure

MOST = 10
ALLOWED = REPLACEABLE - {"animation"}
APART = ("audio", "document")
"""Neither mixes with anything else."""

WRONG = "can't parse InputMedia: "


def check_types(media: object) -> None:
    """Of one `InputMedia…` or of an album of them."""
    for item in media if isinstance(media, list) else [media]:
        check_type(item, is_album=isinstance(media, list))


def check_type(item: object, *, is_album: bool) -> None:
    ensure(isinstance(item, dict), f"{WRONG}expected an Object")
    assert isinstance(item, dict)
    ensure("type" in item, f'{WRONG}Can\'t find field "type"')
    kind = str(item["type"])
    ensure(kind in REPLACEABLE, f'{WRONG}type "{kind}" is unsupported')
    is_allowed = not is_album or kind in ALLOWED
    ensure(is_allowed, f'{WRONG}type "{kind}" can\'t be used in sendMediaGroup')


def check(items: Sequence[Json]) -> None:
    ensure(items, "there are no messages to send")
    ensure(len(items) <= MOST, "too many messages to send as an album")
    check_types(items)
    is_one_way = len({bool(it.get("show_caption_above_media")) for it in items}) == 1
    same = "parameter show_caption_above_media must be the same for all messages"
    ensure(is_one_way, same)
    kinds = {it["type"] for it in items}
    for kind in APART:
        is_alone = kind not in kinds or len(kinds) == 1
        ensure(is_alone, f"{kind} can't be mixed with other media types")


def check_sent(kinds: set[str]) -> None:
    """What the files of an album turned out to be."""
    is_pure = len(kinds) == 1 or kinds.isdisjoint(APART)
    is_right = kinds <= ALLOWED and is_pure
    ensure(is_right, "can't use the media of the specified type in the album")


def check_change(before: str, after: str) -> None:
    """Of a message in an album."""
    ensure(after in ALLOWED, "message content type can't be used in an album")
    may_change = before == after or not {before, after}.intersection(APART)
    ensure(may_change, "can't change media type in the album")
