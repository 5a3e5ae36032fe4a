"""What the bot says by itself: every kind of letter, to somebody of the small programme.

A kind that says something has a line in ``SAMPLES``, and a title in ``ru.NOTICES``; one that says
nothing of its own is in ``WORDLESS``.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from aiogram.utils.i18n import I18n
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.replies import Menu, Post
from bot.sending import Letter
from bot.texts.say import plain
from db.models import DeliveryKind, DeliveryOperation, EnrollmentStatus
from db.session import Transaction
from domain.deliveries import Parcel
from scheduler.letters import LETTERS
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor
from tests.screens import notice_scenes as scenes
from tests.screens import ru
from tests.screens.notice_scenes import Payload, Scene
from tests.screens.walk import LANGUAGES, Found, View
from tests.screens.world import World
from tests.snapshots import undone

Kind, DELETE = DeliveryKind, DeliveryOperation.DELETE

WORDLESS = {
    Kind.SCREEN: "is an answer that could not be shown at once",
    Kind.IMPORT: "is work to be carried on",
}


@dataclass(frozen=True)
class Sample:
    kind: DeliveryKind
    who: str
    """Of the people of the programme."""
    scene: Scene
    operation: DeliveryOperation = DeliveryOperation.SEND


SAMPLES = [
    Sample(Kind.ENROLLED, "participant", scenes.of_course("python")),
    Sample(Kind.ENROLLED, "participant", scenes.of_course("full")),
    Sample(Kind.PROMOTED, "participant", scenes.of_course("python")),
    Sample(Kind.WAITLIST_CLOSED, "participant", scenes.of_course("full")),
    Sample(Kind.EXPELLED, "expelled", scenes.of_course("python")),
    Sample(Kind.COURSE_CHANGED, "participant", scenes.of_changes),
    Sample(Kind.COURSE_CLOSED, "participant", scenes.of_archived),
    Sample(Kind.REMINDER, "participant", scenes.of_reminder(DAY)),
    Sample(Kind.REMINDER, "participant", scenes.of_reminder(HOUR)),
    Sample(Kind.CHECKED_IN, "participant", scenes.of_mark()),
    Sample(Kind.MARK_CHANGED, "participant", scenes.of_mark(reason=ru.WHY_MARKED)),
    Sample(Kind.MARK_CHANGED, "participant", scenes.of_no_mark),
    Sample(Kind.QUESTION, "host", scenes.of_question()),
    Sample(Kind.QUESTION_SETTLED, "participant", scenes.of_question("host", ru.ANSWER)),
    Sample(Kind.QUESTION_SETTLED, "participant", scenes.of_question("host")),
    Sample(Kind.QUESTION_ANSWERED, "host", scenes.of_question("second manager", ru.ANSWER)),
    Sample(Kind.ANNOUNCEMENT, "participant", scenes.of_announcement("told")),
    Sample(Kind.ANNOUNCEMENT, "participant", scenes.of_announcement("recalled"), DELETE),
    Sample(Kind.ANNOUNCEMENT, "participant", scenes.of_card),
    Sample(Kind.ANNOUNCEMENT_PREVIEW, "host", scenes.of_announcement("draft")),
    Sample(Kind.ANNOUNCEMENT_PROGRESS, "host", scenes.of_announcement("going")),
    Sample(Kind.ANNOUNCEMENT_PROGRESS, "host", scenes.of_announcement("told")),
    Sample(Kind.CALLED_IN, "assistant", scenes.at_lesson(by="host")),
    Sample(Kind.ROOM_CLOSED, "host", scenes.at_lesson()),
    Sample(Kind.MISSED_TWICE, "participant", scenes.of_misses),
    Sample(Kind.MISSED_LIST, "host", scenes.of_misses),
    Sample(Kind.COURSE_FINISHED, "participant", scenes.of_end(EnrollmentStatus.COMPLETED)),
    Sample(Kind.COURSE_FINISHED, "participant", scenes.of_end(EnrollmentStatus.REGISTERED)),
    Sample(Kind.FEEDBACK_REMINDER, "participant", scenes.of_end()),
    Sample(Kind.PART_GIVEN, "host", scenes.of_course("python")),
    Sample(Kind.PART_LOST, "other host", scenes.of_course("python")),
    Sample(Kind.TAKEN_OVER, "admin", scenes.of_course("python", by="second manager")),
    Sample(Kind.HANDED_OVER, "admin", scenes.of_course("python", by="second manager")),
    Sample(Kind.INVITE_ACCEPTED, "admin", scenes.of_invite),
    Sample(Kind.ROLE_CHANGED, "host", scenes.of_nothing),
    Sample(Kind.COMMANDS, "host", scenes.of_nothing),
    Sample(Kind.BLOCKED, "blocked", scenes.of_nothing),
    Sample(Kind.UNBLOCKED, "participant", scenes.of_nothing),
    Sample(Kind.MY_DATA, "participant", scenes.of_nothing),
    Sample(Kind.ROSTER_EXPORT, "host", scenes.of_course("python", zone=scenes.ZONE, file="xlsx")),
    Sample(Kind.LOG_EXPORT, "admin", scenes.of_history),
    Sample(Kind.IMPORT_FORM, "admin", scenes.saying(file="xlsx")),
    Sample(Kind.IMPORTED, "admin", scenes.saying(at=3, of=3, created=2, changed=1, failed=[])),
    Sample(Kind.IMPORT_QUESTION, "admin", scenes.of_import),
]


class Telling:
    """What a letter looks like to whoever gets it."""

    def __init__(self, transaction: Transaction, i18n: I18n) -> None:
        self._transaction = transaction
        self._i18n = i18n

    async def see(self, sample: Sample, payload: Payload, world: World, language: str) -> View:
        reader = replace(as_actor(world.people[sample.who]), language=language)
        parcel = Parcel(
            id=1,
            kind=sample.kind,
            payload=payload,
            attempts=1,
            claimed_at=NOON,
            is_urgent=True,
            recipient=reader,
            chat_id=world.people[sample.who].telegram_id,
            operation=sample.operation,
            message_id=1,
        )
        with self._i18n.context(), self._i18n.use_locale(language):
            async with self._transaction() as session:
                letter = await LETTERS[sample.kind](session, parcel, NOON)
        assert letter is not None, f"nothing to say: {sample.kind}"
        return view(letter)


def view(letter: Letter) -> View:
    if isinstance(letter, Menu):
        lines = [f"/{it.command} \N{EM DASH} {it.description}" for it in letter.commands]
        return View("\n".join(lines), (), is_alert=False, is_photo=False)
    keyboard = letter.keyboard.inline_keyboard if letter.keyboard else []
    return View(
        letter.text if isinstance(letter, Post) else plain(letter.text),
        tuple(tuple(it.text for it in row) for row in keyboard),
        is_alert=False,
        is_photo=letter.photo is not None,
        is_file=letter.document is not None,
    )


async def notices(
    world: World, make: Factory, telling: Telling, connection: AsyncConnection
) -> AsyncIterator[Found]:
    for sample in SAMPLES:
        async with undone(connection):
            payload = await sample.scene(world, make)
            views = {it: await telling.see(sample, payload, world, it) for it in LANGUAGES}
            who = world.people[sample.who].full_name
            yield Found((ru.NOTICES[sample.kind], who), views)
