from aiogram import Router

from handlers.common import fallback, invites, meeting, menu
from handlers.participant import catalogue, course, enrollment
from handlers.staff import poster

router = Router(name=__name__)
# In the order in which they are asked: strangers are met before their act, links are opened
# before the plain /start, words are searched for after the dialogs, the fallback is last.
router.include_routers(
    meeting.router,
    invites.router,
    course.router,
    menu.router,
    catalogue.router,
    enrollment.router,
    poster.router,
    fallback.router,
)
