"""The Bot API: what the bot calls."""

import hmac

from aiohttp import web

from sandbox.methods import dispatch
from sandbox.rules.refusals import Refusal
from sandbox.serving import keys

routes = web.RouteTableDef()


@routes.route("*", "/bot{token}/{method}")
async def call(request: web.Request) -> web.StreamResponse:
    """Refusals go as JSON, faults as a proxy in front of Telegram would word them."""
    try:
        check_token(request)
        name = request.match_info["method"]
        return web.json_response(await dispatch.answer(keys.world(request), name, request))
    except web.HTTPRequestEntityTooLarge:
        return refused(Refusal("", 413))
    except Refusal as refusal:
        return refused(refusal)
    except dispatch.Lost:
        return cut_off(request)


@routes.get("/file/bot{token}/{path:.+}")
async def download(request: web.Request) -> web.Response:
    try:
        check_token(request)
    except Refusal as refusal:
        return refused(refusal)
    file = keys.world(request).files.at(request.match_info["path"])
    if file is None:
        return refused(Refusal("", 404))
    return web.Response(body=file.content, content_type="application/octet-stream")


def check_token(request: web.Request) -> None:
    given, right = request.match_info["token"], keys.world(request).token
    if not hmac.compare_digest(given.encode(), right.encode()):
        raise Refusal("", 401)


def refused(refusal: Refusal) -> web.Response:
    if refusal.code == web.HTTPBadGateway.status_code:
        page = "<html><head><title>502 Bad Gateway</title></head></html>"
        return web.Response(status=502, text=page, content_type="text/html")
    return web.json_response(refusal.as_json(), status=refusal.code)


def cut_off(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.close()
    return web.Response(status=500)
