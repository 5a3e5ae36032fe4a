"""What import-linter cannot see: a handler only translates, and talks to nobody."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from aiogram import Bot, Router, methods
from aiogram.dispatcher.event.handler import HandlerObject

from bot.replies import Reply
from handlers import router

FILES = sorted((Path(__file__).parents[1] / "handlers").rglob("*.py"))
BODY = 10
FORBIDDEN = {*methods.__all__, "Bot", "BaseSession"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def handlers(router: Router) -> Iterator[HandlerObject]:
    for observer in router.observers.values():
        yield from observer.handlers
    for child in router.sub_routers:
        yield from handlers(child)


HANDLERS = list(handlers(router))


def nodes(source: str) -> list[ast.AST]:
    return list(ast.walk(ast.parse(source)))


def names(source: str) -> set[str]:
    """Every name that is used or imported."""
    found = set()
    for node in nodes(source):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                found.add(name)
    return found


def imports(source: str) -> set[str]:
    found = set()
    for node in nodes(source):
        match node:
            case ast.Import(names=aliases):
                found |= {alias.name for alias in aliases}
            case ast.ImportFrom(module=str(module), names=aliases):
                found |= {f"{module}.{alias.name}" for alias in aliases}
    return found


def body_lines(function: Function) -> int:
    """Without its signature and docstring."""
    body = function.body[bool(ast.get_docstring(function)) :]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda it: it.callback.__name__)
def test_handler_returns_a_reply_and_cannot_reach_telegram(handler: HandlerObject) -> None:
    signature = inspect.signature(handler.callback)

    assert signature.return_annotation in get_args(Reply)
    assert Bot not in {parameter.annotation for parameter in signature.parameters.values()}
    assert "bot" not in signature.parameters


@pytest.mark.parametrize("handler", HANDLERS, ids=lambda it: it.callback.__name__)
def test_handler_is_named_by_the_event(handler: HandlerObject) -> None:
    assert handler.callback.__name__.startswith("on_")


def of_file(path: Path) -> str:
    return "/".join(path.parts[-2:])


@pytest.mark.parametrize("path", FILES, ids=of_file)
class TestFile:
    def test_names_nothing_that_talks_to_telegram(self, path: Path) -> None:
        assert names(path.read_text()) & FORBIDDEN == set()

    def test_catches_nothing(self, path: Path) -> None:
        assert not [it for it in nodes(path.read_text()) if isinstance(it, ast.Try | ast.TryStar)]

    def test_has_no_sql(self, path: Path) -> None:
        known = {
            it for it in imports(path.read_text()) if it.startswith(("sqlalchemy", "asyncpg"))
        }

        assert known <= {"sqlalchemy.ext.asyncio.AsyncSession"}
        assert not names(path.read_text()) & {"execute", "scalar", "scalars", "flush", "commit"}

    def test_has_no_sentences(self, path: Path) -> None:
        tree = ast.parse(path.read_text())
        documented = (ast.Module, ast.ClassDef, *get_args(Function))
        docstrings = {ast.get_docstring(it) for it in ast.walk(tree) if isinstance(it, documented)}
        said = [it.value for it in ast.walk(tree) if isinstance(it, ast.Constant)]

        assert [
            it for it in said if isinstance(it, str) and " " in it and it not in docstrings
        ] == []

    def test_is_made_of_short_functions(self, path: Path) -> None:
        functions = [it for it in nodes(path.read_text()) if isinstance(it, Function)]

        assert [it.name for it in functions if body_lines(it) > BODY] == []


def test_every_file_with_handlers_is_looked_at() -> None:
    modules = {handler.callback.__module__ for handler in HANDLERS}

    assert {it.removeprefix("handlers.").replace(".", "/") + ".py" for it in modules} <= {
        of_file(path) for path in FILES
    }


BAD = """
from aiogram.methods import SendMessage
from sqlalchemy import select

async def on_message(message, bot: Bot) -> None:
    try:
        await message.bot(SendMessage(chat_id=1, text="Hello there"))
    except ValueError:
        pass
"""


def test_checks_can_fail() -> None:
    assert names(BAD) & FORBIDDEN == {"SendMessage", "Bot"}
    assert imports(BAD) == {"aiogram.methods.SendMessage", "sqlalchemy.select"}
    assert [body_lines(it) for it in nodes(BAD) if isinstance(it, Function)] == [4]
