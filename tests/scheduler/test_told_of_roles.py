"""What people are told when a role is given to them, and when their link was used."""

import pytest
from aiogram.methods import SetMyCommands

from db.models import DeliveryKind, Role
from db.session import Transaction
from domain import roles
from scheduler.deliveries import Sender
from tests.factories import NOON, Factory
from tests.telegram import RecordedSession

RUSSIAN_HOST = "\u0432\u0435\u0434\u0443\u0449\u0438\u0439"


@pytest.mark.parametrize(("language", "word"), [("en", "host"), ("ru", RUSSIAN_HOST)])
async def test_person_is_told_the_role_and_has_another_menu(
    transaction: Transaction,
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    language: str,
    word: str,
) -> None:
    anna = await make.user(language=language)
    async with transaction() as session:
        await roles.grant(session, telegram_id=anna.telegram_id or 0, role=Role.HOST, now=NOON)

    await sender.drain()

    assert f"<b>{word}</b>" in telegram.said()
    assert len(telegram.all(SetMyCommands)) == 1


async def test_maker_of_a_link_is_told_who_has_used_it(
    make: Factory, sender: Sender, telegram: RecordedSession
) -> None:
    vera, anna = await make.admin(), await make.user(full_name="Anna <1>")
    used = {"created_by": vera.id, "used_by": anna.id, "used_at": NOON}
    invite = await make.invite(role=Role.HOST, **used)
    payload = {"public_id": invite.public_id}
    await make.delivery(vera, DeliveryKind.INVITE_ACCEPTED, payload=payload)

    await sender.drain()

    assert telegram.said() == "✅ Your link was accepted. Anna &lt;1&gt;: <b>host</b>."
