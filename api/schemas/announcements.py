from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from api.schemas.base import A_CHANGE, Id, In, Line, Moment, Out, Text
from db.models import AnnouncementStatus, Role
from domain import announcements, posts
from domain.announcements import Audience, Seen, Whom
from domain.posts import Button, Content

Words = Annotated[Text, StringConstraints(min_length=1, max_length=posts.TEXT_LENGTH)]
Label = Annotated[Line, StringConstraints(max_length=posts.LABEL_LENGTH)]
Url = Annotated[
    Text, StringConstraints(max_length=posts.URL_LENGTH, pattern=r"^https?://[^\s<>\"]+$")
]

WRITTEN = Literal[
    Whom.ALL,
    Whom.REGISTERED,
    Whom.WAITING,
    Whom.CAME,
    Whom.MISSED,
    Whom.EVERYBODY,
    Whom.ROLE,
]
"""Whom one can write to; newcomers are for the card of a course."""


class EntityIn(In):
    """Of Telegram's: what is bold, where a link is. Counted in UTF-16 units."""

    type: posts.Kind
    offset: Annotated[int, Field(strict=True, ge=0, le=posts.TEXT_LENGTH)]
    length: Annotated[int, Field(strict=True, ge=1, le=posts.TEXT_LENGTH)]
    url: Url | None = None
    language: Text | None = None
    custom_emoji_id: Text | None = None


class ButtonIn(In):
    label: Label = Field(examples=["Sign up"])
    url: Url = Field(examples=["https://example.org"])


class AudienceIn(In):
    whom: WRITTEN = Field(Whom.ALL, description="`came` and `missed` need a lesson.")
    lesson_id: Id | None = None
    role: Role | None = Field(None, description="Of whom to write to, if to a role.")


class PostFields(In):
    entities: Annotated[list[EntityIn], Field(max_length=posts.MOST_ENTITIES)] = Field(
        default_factory=list, description="How the text is formatted."
    )
    button: ButtonIn | None = Field(None, description="Below the message; it opens a page.")

    def content(self, text: str) -> Content:
        entities = [it.model_dump(exclude_none=True) for it in self.entities]
        button = Button(self.button.label, self.button.url) if self.button else None
        return Content(text, entities, button=button)


class AnnouncementIn(PostFields):
    text: Words = Field(examples=["The lesson on Thursday is in B-734."])
    course_id: Id | None = Field(
        None, description="Left out: of no course; `audience` must say whom it is for then."
    )
    audience: AudienceIn = Field(
        default_factory=lambda: AudienceIn(whom=Whom.ALL),
        description="Left out: everybody on the course and in its queue. To all "
        "who want news only if it says so.",
    )
    send_at: Moment | None = Field(None, description="Left out: now.")
    for_late_joiners_until: Moment | None = Field(
        None, description="Who joins the course until then gets it too."
    )

    def as_content(self) -> Content:
        return self.content(self.text)

    def as_audience(self) -> Audience:
        it = self.audience
        return Audience(it.whom, self.course_id, it.lesson_id, it.role)


class AnnouncementChange(PostFields):
    """What is left out stays as it is."""

    model_config = A_CHANGE

    text: Words = Field("", examples=["The lesson on Thursday is in B-735."])
    send_at: Moment | None = Field(None, description="Of what has not begun to go out.")
    for_late_joiners_until: Moment | None = None
    status: Literal["sending", "stopped"] | None = Field(
        None, description="`stopped`: nobody else gets it; `sending`: it goes on after that."
    )


class AudienceOut(Out):
    whom: Whom
    lesson_id: int | None
    role: Role | None


class ButtonOut(Out):
    label: str
    url: str


class ReportOut(Out):
    """Each recipient is counted once."""

    waiting: int
    sent: int
    unreachable: int
    skipped: int
    doubtful: int = Field(description="Telegram did not say whether they have got it.")
    failed: int
    total: int


class AnnouncementOut(Out):
    id: Id
    course_id: int | None
    author_id: int | None = Field(description="null: a service, or the day of the course.")
    is_card: bool = Field(description="The card of the course, without words of its own.")
    audience: AudienceOut
    text: str
    entities: list[dict[str, Any]]
    button: ButtonOut | None
    has_media: bool = Field(description="A photo or a file, sent in the chat.")
    status: AnnouncementStatus
    send_at: datetime | None
    for_late_joiners_until: datetime | None
    started_at: datetime | None
    edited_at: datetime | None
    ended_at: datetime | None
    report: ReportOut | None = Field(description="null until it goes out, and in lists.")


def as_out(seen: Seen) -> AnnouncementOut:
    it, content = seen.announcement, seen.content
    columns = {
        name: getattr(it, name)
        for name in AnnouncementOut.model_fields
        if name in it.__mapper__.columns and name not in {"audience"}
    }
    return AnnouncementOut(
        **columns,
        audience=AudienceOut.model_validate(announcements.audience_of(it)),
        text=content.text,
        entities=[dict(entity) for entity in content.entities],
        button=ButtonOut.model_validate(content.button) if content.button else None,
        has_media=content.has_media,
        report=ReportOut.model_validate(seen.report) if seen.report else None,
    )
