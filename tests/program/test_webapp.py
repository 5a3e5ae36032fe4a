"""Where the Mini App is, by the settings."""

from typing import Any

import pytest

from config import Settings
from program.webapp import app_url, frames

SANDBOX = "http://127.0.0.1:8090"


def settings(**known: Any) -> Settings:
    return Settings(_env_file=None, **known)


@pytest.mark.parametrize(
    ("known", "url"),
    [
        ({}, ""),
        ({"public_url": "https://a.example"}, "https://a.example/app/"),
        ({"public_url": "http://127.0.0.1:8080"}, ""),
        (
            {"public_url": "http://127.0.0.1:8080", "telegram_api_url": SANDBOX},
            "http://127.0.0.1:8080/app/",
        ),
        ({"telegram_api_url": SANDBOX}, ""),
    ],
    ids=["nowhere", "encrypted", "this machine", "a Telegram on it too", "that alone"],
)
def test_mini_app_is_where_telegram_can_open_it(known: dict[str, str], url: str) -> None:
    assert app_url(settings(**known)) == url


@pytest.mark.parametrize(
    ("telegram", "allowed"),
    [
        ("https://api.telegram.org", ()),
        ("http://10.0.0.5:8081", ()),
        (SANDBOX, (SANDBOX,)),
        ("http://localhost:8090/", ("http://localhost:8090",)),
    ],
)
def test_only_a_telegram_on_this_machine_has_a_page_of_its_own(
    telegram: str, allowed: tuple[str, ...]
) -> None:
    assert frames(settings(telegram_api_url=telegram)) == allowed
