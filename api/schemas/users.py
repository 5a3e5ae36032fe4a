from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from api.schemas.base import A_CHANGE, Id, In, Line, Out
from db.models import ApiToken, CourseStaff, Role, StaffPart, User
from domain import names
from domain.actor import Actor
from domain.api_tokens import Scope
from domain.directory import LARGEST_UID, Change, NewPerson
from domain.profile import Field as Of

ZONE_LENGTH = 100

Uid = Annotated[int, Field(strict=True, ge=1, le=LARGEST_UID, description="Telegram id.")]
Name = Annotated[Line, StringConstraints(max_length=names.NAME_LENGTH)]
Group = Annotated[Line, StringConstraints(max_length=names.GROUP_LENGTH)]
Email = Annotated[
    Line,
    StringConstraints(max_length=names.EMAIL_LENGTH),
    Field(json_schema_extra={"format": "email"}),
]
Language = Literal["ru", "en"]


class UserIn(In):
    """Who becomes known. With a `uid` the bot knows them as soon as they write to it."""

    uid: Uid | None = None
    email: Email | None = Field(None, examples=["anna@example.org"])
    full_name: Name = Field(examples=["Anna Petrova"])
    role: Role = Field(Role.PARTICIPANT, description="Others need the scope `users:roles`.")
    study_group: Group | None = Field(None, examples=["IT-23-1"])

    def as_person(self) -> NewPerson:
        words = {Of.NAME: self.full_name, Of.EMAIL: self.email, Of.GROUP: self.study_group}
        return NewPerson(words, self.role, self.uid)


class UserChange(In):
    """What is left out stays as it is."""

    model_config = A_CHANGE

    full_name: Name = Field("-", examples=["Anna Petrova"])
    email: Email | None = None
    study_group: Group | None = None
    role: Role = Field(Role.PARTICIPANT, description="For admins, and the scope `users:roles`.")
    language: Language = "ru"
    timezone: Annotated[Line, StringConstraints(max_length=ZONE_LENGTH)] | None = Field(
        None, description="null: that of the campus.", examples=["Europe/Moscow"]
    )

    def as_change(self) -> Change:
        """What was sent, and nothing else."""
        known: dict[str, Any] = self.model_dump(exclude_unset=True)
        role = known.pop("role", None)
        return Change({Of(name): words for name, words in known.items()}, role)


class UserOut(Out):
    id: Id
    uid: int | None = Field(description="Telegram id; null until they come by the chat.")
    email: str | None
    full_name: str
    role: Role
    study_group: str | None
    language: Language | None = Field(description="null: that of the campus.")
    timezone: str | None = Field(description="null: that of the campus.")
    registered_at: datetime
    blocked_at: datetime | None = Field(description="Since when an admin shuts them out.")


class Part(Out):
    """In the team of a course."""

    course_id: Id
    part: StaffPart


class Person(Out):
    """Whose Mini App asks."""

    kind: Literal["person"] = "person"
    id: Id
    role: Role
    name: str
    language: Language
    timezone: str
    parts: list[Part]


class ServiceOut(Out):
    """Whose token asks."""

    kind: Literal["service"] = "service"
    name: str
    scopes: list[Scope]
    course_ids: list[Id] | None = Field(description="null: all courses.")
    expires_at: datetime | None = Field(description="null: never.")


def shown(user: User) -> UserOut:
    same = {name: getattr(user, name) for name in AS_THEY_ARE}
    return UserOut(uid=user.telegram_id, registered_at=user.created_at, **same)


AS_THEY_ARE = UserOut.model_fields.keys() - {"uid", "registered_at"}


def person(actor: Actor, parts: Sequence[CourseStaff]) -> Person:
    return Person(
        id=actor.id,
        role=actor.role,
        name=actor.name,
        language=actor.language,
        timezone=actor.tz.key,
        parts=[Part.model_validate(it) for it in parts],
    )


def service(token: ApiToken) -> ServiceOut:
    return ServiceOut.model_validate(token)
