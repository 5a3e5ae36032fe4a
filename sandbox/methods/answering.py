"""Answers to what people wait for."""

import re
from secrets import token_urlsafe
from typing import Any

from aiogram.methods import AnswerCallbackQuery, AnswerInlineQuery, AnswerWebAppQuery

from sandbox import acting, views
from sandbox.methods import composing
from sandbox.methods.calls import Call
from sandbox.people import Json
from sandbox.rules import units
from sandbox.rules.refusals import QUERY_TOO_OLD, Refusal, ensure
from sandbox.world import Query

NOTICE_UNITS = 200
MOST_RESULTS = 50


async def answer_callback_query(call: Call[AnswerCallbackQuery]) -> bool:
    answer = call.method
    ensure(units.length(answer.text or "") <= NOTICE_UNITS, "MESSAGE_TOO_LONG")
    own = rf"(https?://)?t\.me/{call.world.profile.username}(\?|\Z)"
    ensure(not answer.url or re.match(own, answer.url, re.IGNORECASE), "URL_INVALID")
    query = taken(call, answer.callback_query_id, is_press=True)
    said = {"text": answer.text, "show_alert": bool(answer.show_alert), "url": answer.url}
    told = views.happened(query.chat, query_id=answer.callback_query_id, **said)
    call.world.journal.publish("answer", told)
    return True


async def answer_inline_query(call: Call[AnswerInlineQuery]) -> bool:
    results = call.given["results"]
    ensure(len(results) <= MOST_RESULTS, "too many inline query results specified")
    ids = [result.get("id") for result in results]
    ensure(len(ids) == len(set(ids)), "RESULT_ID_DUPLICATE")
    query_id = call.method.inline_query_id
    query = taken(call, query_id, is_press=False)
    told = views.happened(query.chat, query_id=query_id, results=results)
    call.world.journal.publish("inline", told)
    return True


async def answer_web_app_query(call: Call[AnswerWebAppQuery]) -> Json:
    """A message on behalf of the person who has the Mini App open."""
    content = composing.text(message_of(call.given["result"]))
    query = taken(call, call.method.web_app_query_id, is_press=False)
    via = {"via_bot": call.world.profile.as_user}
    acting.write(call.world, query.chat, content, via)
    return {"inline_message_id": token_urlsafe(20)}


def message_of(result: Json) -> Json:
    match result:
        case {"type": "article", "input_message_content": {"message_text": str(text)} as content}:
            return {**content, "text": text}
    raise Refusal(f"the sandbox sends no {result.get('type')} for a person")


def taken(call: Call[Any], query_id: str, *, is_press: bool) -> Query:
    query = call.world.queries.get(query_id)
    if query is None or query.is_press != is_press:
        raise Refusal(QUERY_TOO_OLD)
    return call.world.queries.pop(query_id)
