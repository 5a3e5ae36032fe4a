from typing import ClassVar


class DomainError(Exception):
    """A rule said no. The edges turn it into words or an HTTP status."""

    code: ClassVar[str]

    def facts(self) -> dict[str, object]:
        """What it knows beside its code: numbers, times, ids."""
        return dict(vars(self))
