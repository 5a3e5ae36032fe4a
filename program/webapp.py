"""Where the Mini App is, and who may show it."""

from urllib.parse import urlsplit

from config import Settings, is_loopback


def app_url(settings: Settings) -> str:
    """Empty where Telegram could not open it: it refuses messages with buttons to pages that are
    not encrypted, but for a Telegram on this machine."""
    can_open = settings.public_url.startswith("https:") or frames(settings)
    return f"{settings.public_url}/app/" if settings.public_url and can_open else ""


def frames(settings: Settings) -> tuple[str, ...]:
    """A Telegram on this machine shows Mini Apps on its own page."""
    url = urlsplit(settings.telegram_api_url)
    return (f"{url.scheme}://{url.netloc}",) if is_loopback(url.hostname or "") else ()
