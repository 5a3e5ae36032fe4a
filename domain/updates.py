"""Updates of Telegram: each is worked on once."""

from db.queries.updates import Claim, claim

__all__ = ["Claim", "claim"]
