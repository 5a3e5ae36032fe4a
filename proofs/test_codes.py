"""A million codes that are none, by every way in."""

import time
from collections.abc import Iterable
from random import Random

from db.models import Role
from domain import codes
from domain.actor import Actor
from domain.answers import Answer, CheckIn
from domain.attendance import Desk, check_in
from domain.clock import utc_now
from domain.codes import Pass, RoomCode
from domain.tokens import Kind, Signer, step_at
from proofs.scene import Tell
from tests.codes import forgeries, mutations
from tests.people import CAMPUS

KEY, BOT = b"a key", 42
SIGNER = Signer([KEY, b"the key before"], bot_id=BOT, bot_name="example_bot")
MADE_UP, CHANGED = 1_000_000, 100


async def test_none_is_accepted_and_none_raises(tell: Tell) -> None:
    began, dice = time.monotonic(), Random(7)  # noqa: S311 - to be thrown again
    tell(
        "made up at random, half of them with our head",
        await refused(forgeries(dice, MADE_UP, KEY)),
    )
    changed = (text for token in tokens(SIGNER, dice, CHANGED) for text in mutations(token))
    tell(f"all that differ from one of {CHANGED} in a character", await refused(changed))
    for whose, other in OTHERS.items():
        tell(f"signed with {whose}", await refused(tokens(other, dice, 10_000)))
    tell("took", time.monotonic() - began)


OTHERS = {
    "another key": Signer([b"another key"], bot_id=BOT, bot_name="example_bot"),
    "our key for another bot": Signer([KEY], bot_id=BOT + 1, bot_name="example_bot"),
}


async def refused(texts: Iterable[str]) -> int:
    """How many; each is tried as a room code and as a pass. There is no database: what was taken
    for a code would raise."""
    now, count = utc_now(), 0
    vera = Actor(1, "Vera", Role.ADMIN, "en", CAMPUS.tz)
    desk = Desk(vera, CAMPUS, SIGNER, now)
    for text in texts:
        for scan in (RoomCode(text, now), Pass(text, now)):
            checked = await check_in(None, desk, scan)  # type: ignore[arg-type]
            assert isinstance(checked, CheckIn)
            assert checked.answer is Answer.CODE_INVALID
        count += 1
    return count


def tokens(signer: Signer, dice: Random, count: int) -> list[str]:
    """Fresh ones, of all the kinds that check people in."""
    now = utc_now()
    made = []
    for number in range(count):
        subject = dice.getrandbits(63)
        match number % 3:
            case 0:
                made.append(signer.stamp(Kind.ROOM_CODE, subject, codes.room_step(now)))
            case 1:
                step = step_at(Kind.RENEWING_PASS, now)
                made.append(signer.stamp(Kind.RENEWING_PASS, subject, step))
            case _:
                until = codes.end_of_day(CAMPUS, now)
                made.append(signer.sign(Kind.PASS, subject, until))
    return made
