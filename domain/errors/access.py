"""Who asks, and what they may do."""

from domain.errors.base import DomainError


class NotAuthenticated(DomainError):
    """Nobody says who is asking, or not so that it can be believed."""

    code = "not_authenticated"


class Blocked(DomainError):
    """An admin has shut the person out."""

    code = "blocked"


class NotRegistered(DomainError):
    """Nothing is kept about them yet: they introduce themselves in the chat first."""

    code = "not_registered"


class ScopeMissing(DomainError):
    """The token may not do that."""

    code = "scope_missing"

    def __init__(self, scope: str) -> None:
        super().__init__(f"the token lacks the scope {scope}")
        self.scope = scope


class KeyReused(DomainError):
    """The Idempotency-Key was sent with another request before, or with the same, whose answer is
    forgotten because somebody in it was erased."""

    code = "key_reused"


class CursorNotValid(DomainError):
    """Not a cursor of ours."""

    code = "cursor_not_valid"


class TokenNotFound(DomainError):
    code = "token_not_found"


class NotAllowed(DomainError):
    """The actor sees the thing, and may not do this to it."""

    code = "not_allowed"


class PartNotEnough(NotAllowed):
    """They work on the course, as less than who may do that."""

    code = "part_not_enough"


class AdminsOnly(NotAllowed):
    """The actor is not an admin, or not any more."""

    code = "admins_only"
