from typing import Protocol


class Doer(Protocol):
    """By whom something is done, for the history: a person, or a service by its token."""

    @property
    def id(self) -> int | None: ...

    @property
    def token_id(self) -> int | None: ...
