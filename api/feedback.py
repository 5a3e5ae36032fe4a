from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.dependencies import Asked, Asker, May, MayAct
from api.errors import described
from api.route import Route
from api.schemas.base import PathId
from api.schemas.feedback import FeedbackIn, FeedbackOut
from db.models import Feedback
from domain import feedback
from domain.api_tokens import Scope
from domain.authoring import Author

router = APIRouter(prefix="/feedback", tags=["feedback"], route_class=Route)

Reading = Annotated[Asked[Asker], Depends(May(Scope.FEEDBACK_READ))]
Writing = Annotated[Asked[Author], Depends(MayAct(Scope.FEEDBACK_WRITE))]


@router.post(
    "",
    status_code=HTTPStatus.CREATED,
    summary="Give feedback",
    response_model=FeedbackOut,
    responses=described(403, 404, 409),
)
async def post_feedback(body: FeedbackIn, asked: Writing, response: Response) -> Feedback:
    """By who takes part in the course or has completed it, once: another is 409 with the `id`."""
    given = await feedback.give(
        asked.session,
        asked.by,
        body.as_review(),
        course_id=body.course_id,
        user_id=body.user_id,
        now=asked.now,
    )
    response.headers["Location"] = f"/feedback/{given.id}"
    return given


@router.get(
    "/{feedback_id}",
    summary="Read feedback",
    response_model=FeedbackOut,
    responses=described(404),
)
async def get_feedback(feedback_id: PathId, asked: Reading) -> Feedback:
    """One's own; that of others for services. The staff read it in the chat, without names."""
    return await feedback.see(asked.session, asked.by, feedback_id=feedback_id)
