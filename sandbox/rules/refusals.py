"""How Telegram says no. Texts are those of the open Bot API server and TDLib."""

from http import HTTPStatus

from sandbox.people import Json

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
BLOCKED = "bot was blocked by the user"
TAKEN_OVER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
HAS_WEBHOOK = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook "
    "first"
)


class Refusal(Exception):
    def __init__(self, why: str = "", code: int = 400, retry_after: int | None = None) -> None:
        phrase = HTTPStatus(code).phrase
        super().__init__(f"{phrase}: {why}" if why else phrase)
        self.code = code
        self.retry_after = retry_after

    def as_json(self) -> Json:
        answer: Json = {"ok": False, "error_code": self.code, "description": str(self)}
        if self.retry_after is not None:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def too_many_requests(seconds: int) -> Refusal:
    return Refusal(f"retry after {seconds}", 429, retry_after=seconds)


def ensure(is_right: object, why: str, code: int = 400) -> None:
    if not is_right:
        raise Refusal(why, code)
