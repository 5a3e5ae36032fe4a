from aiogram import Router

from handlers.admin import (
    blocking,
    history,
    history_filters,
    links,
    people,
    person,
    tokens,
)
from handlers.common import (
    agreeing,
    blocked,
    fallback,
    invites,
    meeting,
    menu,
    mutes,
    open_links,
    privacy,
    settings,
    sign_ins,
)
from handlers.participant import catalogue, course, enrollment
from handlers.staff import poster, team, team_links

router = Router(name=__name__)
# In the order in which they are asked: one's own data is everybody's, who is blocked gets no
# further, strangers are met and those whom others registered are asked before their act, links are
# opened before the plain /start, words are searched for after the dialogs, the fallback is last.
router.include_routers(
    privacy.router,
    blocked.router,
    meeting.router,
    agreeing.router,
    invites.router,
    course.router,
    menu.router,
    settings.router,
    mutes.router,
    sign_ins.router,
    people.router,
    person.router,
    blocking.router,
    history.router,
    history_filters.router,
    tokens.router,
    catalogue.router,
    enrollment.router,
    poster.router,
    team.router,
    team_links.router,
    open_links.router,
    links.router,
    fallback.router,
)
