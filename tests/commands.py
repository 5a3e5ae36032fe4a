"""The command line, in this process: each start of another costs seconds."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from main import cli
from program.logs import TALKATIVE
from tests.botapi import program

Invoke = Callable[..., Awaitable[Result]]


@contextmanager
def commands_in(place: Path) -> Iterator[Invoke]:
    """With settings as arguments, and no others. What they do to the logs is undone."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers, root.level, sys.excepthook
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}

    async def invoke(*arguments: str, **settings: object) -> Result:
        env = dict.fromkeys(program.SETTINGS) | program.as_environment(settings)
        return await asyncio.to_thread(CliRunner().invoke, cli, arguments, env=env)

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        yield invoke
    root.handlers, sys.excepthook = handlers, hook
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
