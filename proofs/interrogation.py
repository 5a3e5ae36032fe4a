"""schemathesis, in a process of its own: it asks an API all that its documentation allows, and
much that it does not."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from proofs.askers import Asker
from tests.botapi.program import Program

PHASES = "examples,coverage,fuzzing,stateful"
KNOWN_PROBABILITY = 0.5

PROJECT = Path(__file__).parents[1]

Answers = Counter[tuple[str, int]]
"""How many there were, by operation and status."""


async def interrogate(server: Program, asker: Asker, *, examples: int) -> Answers:
    """With so many examples of each operation, beside those that follow from its schemas and from
    links. Fails where something is to be said against the answers."""
    (server.place / "settings.toml").write_text("\n".join(settings(asker)), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", "settings.toml", "run"),
        *("--checks", "all", "--phases", PHASES, "--max-examples", str(examples)),
        *("--header", f"Authorization: {asker.signed}"),
        *("--generation-deterministic", "--no-color"),
        f"http://127.0.0.1:{server.port}/openapi.json",
        cwd=server.place,
        env=os.environ | environment(asker),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode(errors="replace")
    answers = json.loads((server.place / "answers.json").read_text(encoding="utf-8"))
    return Counter({(operation, status): count for operation, status, count in answers})


def environment(asker: Asker) -> dict[str, str]:
    """For proofs/rules.py."""
    return {
        "PYTHONPATH": str(PROJECT),
        "SCHEMATHESIS_HOOKS": "proofs.rules",
        "ASKER_ID": str(asker.user_id),
        "ANSWERS": "answers.json",
    }


def settings(asker: Asker) -> Iterator[str]:
    """TOML. What stands to the right of a sign is written as in JSON."""
    known = {name: values for name, values in asker.known.items() if values}
    for name, values in known.items():
        yield from (f"[dictionaries.{name}]", f"values = {json.dumps(values)}")
    yield "[parameters]"
    for name in known:
        often = f'{{ dictionary = "{name}", probability = {KNOWN_PROBABILITY} }}'
        yield from (f'"{place}.{name}" = {often}' for place in ("path", "query", "body"))
    # With ids that it found on its way, which come and go, it believes too early that it has asked
    # everything. What it makes itself it finds by the links.
    yield from ("[phases.fuzzing.extra-data-sources]", "responses = false")
