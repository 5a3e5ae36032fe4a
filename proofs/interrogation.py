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
    """With so many examples of each operation, unless it cannot be asked in so many ways. Fails
    where something is to be said against the answers."""
    place = server.place
    (place / "users.json").write_text(json.dumps({"auth": [*users(asker)]}), encoding="utf-8")
    (place / "settings.toml").write_text("\n".join(settings(asker)), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", "settings.toml", "run"),
        *("--checks", "all", "--phases", PHASES, "--max-examples", str(examples)),
        *("--generation-deterministic", "--no-color"),
        f"http://127.0.0.1:{server.port}/openapi.json",
        cwd=place,
        env=os.environ | environment(asker),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode(errors="replace")
    answers = json.loads((place / "answers.json").read_text(encoding="utf-8"))
    return Counter({(operation, status): count for operation, status, count in answers})


def environment(asker: Asker) -> dict[str, str]:
    """For proofs/rules.py."""
    return {
        "PYTHONPATH": str(PROJECT),
        "SCHEMATHESIS_HOOKS": "proofs.rules",
        "ASKER_ID": str(asker.user_id),
        "ANSWERS": "answers.json",
    }


def users(asker: Asker) -> Iterator[dict[str, object]]:
    for name, value in {"asker": asker.signed, **asker.peers}.items():
        yield {"name": name, "fixedHeaders": [{"name": "Authorization", "value": value}]}


def settings(asker: Asker) -> Iterator[str]:
    """TOML. What stands to the right of a sign is written as in JSON."""
    yield from ("[auth.wfc]", 'path = "users.json"', 'user = "asker"')
    if asker.peers:
        yield f"peers = {json.dumps(['asker', *asker.peers])}"
    known = {name: values for name, values in asker.known.items() if values}
    for name, values in known.items():
        yield from (f"[dictionaries.{name}]", f"values = {json.dumps(values)}")
    yield "[parameters]"
    for name in known:
        often = f'{{ dictionary = "{name}", probability = {KNOWN_PROBABILITY} }}'
        yield from (f'"{place}.{name}" = {often}' for place in ("path", "query", "body"))
    # Ids that it found itself it forgets as they are deleted: then it believes that it has asked
    # everything, and stops early.
    yield from ("[[operations]]", 'include-method = "DELETE"')
    yield "phases.fuzzing.extra-data-sources.responses = false"
