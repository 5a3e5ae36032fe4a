"""What Telegram answers where it does not do as it was asked."""

from aiohttp import web

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
HARMLESS = {NOT_MODIFIED, TOO_OLD}
"""What a bot may meet that does nothing wrong."""


class Refusal(Exception):
    def __init__(self, description: str, code: int = 400) -> None:
        super().__init__(description)
        self.code = code

    def as_response(self) -> web.Response:
        body = {"ok": False, "error_code": self.code, "description": str(self)}
        return web.json_response(body, status=self.code)


def ensure(is_right: object, description: str, code: int = 400) -> None:
    if not is_right:
        raise Refusal(f"Bad Request: {description}" if code == 400 else description, code)
