"""Of numbers, in /openapi.json."""

from typing import Any

from api.schemas.base import LONGEST_ID


def make_whole(node: Any) -> None:
    """In place. FastAPI writes all bounds as floats, and the longest id is none."""
    for place, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, float):
            node[place] = min(int(value), LONGEST_ID)
        elif isinstance(value, dict | list):
            make_whole(value)
