import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from pydantic import SecretStr, ValidationError

from config import RIGHT, Settings, SettingsWrong, load_settings, make_secret

EXAMPLE = Path(__file__).parent.parent / ".env.example"
PASSWORD = "correct-horse"

MISTAKES = {
    "BOT_TOKEN": [PASSWORD, f"42 :{PASSWORD}", "42:"],
    "ADMIN_IDS": ["@ivan", "1;2", "-5"],
    "DATABASE_URL": [
        f"mysql://me:{PASSWORD}@host/db",
        f"postgresql+psycopg2://me:{PASSWORD}@host/db",
        f"postgres://me:12/{PASSWORD}@host:port/db",
        PASSWORD,
    ],
    "PORT": ["http", "-1", "65536"],
    "PUBLIC_URL": ["courses.example.ru", "http://courses.example.ru", "https://a b.ru", "ftp://a"],
    "UPDATES": ["both", "webhook"],
    "TELEGRAM_API_URL": ["api.telegram.org", "http://api.telegram.org", "http://8.8.8.8:8081"],
    "BOT_PROXY": [
        f"https://me:{PASSWORD}@host:1",
        f"socks5://me:{PASSWORD}@host",
        f"socks5://host:1, {PASSWORD}",
        "http://host:99999",
    ],
    "CORS_ORIGINS": [
        "portal.example.ru",
        "*",
        "https://portal.example.ru/app",
        "https://me@portal.example.ru",
        "ftp://portal.example.ru",
        "https://portal.example.ru, null",
    ],
    "TIMEZONE": ["Moscow", "Europe", "../../etc/passwd"],
    "DEFAULT_LANGUAGE": ["de"],
    "BULK_PER_SECOND": ["0", "1001", "fast"],
    "LOG_FORMAT": ["xml"],
    "LOG_LEVEL": ["LOUD"],
}
EACH_MISTAKE = [(name, wrong) for name, values in MISTAKES.items() for wrong in values]


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting comes from where the tests are run."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)


def test_every_setting_is_in_the_example_with_its_default() -> None:
    lines = [line for line in EXAMPLE.read_text().splitlines() if "=" in line and line[0] != "#"]

    assert [line.split("=")[0].lower() for line in lines] == list(Settings.model_fields)
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)


def test_settings_are_read_from_the_folder_and_the_environment_prevails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("HOST=::1\nPORT=1\nSOMEBODY_ELSES=setting\nADMIN_IDS=\n")
    monkeypatch.setenv("PORT", "2")

    settings = load_settings()

    assert (settings.host, settings.port, settings.admin_ids) == ("::1", 2, ())


def test_lists_are_comma_separated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", " 1, 22 ,")
    monkeypatch.setenv("BOT_PROXY", "socks5://me:word@host:1, http://host:2,socks4://host:3")
    monkeypatch.setenv("CORS_ORIGINS", "https://Portal.example.ru/, http://10.0.0.5:3000")

    settings = load_settings()

    assert settings.admin_ids == (1, 22)
    assert settings.cors_origins == ("https://portal.example.ru", "http://10.0.0.5:3000")
    assert settings.bot_proxy == ("socks5://me:word@host:1", "http://host:2", "socks4://host:3")


@pytest.mark.parametrize(
    ("pasted", "used"),
    [
        ("postgres://me:a@h/db", "postgresql+asyncpg://me:a@h/db"),
        ("postgresql://h/db?sslmode=require", "postgresql+asyncpg://h/db?ssl=require"),
        ("postgresql+asyncpg:///db?host=/run", "postgresql+asyncpg:///db?host=/run"),
    ],
)
def test_a_database_is_taken_as_other_tools_write_it(
    pasted: str, used: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", pasted)

    assert load_settings().database_url == used


@pytest.mark.parametrize(
    ("name", "given", "used"),
    [
        ("PUBLIC_URL", "https://Courses.example.ru/kurs/", "https://courses.example.ru/kurs"),
        ("PUBLIC_URL", "https://курсы.рф", "https://xn--j1amdg6b.xn--p1ai"),
        ("PUBLIC_URL", "http://localhost:8080", "http://localhost:8080"),
        ("PUBLIC_URL", "http://[::1]:8080/", "http://[::1]:8080"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("TELEGRAM_API_URL", "http://telegram-bot-api:8081/", "http://telegram-bot-api:8081"),
    ],
)
def test_an_address_is_encrypted_or_near(
    name: str, given: str, used: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, given)

    assert getattr(load_settings(), name.lower()) == used


@pytest.mark.parametrize(("name", "wrong"), EACH_MISTAKE)
def test_a_mistake_is_named_without_its_value(
    name: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, wrong)

    with pytest.raises(SettingsWrong) as caught:
        load_settings()

    assert caught.value.lines == [f"{name}: must be {RIGHT[name]}"]
    assert "such as" in RIGHT[name]
    assert caught.value.__context__ is None


def test_all_mistakes_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, values in MISTAKES.items():
        monkeypatch.setenv(name, values[0])

    with pytest.raises(SettingsWrong) as caught:
        load_settings()

    assert [line.split(":")[0] for line in caught.value.lines] == list(MISTAKES) == list(RIGHT)
    assert PASSWORD not in str(caught.value)


def test_webhook_needs_an_address() -> None:
    with pytest.raises(ValidationError, match="PUBLIC_URL"):
        Settings(_env_file=None, updates="webhook")

    Settings(_env_file=None, updates="webhook", public_url="https://courses.example.ru")


def test_no_secret_is_in_the_representation() -> None:
    settings = Settings(
        _env_file=None,
        bot_token=SecretStr(f"42:{PASSWORD}"),
        database_url=f"postgresql://me:{PASSWORD}@host/db",
        bot_proxy=(f"socks5://me:{PASSWORD}@host:1",),
        secret_key=SecretStr(PASSWORD),
        secret_key_previous=SecretStr(PASSWORD),
    )

    assert PASSWORD not in repr(settings)


def test_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"

    first, second = (Settings(_env_file=None, data_dir=folder).secret() for _ in range(2))

    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


def test_secret_is_the_same_for_all_who_start_together(tmp_path: Path) -> None:
    start = Barrier(8)

    def secret(_: int) -> bytes:
        start.wait()
        return Settings(_env_file=None, data_dir=tmp_path).secret()

    with ThreadPoolExecutor(8) as processes:
        secrets = set(processes.map(secret, range(8)))

    assert len(secrets) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_secret_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("theirs")

    make_secret(tmp_path / "secret_key")

    assert Settings(_env_file=None, data_dir=tmp_path).secret() == b"theirs"


def test_given_secrets_are_taken() -> None:
    settings = Settings(_env_file=None, secret_key=SecretStr("new"), secret_key_previous=None)
    rotated = Settings(_env_file=None, secret_key_previous=SecretStr("old"))

    assert settings.secret() == b"new"
    assert settings.previous_secret() is None
    assert rotated.previous_secret() == b"old"
