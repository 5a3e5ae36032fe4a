# ruff: noqa: RUF001 - Russian is full of letters that look like others
import pytest

from db.models import User
from domain.sign_ins import PAGE_SIZE
from keyboards.settings import ShowSignIns
from keyboards.sign_ins import CloseSignIn, CloseSignIns
from tests.conftest import Feed
from tests.factories import DAY, HOUR, NOON, Factory
from tests.telegram import tap, write

ON_WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 {}Safari/537.36"
)
ON_IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) {} Mobile/15E148 Safari/604.1"
)
ON_LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
ON_ANDROID = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36"
)
ON_MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Safari/605.1.15"
)
NONE = (
    "<b>Browser sign-ins</b>\n\n"
    "No sign-in is open now. When you open the courses in a browser, it will be listed here, "
    "and you can close it."
)
BACK = ["⬅️ To settings", "🏠 Menu"]


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(timezone="Asia/Omsk")


async def test_list_says_which_browser_and_when_it_was_used(
    feed: Feed, make: Factory, anna: User
) -> None:
    await make.sign_in(anna, user_agent=ON_LINUX, last_used_at=NOON - HOUR)
    await make.sign_in(anna, user_agent="<curl>", created_at=NOON - DAY)
    settings = await feed(write(anna.telegram_id, "/settings"))

    telegram = await feed(tap(anna.telegram_id, settings.buttons()["💻 Browser sign-ins"]))

    assert "Browser sign-ins: <b>2</b>" in settings.said()
    assert telegram.said() == (
        "<b>Browser sign-ins</b>\n\n"
        "1. <b>Firefox, Linux</b>\nlast used: Mon, 2 March, 17:00 (Omsk)\n\n"
        "2. <b>Unknown browser</b>\nlast used: Sun, 1 March, 18:00 (Omsk)\n\n"
        "See one that is not yours? Close it: whoever is there loses access at once."
    )
    assert list(telegram.buttons()) == [
        "✖️ Close 1: Firefox, Linux",
        "✖️ Close 2: Unknown browser",
        "✖️ Close all",
        *BACK,
    ]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (ON_WINDOWS.format(""), "Chrome, Windows"),
        (ON_WINDOWS.format("YaBrowser/24.10 "), "Yandex, Windows"),
        (ON_WINDOWS.format("Edg/130.0 "), "Edge, Windows"),
        (ON_WINDOWS.format("OPR/114.0 "), "Opera, Windows"),
        (ON_IPHONE.format("Version/17.5"), "Safari, iPhone"),
        (ON_IPHONE.format("CriOS/130.0"), "Chrome, iPhone"),
        (ON_IPHONE.format("FxiOS/130.0"), "Firefox, iPhone"),
        (ON_ANDROID, "Samsung Internet, Android"),
        (ON_LINUX, "Firefox, Linux"),
        (ON_MAC, "Safari, macOS"),
        ("Dillo/3.0", "Unknown browser"),
        ("\u202e<b>" * 1000, "Unknown browser"),
    ],
)
async def test_browser_is_named_as_people_call_it(
    feed: Feed, make: Factory, anna: User, user_agent: str, name: str
) -> None:
    await make.sign_in(anna, user_agent=user_agent)

    telegram = await feed(tap(anna.telegram_id, ShowSignIns()))

    assert f"1. <b>{name}</b>" in telegram.said()
    assert list(telegram.buttons()) == [f"✖️ Close 1: {name}", *BACK]


async def test_who_has_signed_in_nowhere_is_told_what_this_is(feed: Feed, anna: User) -> None:
    telegram = await feed(tap(anna.telegram_id, ShowSignIns()))

    assert telegram.said() == NONE
    assert list(telegram.buttons()) == BACK


async def test_list_is_in_russian(feed: Feed, make: Factory) -> None:
    boris = await make.user(language="ru")
    empty = await feed(tap(boris.telegram_id, ShowSignIns()))
    await make.sign_in(boris, last_used_at=NOON)

    telegram = await feed(tap(boris.telegram_id, ShowSignIns()))

    assert empty.said().startswith("<b>Входы в браузере</b>\n\nСейчас открытых входов нет.")
    assert telegram.said() == (
        "<b>Входы в браузере</b>\n\n"
        "1. <b>Неизвестный браузер</b>\nпоследний раз: пн, 2 марта, 15:00 (Москва)\n\n"
        "Видите чужой вход? Закройте его: доступ там сразу пропадёт."
    )


async def test_one_is_closed_and_the_others_stay(feed: Feed, make: Factory, anna: User) -> None:
    await make.sign_in(anna, user_agent=ON_LINUX, last_used_at=NOON)
    goes = await make.sign_in(anna, user_agent=ON_MAC, last_used_at=NOON - HOUR)
    screen = await feed(tap(anna.telegram_id, ShowSignIns()))
    button = screen.buttons()["✖️ Close 2: Safari, macOS"]

    after = [await feed(tap(anna.telegram_id, button)) for _ in range(2)]

    for telegram in after:
        assert telegram.notice() == "✅ Closed."
        assert list(telegram.buttons()) == ["✖️ Close 1: Firefox, Linux", *BACK]
    assert (await make.again(goes)).revoked_at == NOON


async def test_all_are_closed_at_once(feed: Feed, make: Factory, anna: User) -> None:
    those = [await make.sign_in(anna) for _ in range(PAGE_SIZE + 1)]

    telegram = await feed(tap(anna.telegram_id, CloseSignIns()))

    assert (telegram.said(), telegram.notice()) == (NONE, "✅ Closed.")
    assert [(await make.again(it)).revoked_at for it in those] == [NOON] * len(those)


async def test_closing_stays_on_its_page(feed: Feed, make: Factory, anna: User) -> None:
    for hours in range(PAGE_SIZE + 2):
        await make.sign_in(anna, last_used_at=NOON - hours * HOUR)
    first = await feed(tap(anna.telegram_id, ShowSignIns()))
    second = await feed(tap(anna.telegram_id, first.buttons()["➡️"]))

    after = await feed(tap(anna.telegram_id, second.buttons()["✖️ Close 6: Unknown browser"]))
    end = await feed(tap(anna.telegram_id, after.buttons()["✖️ Close 6: Unknown browser"]))

    assert list(after.buttons())[0:3] == ["✖️ Close 6: Unknown browser", "⬅️", "2 of 2"]
    assert list(end.buttons())[:2] == ["✖️ Close 1: Unknown browser", "✖️ Close 2: Unknown browser"]
    assert "2 of 2" not in end.buttons()


async def test_one_of_somebody_else_is_not_there(feed: Feed, make: Factory, anna: User) -> None:
    theirs = await make.sign_in(await make.user())

    telegram = await feed(tap(anna.telegram_id, CloseSignIn(sign_in_id=theirs.id)))

    assert telegram.notice() == "There is no such sign-in any more."
    assert (await make.again(theirs)).revoked_at is None
