from dataclasses import dataclass
from zoneinfo import ZoneInfo

LANGUAGES = ("ru", "en")


@dataclass(frozen=True)
class Campus:
    """What holds for people who have chosen nothing else, and who answers for their data."""

    tz: ZoneInfo
    language: str
    organization: str = ""
    privacy_contact: str = ""
    admin_ids: tuple[int, ...] = ()
    """Telegram ids of those whom the operator made admins."""
    public_url: str = ""
    """Under which people reach what we serve, if they do."""
    app_url: str = ""
    """Of the Mini App; empty where their Telegram could not open it."""


def spoken(language_code: str | None, campus: Campus) -> str:
    """The language that we speak with somebody whose Telegram is in that one."""
    language = (language_code or "")[:2]
    return language if language in LANGUAGES else campus.language
