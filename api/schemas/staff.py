from pydantic import Field

from api.schemas.base import Id, In, Out
from db.models import StaffPart


class PartIn(In):
    part: StaffPart = Field(
        description="A `manager` (an admin) runs the course, a `host` gives its lessons and edits "
        "it, an `assistant` checks people in."
    )


class MemberOut(Out):
    user_id: Id
    full_name: str = Field(validation_alias="name")
    part: StaffPart
