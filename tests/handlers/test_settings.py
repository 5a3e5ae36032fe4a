# ruff: noqa: RUF001 - Russian is full of letters that look like others
from datetime import time

import pytest
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardMarkup, Update

from db.models import Delivery, DeliveryKind, DialogState, LogEntry, User
from domain.profile import Field, Switch
from domain.zones import RUSSIAN
from handlers.common import settings
from keyboards.mutes import Mute
from keyboards.settings import (
    AskSetting,
    Choose,
    Flip,
    ShowMutes,
    ShowSettings,
    ShowSignIns,
)
from keyboards.sign_ins import CloseSignIn, CloseSignIns
from tests.conftest import Feed
from tests.factories import Factory
from tests.telegram import RecordedSession, keyboard_of, person, tap, write

SETTINGS = (
    "<b>Settings</b>\n\n"
    "Name: <b>Anna</b>\n"
    "Study group: <b>not given</b>\n"
    "E-mail: <b>not given</b>\n"
    "Language: <b>English</b>\n\n"
    "Time zone: <b>Moscow, UTC+3</b>, as on campus\n"
    "Quiet hours: <b>from 22:00 to 8:00</b>\n\n"
    "Lesson reminders: <b>on</b>\n"
    "Course news: <b>on</b>"
)
BUTTONS = [
    ["👤 Name", "👥 Study group"],
    ["✉️ E-mail", "🌐 Language"],
    ["🕒 Time zone", "🌙 Quiet hours"],
    ["🔔 Reminders", "🔔 News"],
    ["📚 Reminders by course"],
    ["💻 Browser sign-ins"],
    ["🏠 Menu"],
]
BACK = ["⬅️ To settings", "🏠 Menu"]
TO_STRANGER = (
    "Settings appear once we know each other: enroll in a course, and I will ask.\n\n"
    "Until then we speak the language of your Telegram."
)


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


def labels(telegram: RecordedSession) -> list[list[str]]:
    [keyboard] = filter(None, map(keyboard_of, telegram.calls))
    assert isinstance(keyboard, InlineKeyboardMarkup)
    return [[button.text for button in row] for row in keyboard.inline_keyboard]


async def dialog(make: Factory) -> str | None:
    rows = await make.all(DialogState)
    return rows[0].state if rows else None


# All at once


@pytest.mark.parametrize("is_command", [True, False], ids=["command", "button"])
async def test_settings_show_all_that_can_be_changed(
    feed: Feed, anna: User, *, is_command: bool
) -> None:
    button = tap(anna.telegram_id, ShowSettings())

    telegram = await feed(write(anna.telegram_id, "/settings") if is_command else button)

    assert telegram.said() == SETTINGS
    assert labels(telegram) == BUTTONS


async def test_settings_show_what_was_chosen(feed: Feed, make: Factory) -> None:
    boris = await make.user(
        full_name="Борис <b>",
        study_group="БПИ-23-1",
        email="b&b@example.org",
        language="ru",
        timezone="Asia/Kolkata",
        reminders_on=False,
        news_on=False,
        quiet_to=time(22),
    )
    await make.sign_in(boris)

    telegram = await feed(write(boris.telegram_id, "/settings"))

    assert telegram.said() == (
        "<b>Настройки</b>\n\n"
        "Имя: <b>Борис &lt;b&gt;</b>\n"
        "Группа: <b>БПИ-23-1</b>\n"
        "Почта: <b>b&amp;b@example.org</b>\n"
        "Язык: <b>русский</b>\n\n"
        "Часовой пояс: <b>Kolkata, UTC+5:30</b>\n"
        "Тихие часы: <b>нет</b>\n\n"
        "Напоминания о занятиях: <b>выключены</b>\n"
        "Новости о курсах: <b>выключены</b>\n"
        "Входы в браузере: <b>1</b>"
    )
    assert labels(telegram)[3] == ["🔕 Напоминания", "🔕 Новости"]


@pytest.mark.parametrize(
    ("muted", "told"),
    [(1, "включены</b>, кроме 1 курса\n"), (2, "включены</b>, кроме 2 курсов\n")],
)
async def test_settings_count_the_courses_without_reminders(
    feed: Feed, make: Factory, muted: int, told: str
) -> None:
    boris = await make.user(language="ru")
    for _ in range(muted):
        course = await make.course(boris)
        await feed(tap(boris.telegram_id, Mute(course_id=course.id, is_muted=True)))

    telegram = await feed(write(boris.telegram_id, "/settings"))

    assert told in telegram.said()


# One tap


@pytest.mark.parametrize(
    ("switch", "line", "label"),
    [
        (Switch.REMINDERS, "Lesson reminders: <b>{}</b>", "{} Reminders"),
        (Switch.NEWS, "Course news: <b>{}</b>", "{} News"),
    ],
)
async def test_switch_is_flipped_by_one_tap(
    feed: Feed, make: Factory, anna: User, switch: Switch, line: str, label: str
) -> None:
    before = await feed(write(anna.telegram_id, "/settings"))

    off = await feed(tap(anna.telegram_id, before.buttons()[label.format("🔔")]))
    is_on = getattr(await make.again(anna), switch)
    on = await feed(tap(anna.telegram_id, off.buttons()[label.format("🔕")]))

    assert line.format("off") in off.said()
    assert is_on is False
    assert on.said() == SETTINGS
    assert (off.notice(), on.notice()) == ("✅ Saved.", "✅ Saved.")


async def test_second_tap_on_one_button_changes_nothing_more(
    feed: Feed, make: Factory, anna: User
) -> None:
    button = Flip(switch=Switch.NEWS, is_on=False)

    for _ in range(2):
        telegram = await feed(tap(anna.telegram_id, button))

    assert "Course news: <b>off</b>" in telegram.said()
    assert len(await make.all(LogEntry)) == 1


async def test_news_are_stopped_below_an_announcement_which_stays(feed: Feed, anna: User) -> None:
    telegram = await feed(
        tap(anna.telegram_id, Flip(switch=Switch.NEWS, is_on=False, is_apart=True))
    )

    assert "Course news: <b>off</b>" in telegram.the(SendMessage).text
    assert telegram.notice() == "✅ Saved."


# Two taps


async def test_language_is_chosen_and_spoken_at_once(
    feed: Feed, make: Factory, anna: User
) -> None:
    screen = await feed(write(anna.telegram_id, "/settings"))

    question = await feed(tap(anna.telegram_id, screen.buttons()["🌐 Language"]))
    after = await feed(tap(anna.telegram_id, question.buttons()["Русский"]))
    later = await feed(write(anna.telegram_id, "/help"))

    assert question.said() == "Which language shall we speak?"
    assert labels(question) == [["Русский", "English"], BACK]
    assert after.said().startswith("<b>Настройки</b>\n\nИмя: <b>Anna</b>")
    assert after.notice() == "✅ Сохранено."
    assert later.said().startswith("<b>Что я умею</b>")
    assert [it.kind for it in await make.all(Delivery)] == [DeliveryKind.COMMANDS]


async def test_lang_asks_for_the_language_directly(feed: Feed, make: Factory) -> None:
    boris = await make.user(language="ru")

    question = await feed(write(boris.telegram_id, "/lang"))
    after = await feed(tap(boris.telegram_id, question.buttons()["English"]))

    assert question.said() == "На каком языке будем говорить?"
    assert after.said().startswith("<b>Settings</b>")
    assert after.notice() == "✅ Saved."


async def test_time_zone_is_one_of_russia_or_the_campuss(
    feed: Feed, make: Factory, anna: User
) -> None:
    question = await feed(tap(anna.telegram_id, AskSetting(field=Field.TIMEZONE)))

    chosen = await feed(tap(anna.telegram_id, question.buttons()["Omsk +6"]))
    kept = (await make.again(anna)).timezone
    back = await feed(tap(anna.telegram_id, question.buttons()["As on campus"]))

    assert question.said().startswith("Where are you? Choose, or write your city.")
    assert [it for row in labels(question) for it in row][: len(RUSSIAN)] == [
        "Kaliningrad +2",
        "Moscow +3",
        "Samara +4",
        "Yekaterinburg +5",
        "Omsk +6",
        "Novosibirsk +7",
        "Irkutsk +8",
        "Yakutsk +9",
        "Vladivostok +10",
        "Magadan +11",
        "Kamchatka +12",
    ]
    assert labels(question)[-2:] == [["As on campus"], BACK]
    assert "Time zone: <b>Omsk, UTC+6</b>\n" in chosen.said()
    assert kept == "Asia/Omsk"
    assert back.said() == SETTINGS


async def test_zones_are_named_in_russian_too(feed: Feed, make: Factory) -> None:
    boris = await make.user(language="ru")

    question = await feed(tap(boris.telegram_id, AskSetting(field=Field.TIMEZONE)))

    assert labels(question)[0] == ["Калининград +2", "Москва +3"]
    assert labels(question)[5:7] == [["Петропавловск-Камчатский +12"], ["Как в кампусе"]]


async def test_quiet_hours_are_chosen_or_none(feed: Feed, anna: User) -> None:
    question = await feed(tap(anna.telegram_id, AskSetting(field=Field.QUIET_HOURS)))

    chosen = await feed(tap(anna.telegram_id, question.buttons()["23:00–7:00"]))
    none = await feed(tap(anna.telegram_id, question.buttons()["No quiet hours"]))

    assert labels(question) == [
        ["21:00–8:00", "22:00–8:00"],
        ["23:00–7:00", "0:00–9:00"],
        ["No quiet hours"],
        BACK,
    ]
    assert "Quiet hours: <b>from 23:00 to 7:00</b>" in chosen.said()
    assert "Quiet hours: <b>none</b>" in none.said()


@pytest.mark.parametrize("field", [Field.GROUP, Field.EMAIL])
async def test_what_may_be_empty_is_cleared_by_a_button(
    feed: Feed, make: Factory, field: Field
) -> None:
    boris = await make.user(study_group="IT-23-1", email="boris@example.org")

    question = await feed(tap(boris.telegram_id, AskSetting(field=field)))
    after = await feed(tap(boris.telegram_id, question.buttons()["Clear"]))

    assert labels(question) == [["Clear"], BACK]
    assert after.said().count("<b>not given</b>") == 1
    assert getattr(await make.again(boris), field) is None


async def test_name_cannot_be_cleared(feed: Feed, make: Factory, anna: User) -> None:
    question = await feed(tap(anna.telegram_id, AskSetting(field=Field.NAME)))

    forged = await feed(tap(anna.telegram_id, Choose(field=Field.NAME)))

    assert labels(question) == [BACK]
    assert (forged.notice() or "").startswith("That does not look like a name.")
    assert (await make.again(anna)).full_name == "Anna"


@pytest.mark.parametrize(
    ("button", "words"),
    [
        (Choose(field=Field.LANGUAGE, words="de"), "I do not speak this language."),
        (Choose(field=Field.TIMEZONE, words="Mars/Base"), "I do not know this place."),
        (Choose(field=Field.QUIET_HOURS, words="99-99"), "I did not understand these hours."),
    ],
)
async def test_forged_choice_is_refused(
    feed: Feed, make: Factory, anna: User, button: Choose, words: str
) -> None:
    telegram = await feed(tap(anna.telegram_id, button))

    assert (telegram.notice() or "").startswith(words)
    assert await make.all(LogEntry) == []


@pytest.mark.parametrize(
    "forged", ["set:role:admin", "set:reminders_on:", "flip:is_admin:1", "ask-set:role", "mutes:x"]
)
async def test_button_that_names_something_else_is_out_of_date(
    feed: Feed, make: Factory, anna: User, forged: str
) -> None:
    telegram = await feed(tap(anna.telegram_id, forged))

    assert telegram.notice() == "This button is out of date. Here is the menu."
    assert await make.all(LogEntry) == []


# Strangers

ABOUT_ONESELF: list[CallbackData] = [
    ShowSettings(),
    AskSetting(field=Field.NAME),
    Choose(field=Field.LANGUAGE, words="ru"),
    Flip(switch=Switch.NEWS, is_on=False),
    ShowMutes(),
    Mute(course_id=1, is_muted=True),
    ShowSignIns(),
    CloseSignIn(sign_in_id=1),
    CloseSignIns(),
]


@pytest.mark.parametrize(
    "way",
    [write(77, "/settings"), write(77, "/lang"), *(tap(77, it) for it in ABOUT_ONESELF)],
    ids=["/settings", "/lang", *map(str, ABOUT_ONESELF)],
)
async def test_stranger_is_told_when_there_will_be_settings(
    feed: Feed, make: Factory, way: Update
) -> None:
    telegram = await feed(way)

    assert telegram.said() == TO_STRANGER
    assert telegram.buttons() == {"📚 Courses": "courses:", "🏠 Menu": "home"}
    assert await make.all(User) == []


async def test_stranger_is_told_in_the_language_of_their_telegram(feed: Feed) -> None:
    telegram = await feed(write(77, "/lang", who=person(77, language="ru")))

    assert telegram.said().startswith("Настройки появятся, когда познакомимся:")


def test_every_button_is_known_to_be_about_oneself() -> None:
    assert {type(it) for it in ABOUT_ONESELF} == set(settings.BUTTONS)
