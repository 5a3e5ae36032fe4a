"""What the API is made of, built once by the composition root."""

from dataclasses import dataclass

from fastapi import Request

from api.limits import Limits
from db.session import Transaction
from domain.campus import Campus
from domain.clock import Clock


@dataclass(frozen=True)
class Parts:
    transaction: Transaction
    clock: Clock
    campus: Campus
    bot_token: str
    limits: Limits


def parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts
