"""How an admin shuts somebody out and lets them in again."""

from typing import Any

import pytest

from db.models import DialogState, User
from keyboards.home import Home
from keyboards.people import ShowPeople, ShowPerson
from keyboards.person import AskReason
from tests.conftest import Feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import NOON, Factory
from tests.telegram import tap

ASK_REASON = (
    "Why? Write the reason, such as “rude to people”: <b>Anna</b> will see it. The block starts "
    "at once."
)
NO_REASON = "Write the reason in words, such as “rude to people”: 300 characters at most."


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


def of(user: User, search: str = "a0") -> dict[str, Any]:
    return {"user_id": user.id, "search": search}


async def test_person_is_blocked_with_a_reason(make: Factory, desk: Desk, anna: User) -> None:
    await desk.press(ShowPerson(**of(anna, "a0 an")))

    question = await desk.press("🚫 Block")
    reason = await desk.press("Yes, give a reason")
    assert (await make.again(anna)).blocked_at is None
    done = await desk.write("Rude <b>to</b> people")

    assert question.startswith("<b>Anna</b>\n\nThey will not be able to do anything here.")
    assert question.endswith("Block them?")
    assert reason == ASK_REASON
    assert done.startswith(
        "✅ Blocked.\n\n<b>Anna</b>\n\n🚫 <b>Blocked since 2 March 2026</b>\n"
        "Reason: Rude &lt;b&gt;to&lt;/b&gt; people\n\n"
    )
    assert "🔓 Unblock" in desk.labels
    row = await make.again(anna)
    assert (row.blocked_at, row.block_reason) == (NOON, "Rude <b>to</b> people")
    assert await desk.press("⬅️ To the list") == (
        "<b>People</b> · 1\nSearch: “an”\n\n1. <b>Anna</b> · 🚫"
    )


async def test_person_is_blocked_without_a_reason(make: Factory, desk: Desk, anna: User) -> None:
    await desk.press(AskReason(**of(anna)))

    done = await desk.press("Block without a reason")
    after = await desk.write("design")

    assert "Reason: not given" in done
    assert (await make.again(anna)).block_reason is None
    assert "<b>Courses</b>" in after


async def test_dialog_is_over_once_they_are_blocked(make: Factory, desk: Desk, anna: User) -> None:
    await desk.press(AskReason(**of(anna)))
    await desk.write("Spam")

    assert "<b>Courses</b>" in await desk.write("design")
    assert (await make.again(anna)).block_reason == "Spam"
    assert [it.data for it in await make.all(DialogState)] == [{}]


async def test_person_is_let_in_again(make: Factory, desk: Desk, anna: User) -> None:
    await make.change(anna, blocked_at=NOON, block_reason="Spam")
    await desk.press(ShowPerson(**of(anna)))

    question = await desk.press("🔓 Unblock")
    assert (await make.again(anna)).blocked_at == NOON
    done = await desk.press("Yes, unblock")

    assert question.endswith("Unblock them?")
    assert done.startswith("✅ Unblocked.\n\n<b>Anna</b>\n\nRole: participant")
    assert (await make.again(anna)).blocked_at is None
    assert "🚫 Block" in desk.labels


WRONG = {
    "spaces": " \u2003\t",
    "line breaks": "\n\r\n",
    "controls": "\x01\x02\x7f",
    "escape": "\x1b",
    "nul and a space": "\x00 ",
    "zero width": "\u200b\ufeff\u2060",
    "right to left marks": "\u200f\u202e\u2066",
    "arabic mark": "\u061c",
    "filler": "\u3164\u115f",
    "half width filler": "\uffa0",
    "soft hyphen": "\u00ad",
    "separators": "\u2028\u2029",
    "no-break space": "\u00a0\u202f",
    "half a character and a space": "\ud800 ",
    "301 letters": "x" * 301,
    "5000 letters": "x" * 5000,
    "4096 letters": "Ж" * 4096,
    "many words": "spam " * 1000,
    "many lines": "spam\n" * 200,
    "emoji by thousands": "👩🏽‍🚀" * 700,
    "long markup": "<b>" * 1500,
    "long entities": "&lt;" * 100,
    "accents": "e" + "\u0301" * 4000,
    "chinese": "李" * 301,
    "hebrew": "ש" * 301,
    "digits": "7" * 301,
    "braces": "{0}" * 101,
    "dots": "." * 301,
    "flags": "🇷🇺" * 151,
    "links": "https://example.org/ " * 20,
}


@pytest.mark.parametrize("typed", WRONG.values(), ids=WRONG)
async def test_wrong_reason_is_refused_with_an_example_and_asked_again(
    make: Factory, desk: Desk, anna: User, typed: str
) -> None:
    await desk.press(AskReason(**of(anna)))
    asked = desk.labels

    refused = await desk.write(typed)
    labels = desk.labels
    done = await desk.write("Spam")

    assert refused in {NO_REASON, ASK_REASON}
    assert labels == asked
    assert "Reason: Spam" in done


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_text_is_met_with_the_question(
    desk: Desk, anna: User, content: dict[str, Any]
) -> None:
    await desk.press(AskReason(**of(anna)))

    again = await desk.send(**content)
    done = await desk.write("Spam")

    assert again == ASK_REASON
    assert "Reason: Spam" in done


@pytest.mark.parametrize("way", ["/cancel", "/start", "/people", Home(), ShowPeople()], ids=str)
async def test_command_and_button_leave_the_question(
    make: Factory, desk: Desk, anna: User, way: Any
) -> None:
    await desk.press(AskReason(**of(anna)))
    await desk.write(" ")

    await (desk.write(way) if isinstance(way, str) else desk.press(way))

    assert "<b>Courses</b>" in await desk.write("Spam")
    assert (await make.again(anna)).blocked_at is None


def test_wrong_ways_are_many() -> None:
    assert len(set(WRONG.values())) >= 30


@pytest.mark.parametrize("search", ["a0 \x00", "a0 \ud800"], ids=["zero", "half"])
async def test_forged_button_does_not_break_the_dialog(
    feed: Feed, make: Factory, search: str
) -> None:
    vera, anna = await make.admin(), await make.user()

    telegram = await feed(tap(vera.telegram_id, f"reason:{anna.id}:{search}"))

    assert "Something broke" not in str(telegram.calls)
    [dialog] = await make.all(DialogState)
    assert dialog.data["user_id"] == anna.id
