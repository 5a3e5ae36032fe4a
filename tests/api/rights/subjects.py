"""What the operations are tried on."""

from dataclasses import dataclass
from typing import Any

from db.models import Attendance, Enrollment, Feedback, Lesson, User
from tests.factories import NOON, Factory
from tests.screens.world import World


@dataclass(frozen=True)
class Subjects:
    ids: dict[str, int]
    """By the names that paths and bodies have for them."""
    feedback_id: int
    secrets: set[str]
    """What nobody who is refused may read."""
    of_course: set[str]
    """What a service for another course may not read where it is let in either."""

    def path(self, method: str, template: str) -> str:
        ids = self.ids | {"feedback_id": self.feedback_id}
        if (method, "staff" in template) == ("DELETE", True):
            ids["user_id"] = self.ids["host"]
        return template.format(**ids)

    def body(self, words: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self.ids[word] if isinstance(word, str) and word in self.ids else word
            for name, word in words.items()
        }


async def create_subjects(make: Factory, world: World) -> Subjects:
    anna, python = world.people["participant"], world.courses["python"]
    newcomer = await make.user(full_name="Newcomer")
    [enrollment] = [
        it
        for it in await make.all(Enrollment)
        if (it.user_id, it.course_id) == (anna.id, python.id)
    ]
    marks = [it for it in await make.all(Attendance) if it.enrollment_id == enrollment.id]
    marked = {it.lesson_id for it in marks}
    lessons = [it for it in await make.all(Lesson) if it.course_id == python.id]
    [unmarked] = [it for it in lessons if it.id not in marked and it.starts_at < NOON]
    [coming] = [it for it in lessons if it.starts_at > NOON]
    feedback = await make.add(
        Feedback(course_id=python.id, user_id=anna.id, rating=4, comment="Between us")
    )
    ids = {
        "course_id": python.id,
        "it": python.id,
        "user_id": anna.id,
        "participant": anna.id,
        "host": world.people["host"].id,
        "newcomer": newcomer.id,
        "lesson_id": coming.id,
        "unmarked": unmarked.id,
        "enrollment_id": enrollment.id,
        "attendance_id": marks[0].id,
        "announcement_id": world.announcements["told"].id,
    }
    secrets = secrets_of(world, await make.all(User))
    of_course = {python.name, anna.full_name, feedback.comment, "https://example.org/python"}
    return Subjects(ids, feedback.id, secrets, of_course)


def secrets_of(world: World, people: Any) -> set[str]:
    names = {it.full_name for it in people} | {it.name for it in world.courses.values()}
    return names | {"Between us", "vera@example.org", "https://example.org/python"}
