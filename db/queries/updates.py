from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DialogState, HandledUpdate, User
from db.queries.consents import has_given
from db.queries.dialogs import Dialog


class Claim(NamedTuple):
    is_new: bool
    """False if another transaction has committed the update."""
    user: User | None
    has_agreed: bool
    """To be kept: who was registered by somebody else may not have been asked yet."""
    dialog_state: str | None
    album_id: str | None


async def claim(session: AsyncSession, dialog: Dialog, *, bot_id: int, update_id: int) -> Claim:
    """Take the update for this transaction, and bring what it needs, in one round trip.

    While another transaction is still at work on the update, this waits for its end.
    """
    insertion = insert(HandledUpdate).values(bot_id=bot_id, update_id=update_id)
    claimed = insertion.on_conflict_do_nothing().returning(HandledUpdate.update_id).cte()
    # An aggregate, so that there is one row to join to in any case.
    claims = select(func.count().label("count")).select_from(claimed).subquery()
    is_this = and_(
        DialogState.chat_id == dialog["chat_id"], DialogState.user_id == dialog["user_id"]
    )
    statement = (
        select(claims.c.count == 1, User, has_given(), DialogState.state, DialogState.album_id)
        .select_from(claims)
        .outerjoin(User, User.telegram_id == dialog["user_id"])
        .outerjoin(DialogState, is_this)
    )
    return Claim(*(await session.execute(statement)).one())
