from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DialogState
from db.queries.dialogs import Dialog
from domain import updates
from domain.updates import Claim
from tests.factories import Factory

Take = Callable[..., Awaitable[Claim]]


@pytest.fixture
def take(session: AsyncSession) -> Take:
    async def take(update_id: int = 1, *, bot_id: int = 42, telegram_id: int = 77) -> Claim:
        dialog = Dialog(chat_id=telegram_id, user_id=telegram_id)
        return await updates.claim(session, dialog, bot_id=bot_id, update_id=update_id)

    return take


async def test_update_is_new_once(take: Take) -> None:
    first, second = await take(), await take()

    assert (first.is_new, second.is_new) == (True, False)


async def test_each_bot_numbers_its_own_updates(take: Take) -> None:
    claims = [await take(bot_id=bot_id) for bot_id in (42, 43)]

    assert all(claim.is_new for claim in claims)


@pytest.mark.parametrize("times", [1, 2], ids=["new", "repeated"])
async def test_claim_brings_the_person_and_their_dialog(
    take: Take, make: Factory, times: int
) -> None:
    anna = await make.user(telegram_id=77)
    await make.add(DialogState(chat_id=77, user_id=77, state="typing", album_id="7"))

    claim = [await take() for _ in range(times)][-1]

    assert claim.user is not None
    assert claim.user.id == anna.id
    assert (claim.dialog_state, claim.album_id) == ("typing", "7")


async def test_claim_of_a_stranger_brings_nobody(take: Take, make: Factory) -> None:
    await make.user()
    await make.add(DialogState(chat_id=77, user_id=78, state="of another chat"))

    assert await take() == Claim(
        is_new=True, user=None, has_agreed=False, dialog_state=None, album_id=None
    )
