"""Words that were written to replace others, until a button says that they do."""

import json
from collections.abc import Mapping
from typing import Any

from domain import posts
from domain.errors import PreviewGone
from domain.kept_places import key_of as key_of_words
from domain.posts import Content


def key_of(content: Content) -> str:
    """By which a button names them."""
    return key_of_words(json.dumps(posts.stored(content), sort_keys=True))


def kept(announcement_id: int, content: Content) -> dict[str, Any]:
    return {"for": announcement_id, "content": posts.stored(content)}


def read(data: Mapping[str, Any], announcement_id: int, key: str) -> Content:
    """Raises ``PreviewGone`` if something else was written meanwhile."""
    if data.get("for") != announcement_id:
        raise PreviewGone
    content = posts.of_stored(data["content"])
    if key_of(content) != key:
        raise PreviewGone
    return content
