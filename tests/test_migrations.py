import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from db import schema


def test_migrations_go_up_down_and_up_again(empty_database_url: str) -> None:
    schema.upgrade(empty_database_url)
    schema.downgrade(empty_database_url, "base")
    schema.upgrade(empty_database_url)


# PostgreSQL keeps the expression in a spelling of its own, which alembic compares as a text.
@pytest.mark.filterwarnings("ignore:Computed default on attendance.is_attended")
def test_migrations_make_what_the_models_say(database_url: str) -> None:
    schema.check(database_url)


def test_there_is_one_newest_revision() -> None:
    scripts = ScriptDirectory.from_config(Config(toml_file=schema.PYPROJECT))

    assert scripts.get_heads() == [schema.head()]
