"""Where a webhook may lead."""

import pytest

from tests.sandbox.telegram import Telegram

WRONG_WEBHOOKS = [
    ({"url": "http://x.ru/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    (
        {"url": "https://x.ru:8080/hook"},
        "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    ({"url": "https://"}, "invalid webhook URL specified"),
    (
        {"url": "https://x.ru", "secret_token": "x y"},
        "secret token contains unallowed characters",
    ),
    ({"url": "https://x.ru", "secret_token": "x" * 257}, "secret token is too long"),
]


@pytest.mark.parametrize(("asked", "why"), WRONG_WEBHOOKS, ids=range(len(WRONG_WEBHOOKS)))
async def test_a_webhook_that_cannot_be_is_refused(
    tg: Telegram, asked: dict[str, str], why: str
) -> None:
    assert await tg.refusal("setWebhook", **asked) == f"Bad Request: {why}"
