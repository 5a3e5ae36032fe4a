"""The rules after each step of many random walks. `make test` goes a few of them."""

import asyncio

from db.session import create_engine, create_transaction
from proofs.measure import EXAMPLES
from proofs.scene import Tell
from tests.test_rules import walk

WALKS = 2 * EXAMPLES


def test_rules_hold_after_every_step_of_many_walks(database_url: str, tell: Tell) -> None:
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        engine = create_engine(database_url)
        walk(runner.run, create_transaction(engine), times=WALKS)
        runner.run(engine.dispose())
    tell("walks of 40 steps", WALKS)
