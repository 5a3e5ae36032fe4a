import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, HttpUrl, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from python_socks import parse_proxy_url
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ASYNCPG = "postgresql+asyncpg"

RIGHT = {
    "BOT_TOKEN": "a token as @BotFather gives it, such as 123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PA",
    "ADMIN_IDS": "numeric Telegram ids, comma-separated, such as 123456789,987654321",
    "DATABASE_URL": "PostgreSQL, with @ / : % in the password percent-encoded, "
    "such as postgresql+asyncpg://user:password@host:5432/database",
    "PORT": "a number from 0 to 65535, such as 8080",
    "PUBLIC_URL": "https:// (http:// on this machine only), such as https://courses.example.ru",
    "UPDATES": "polling, or webhook together with a PUBLIC_URL such as https://courses.example.ru",
    "TELEGRAM_API_URL": "https:// (http:// on one's own network only), such as https://api.telegram.org",
    "BOT_PROXY": "socks5://, socks4:// or http:// addresses with ports, comma-separated, "
    "such as socks5://user:password@10.0.0.1:1080,http://10.0.0.2:3128",
    "CORS_ORIGINS": "http(s)://host or http(s)://host:port, with nothing behind it, "
    "comma-separated, such as https://portal.example.ru,http://10.0.0.5:3000",
    "TIMEZONE": "a name from the IANA list, such as Europe/Moscow",
    "DEFAULT_LANGUAGE": "ru or en, such as ru",
    "BULK_PER_SECOND": "a number from 1 to 1000, such as 30",
    "LOG_FORMAT": "console or json, such as console",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR, such as INFO",
}
"""What a setting must be. The others take any text."""


class SettingsWrong(Exception):
    """Each line names a setting and says what it must be. No line holds a value."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Settings(BaseSettings):
    """From the environment, and where that says nothing from `.env`; `.env.example` explains."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: SecretStr | None = None
    admin_ids: Annotated[tuple[Annotated[int, Field(gt=0)], ...], NoDecode] = ()
    organization: str = ""
    privacy_contact: str = ""
    database_url: str = Field("", repr=False)
    data_dir: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    public_url: str = ""
    """Without a slash at its end, as is TELEGRAM_API_URL."""
    updates: Literal["polling", "webhook"] = "polling"
    telegram_api_url: str = "https://api.telegram.org"
    bot_proxy: Annotated[tuple[str, ...], NoDecode] = Field((), repr=False)
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    secret_key: SecretStr | None = None
    secret_key_previous: SecretStr | None = None
    timezone: ZoneInfo = ZoneInfo("Europe/Moscow")
    default_language: Literal["ru", "en"] = "ru"
    bulk_per_second: int = Field(30, ge=1, le=1000)
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("bot_token")
    @classmethod
    def token_is_whole(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value(), re.ASCII):
            raise ValueError("not a token")
        return token

    @field_validator("admin_ids", "bot_proxy", "cors_origins", mode="before")
    @classmethod
    def is_comma_separated(cls, items: object) -> object:
        if isinstance(items, str):
            return [item.strip() for item in items.split(",") if item.strip()]
        return items

    @field_validator("database_url")
    @classmethod
    def database_is_postgresql(cls, url: str) -> str:
        return url and for_asyncpg(url)

    @field_validator("public_url")
    @classmethod
    def people_reach_us_encrypted(cls, url: str) -> str:
        return url and web_address(url, may_be_plain=is_loopback)

    @field_validator("updates")
    @classmethod
    def webhook_has_an_address(cls, updates: str, settings: ValidationInfo) -> str:
        # A wrong PUBLIC_URL is not among the settings here, and is complained about already.
        if updates == "webhook" and settings.data.get("public_url") == "":
            raise ValueError("UPDATES=webhook needs PUBLIC_URL, where Telegram can reach us")
        return updates

    @field_validator("telegram_api_url")
    @classmethod
    def token_travels_encrypted(cls, url: str) -> str:
        return web_address(url, may_be_plain=is_near)

    @field_validator("bot_proxy")
    @classmethod
    def proxies_are_usable(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in proxies:
            parse_proxy_url(proxy)
        return proxies

    @field_validator("cors_origins")
    @classmethod
    def origins_are_as_browsers_send_them(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(origin_of(it) for it in origins)

    @field_validator("timezone", mode="before")
    @classmethod
    def zone_is_known(cls, zone: object) -> object:
        # ZoneInfo fails in ways of its own, such as for the folder "Europe".
        if isinstance(zone, str) and zone not in available_timezones():
            raise ValueError("not in the list")
        return zone

    def secret(self) -> bytes:
        """SECRET_KEY, or one that is made once and kept in DATA_DIR."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        path = self.data_dir / "secret_key"
        if not path.exists():
            make_secret(path)
        return path.read_bytes()

    def previous_secret(self) -> bytes | None:
        """What was signed with it is still accepted."""
        if self.secret_key_previous is None:
            return None
        return self.secret_key_previous.get_secret_value().encode()


def load_settings() -> Settings:
    """Raise ``SettingsWrong``, which names all mistakes at once."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = dict.fromkeys(str(mistake["loc"][0]).upper() for mistake in error.errors())
    # Outside of the except block, where the values would travel along as the context.
    raise SettingsWrong([f"{name}: must be {RIGHT[name]}" for name in wrong])


def for_asyncpg(url: str) -> str:
    """Operators paste what libpq's tools take: another scheme, and sslmode."""
    address, mark, options = re.sub(r"^postgres(ql)?://", f"{ASYNCPG}://", url).partition("?")
    url = address + mark + options.replace("sslmode=", "ssl=")
    with suppress(ArgumentError, ValueError):
        if make_url(url).drivername == ASYNCPG:
            return url
    raise ValueError("not the address of a PostgreSQL")


def web_address(url: str, *, may_be_plain: Callable[[str], bool]) -> str:
    parsed = HttpUrl(url)
    host = (parsed.host or "").strip("[]")
    if parsed.scheme == "http" and not may_be_plain(host):
        raise ValueError("not encrypted")
    if parsed.username or parsed.query or parsed.fragment:
        raise ValueError("more than an address")
    return str(parsed).rstrip("/")


def origin_of(page: str) -> str:
    """As a browser says it: lower case, no default port, no slash at the end."""
    parsed = HttpUrl(page)
    if (parsed.path or "/") != "/":
        raise ValueError("more than an origin")
    return web_address(page, may_be_plain=lambda _: True)


def is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def is_near(host: str) -> bool:
    """Where one's own Bot API server stands, which has no TLS. Containers have dotless names."""
    with suppress(ValueError):
        return ip_address(host).is_private
    return "." not in host


def make_secret(path: Path) -> None:
    """Several processes may start together: the first one's whole file is taken by all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent) as fresh:
        fresh.write(secrets.token_urlsafe(32).encode())
        fresh.flush()
        # A file that a power cut left empty would be an empty key.
        os.fsync(fresh.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(fresh.name)
