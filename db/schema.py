"""The schema's versions: the migrations, as the program and the tests use them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


def upgrade(url: str, revision: str = "head") -> None:
    """Wait for others who are at it; there is nothing left to do then."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    command.downgrade(_config(url), revision)


def check(url: str) -> None:
    """Raise if the models have what the migrations do not make."""
    command.check(_config(url))


def head() -> str:
    """The newest revision that this code knows."""
    newest = ScriptDirectory.from_config(_config("")).get_current_head()
    assert newest is not None
    return newest


def _config(url: str) -> Config:
    return Config(toml_file=PYPROJECT, attributes={"url": url})
