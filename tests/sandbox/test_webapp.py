"""What a Mini App is handed when it is opened."""

import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from aiogram.utils.web_app import safe_parse_webapp_init_data

from tests.sandbox.telegram import ANNA, TOKEN, Json, Telegram

APP = "http://127.0.0.1:8080/app/"


async def opened(tg: Telegram, url: str = APP, kind: str = "inline") -> Json:
    launched: Json = await tg.post("/sandbox/webapp", person=ANNA, url=url, kind=kind)
    return launched


def handed(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).fragment, keep_blank_values=True))


async def test_init_data_says_who_opened_it_and_is_signed(tg: Telegram) -> None:
    launched = await opened(tg)

    known = safe_parse_webapp_init_data(TOKEN, handed(launched["url"])["tgWebAppData"])

    assert known.user is not None
    assert (known.user.id, known.user.first_name) == (ANNA, "Анна")
    assert known.user.language_code == "ru"
    assert known.query_id == launched["query_id"]
    assert known.auth_date.timestamp() == tg.clock.now()


async def test_another_token_does_not_verify_it(tg: Telegram) -> None:
    init_data = handed((await opened(tg))["url"])["tgWebAppData"]

    with pytest.raises(ValueError, match="Invalid init data signature"):
        safe_parse_webapp_init_data("43:OTHER", init_data)


async def test_the_signature_for_others_is_covered_by_the_hash(tg: Telegram) -> None:
    init_data = handed((await opened(tg))["url"])["tgWebAppData"]
    signature = parse_qs(init_data)["signature"][0]

    with pytest.raises(ValueError, match="Invalid init data signature"):
        safe_parse_webapp_init_data(TOKEN, init_data.replace(signature, "A" * 86))


async def test_version_platform_and_colours_come_with_it(tg: Telegram) -> None:
    given = handed((await opened(tg))["url"])

    assert given["tgWebAppVersion"]
    assert given["tgWebAppPlatform"] == "android"
    assert json.loads(given["tgWebAppThemeParams"])["bg_color"] == "#ffffff"


async def test_from_the_keyboard_an_app_gets_no_data(tg: Telegram) -> None:
    launched = await opened(tg, kind="keyboard")

    assert handed(launched["url"])["tgWebAppData"] == ""
    assert launched["query_id"] == ""


async def test_the_address_keeps_what_it_had(tg: Telegram) -> None:
    url = (await opened(tg, f"{APP}?tab=1#/board"))["url"]

    assert url.startswith(f"{APP}?tab=1#/board?tgWebAppData=")


async def test_an_app_without_tls_is_not_opened(tg: Telegram) -> None:
    assert await opened(tg, "http://x.ru") == {"error": "Only HTTPS links are allowed"}
