"""What newcomers answer to the questions of the first meeting, right and wrong."""

from typing import Any

import pytest

from db.models import Course, DialogState, User
from keyboards.catalogue import ShowCourses
from keyboards.home import Home
from keyboards.menu import Help, Privacy
from tests.conftest import Feed
from tests.desk import NO_GROUPS, NO_NAMES, NOT_TEXT
from tests.factories import Factory
from tests.handlers.test_meeting import (
    ASK_GROUP,
    ASK_NAME,
    ENROLLED,
    NO_GROUP,
    NO_NAME,
    Newcomer,
)
from tests.telegram import tap, write

OF_NAME, OF_GROUP = ["Anna Petrova", "Not now"], ["Skip", "Not now"]

WAYS_OUT = ["/cancel", "/start", "/help", "/nonsense", Home(), ShowCourses(), Help(), Privacy()]
"""Commands, and the buttons of the menu."""


@pytest.fixture
async def course(make: Factory) -> Course:
    return await make.course()


@pytest.fixture
async def at_name(feed: Feed, course: Course) -> Newcomer:
    anna = Newcomer(feed)
    await anna.come_to_the_name(course)
    return anna


@pytest.fixture
async def at_group(feed: Feed, course: Course) -> Newcomer:
    anna = Newcomer(feed)
    await anna.come_to_the_group(course)
    return anna


async def test_what_is_no_name_is_refused_with_an_example_and_asked_again(
    make: Factory, at_name: Newcomer, subtests: pytest.Subtests
) -> None:
    for name, typed in NO_NAMES.items():
        with subtests.test(name):
            refused = await at_name.write(typed)

            assert refused == NO_NAME or refused.startswith(ASK_NAME)
            assert at_name.labels == OF_NAME

    assert await at_name.write("Anna Petrova") == ASK_GROUP
    assert await make.all(User) == []


async def test_what_is_no_group_is_refused_with_an_example_and_asked_again(
    make: Factory, at_group: Newcomer, subtests: pytest.Subtests
) -> None:
    for name, typed in NO_GROUPS.items():
        with subtests.test(name):
            assert await at_group.write(typed) in {NO_GROUP, ASK_GROUP}
            assert at_group.labels == OF_GROUP

    assert await at_group.write("IT-23-1") == ENROLLED
    assert [it.study_group for it in await make.all(User)] == ["IT-23-1"]


def test_wrong_ways_are_many() -> None:
    assert min(len(set(it.values())) for it in (NO_NAMES, NO_GROUPS)) >= 30


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_text_is_met_with_the_question_of_the_name(
    at_name: Newcomer, content: dict[str, Any]
) -> None:
    again, labels = await at_name.send(**content), at_name.labels
    group = await at_name.press("Anna Petrova")

    assert again.startswith(ASK_NAME)
    assert labels == OF_NAME
    assert group == ASK_GROUP


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_text_is_met_with_the_question_of_the_group(
    at_group: Newcomer, content: dict[str, Any]
) -> None:
    again, labels = await at_group.send(**content), at_group.labels
    end = await at_group.press("Skip")

    assert (again, labels, end) == (ASK_GROUP, OF_GROUP, ENROLLED)


@pytest.mark.parametrize("come", [Newcomer.come_to_the_name, Newcomer.come_to_the_group])
@pytest.mark.parametrize("way", WAYS_OUT, ids=str)
async def test_command_and_button_of_the_menu_leave_the_question(
    feed: Feed, make: Factory, course: Course, come: Any, way: Any
) -> None:
    anna = Newcomer(feed)
    await come(anna, course)
    await anna.write("\u200b")

    await feed(write(77, way) if isinstance(way, str) else tap(77, way))

    assert {it.state for it in await make.all(DialogState)} <= {None}
    assert "Search: “design”" in await anna.write("design")
    assert await make.all(User) == []
