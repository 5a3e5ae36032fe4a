from datetime import datetime
from typing import Any

from pydantic import Field

from api.schemas.base import Id, Out


class LogEntryOut(Out):
    id: Id
    user_id: Id | None = Field(description="Who did it; null: the system, or a service.")
    token_id: Id | None = Field(description="By which token a service did it.")
    action: str = Field(examples=["enroll"])
    timestamp: datetime
    entity: str = Field(description="What kind of thing it was done to.", examples=["enrollments"])
    entity_id: int
    details: dict[str, Any] = Field(
        description="What is another now: before and after. Personal fields by name only.",
        examples=[{"status": ["registered", "completed"]}],
    )
