"""Everything that is written into the history has words there."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiogram.utils.i18n import I18n

from bot.texts.history import ACTIONS, action
from db.models import DeliveryKind
from domain.campus import LANGUAGES
from tests.limits import LABEL, units

ROOT = Path(__file__).parents[1]
SOURCES = [path for name in ("domain", "seed") for path in sorted((ROOT / name).glob("*.py"))]
QUERIES = sorted((ROOT / "db/queries").glob("*.py"))

IN_SQL = re.compile(r"INSERT INTO logs.+?SELECT\s[^']*'(\w+)'", re.DOTALL)
ACTION = 2
"""Its place among the arguments of ``journal.note``."""


def noted(source: str) -> set[str]:
    """Every action that is noted there, by name or by what it may be."""
    tree = ast.parse(source)
    return {name for call in notes(tree) for name in possible(call.args[ACTION], tree)}


def notes(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="journal"), attr="note")):
                yield node


def possible(value: ast.expr, tree: ast.AST) -> set[str]:
    """What the expression may be: a string, or a variable that holds strings or kinds."""
    places = [value] if not isinstance(value, ast.Name) else assigned(value.id, tree)
    found = {name for place in places for name in strings(place)} or kinds(tree)
    assert found, f"cannot tell which action this is: {ast.unparse(value)}"
    return found


def assigned(name: str, tree: ast.AST) -> list[ast.expr]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            names = {it.id for it in ast.walk(node.targets[0]) if isinstance(it, ast.Name)}
            found += [node.value] if name in names else []
    return found


def strings(place: ast.AST) -> set[str]:
    constants = [it.value for it in ast.walk(place) if isinstance(it, ast.Constant)]
    return {it for it in constants if isinstance(it, str)}


def kinds(tree: ast.AST) -> set[str]:
    """An action may be called as the delivery that tells of it."""
    named = [it for it in ast.walk(tree) if isinstance(it, ast.Attribute)]
    owners = [it for it in named if isinstance(it.value, ast.Name)]
    return {
        DeliveryKind[it.attr].value
        for it in owners
        if isinstance(it.value, ast.Name) and it.value.id == "DeliveryKind"
    }


def everything() -> set[str]:
    of_code = {name for path in SOURCES for name in noted(path.read_text())}
    of_sql = {name for path in QUERIES for name in IN_SQL.findall(path.read_text())}
    return of_code | of_sql


def test_every_action_has_words_and_no_other() -> None:
    assert everything() == set(ACTIONS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_words_fit_on_a_button(i18n: I18n, name: str, language: str) -> None:
    with i18n.context(), i18n.use_locale(language):
        label = action(name)

    assert label[0].isupper()
    assert units(label) <= LABEL
    assert not set(label) & set("{}")


def test_action_without_words_is_called_what_it_is(i18n: I18n) -> None:
    with i18n.context():
        assert action("teleport") == "Teleport"


# The check itself


def test_actions_are_found_wherever_they_are_noted() -> None:
    assert noted("journal.note(session, actor, 'leave', it, now=now)") == {"leave"}
    assert noted("journal.note(s, a, 'block' if on else 'unblock', it)") == {"block", "unblock"}
    assert noted("do, act = (1, 'mute') if on else (2, 'unmute')\njournal.note(s, a, act, i)") == {
        "mute",
        "unmute",
    }
    assert noted("x(DeliveryKind.PROMOTED)\njournal.note(s, None, kind, it)") == {"promoted"}
    assert IN_SQL.findall("INSERT INTO logs (a)\n SELECT :user_id, 'enroll', :now") == ["enroll"]


def test_action_that_cannot_be_told_is_noticed() -> None:
    with pytest.raises(AssertionError, match="cannot tell"):
        noted("journal.note(session, actor, action, it)")
