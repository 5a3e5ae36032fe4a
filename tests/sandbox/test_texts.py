"""What Telegram makes of a text, and what it does not take."""

import pytest
from aiogram.types import MessageEntity

from tests.sandbox.telegram import ANNA, Telegram

WRONG_HTML = {
    "ok <x>": 'Unsupported start tag "x" at byte offset 3',
    "1 < 2": 'Unsupported start tag "" at byte offset 2',
    "Я <user@mail.ru>": 'Unsupported start tag "user@mail.ru" at byte offset 3',
    "<b>bold": 'Can\'t find end tag corresponding to start tag "b"',
    "<b><i>x</b></i>": 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    "x</b>": "Unexpected end tag at byte offset 1",
    "<b": "Unclosed start tag at byte offset 0",
    "<b>x</b": "Unclosed end tag at byte offset 4",
    '<a href="x': 'Unclosed start tag "a" at byte offset 0',
    "<a href=x/y>z</a>": "Unexpected end of name token at byte offset 8",
    '<a ="x">z</a>': 'Empty attribute name in the tag "a" at byte offset 0',
    "<span>x</span>": 'Tag "span" must have class "tg-spoiler" at byte offset 0',
}


@pytest.mark.parametrize(("html", "why"), WRONG_HTML.items(), ids=range(len(WRONG_HTML)))
async def test_html_that_is_none_is_refused_with_its_place_in_bytes(
    tg: Telegram, html: str, why: str
) -> None:
    refusal = await tg.refusal_of(text=html, parse_mode="HTML")

    assert refusal == f"Bad Request: can't parse entities: {why}"


READ_HTML = {
    "<b>жирный</b> и <i>курсив</i>": ("жирный и курсив", [("bold", 0, 6), ("italic", 9, 6)]),
    "🎉 <b>x</b>": ("🎉 x", [("bold", 3, 1)]),
    "<b><i>x</i></b>": ("x", [("bold", 0, 1), ("italic", 0, 1)]),
    "a &lt;b&gt; &amp; &quot;c&quot; &#33;": ('a <b> & "c" !', []),
    "&nbsp;": ("&nbsp;", []),
    "  <b> x </b>  ": ("x", [("bold", 0, 1)]),
    "<b></b>x": ("x", []),
    "<code>a@b.ru</code>": ("a@b.ru", [("code", 0, 6)]),
    '<pre><code class="language-python">x</code></pre>': ("x", [("pre", 0, 1)]),
    "<blockquote expandable>x</blockquote>": ("x", [("expandable_blockquote", 0, 1)]),
    '<span class="tg-spoiler">x</span>': ("x", [("spoiler", 0, 1)]),
    '<a href="https://x.ru/?a=1&amp;b=2">x</a>': ("x", [("text_link", 0, 1)]),
    '<a href="nowhere">x</a>': ("x", []),
    "<B>x</B>": ("x", [("bold", 0, 1)]),
}


@pytest.mark.parametrize(("html", "seen"), READ_HTML.items(), ids=range(len(READ_HTML)))
async def test_html_becomes_text_and_entities_counted_in_utf_16(
    tg: Telegram, html: str, seen: tuple[str, list[tuple[str, int, int]]]
) -> None:
    message = await tg.bot.send_message(ANNA, html, parse_mode="HTML")

    entities = [(it.type, it.offset, it.length) for it in message.entities or ()]
    assert (message.text, entities) == seen


async def test_a_link_keeps_its_address_and_code_its_language(tg: Telegram) -> None:
    html = '<a href="https://x.ru/?a=1&amp;b=2">x</a><pre><code class="language-py">y</code></pre>'

    message = await tg.bot.send_message(ANNA, html, parse_mode="HTML")

    link, code = message.entities or []
    assert (link.url, code.language) == ("https://x.ru/?a=1&b=2", "py")


async def test_links_commands_and_mentions_are_found_in_plain_text(tg: Telegram) -> None:
    text = "🎉 /start@bot, @anna: https://x.ru/a. mail@x.ru #курс t.me/x"

    message = await tg.bot.send_message(ANNA, text)

    found = [(it.type, it.extract_from(text)) for it in message.entities or ()]
    assert found == [
        ("bot_command", "/start@bot"),
        ("mention", "@anna"),
        ("url", "https://x.ru/a"),
        ("email", "mail@x.ru"),
        ("hashtag", "#курс"),
        ("url", "t.me/x"),
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
async def test_an_empty_text_is_refused(tg: Telegram, text: str) -> None:
    refusal = await tg.refusal_of(text=text)

    assert refusal == "Bad Request: message text is empty"


async def test_html_that_shows_nothing_is_an_empty_text(tg: Telegram) -> None:
    refusal = await tg.refusal_of(text="<b></b>", parse_mode="HTML")

    assert refusal == "Bad Request: message text is empty"


async def test_a_message_has_4096_units_after_parsing(tg: Telegram) -> None:
    fits = await tg.said("<b>" + "🎉" * 2048 + "</b>", parse_mode="HTML")
    refusal = await tg.refusal_of(text="🎉" * 2049)

    assert len(fits["text"]) == 2048
    assert refusal == "Bad Request: message is too long"


async def test_an_unknown_parse_mode_is_refused(tg: Telegram) -> None:
    refusal = await tg.refusal_of(text="x", parse_mode="Word")

    assert refusal == "Bad Request: unsupported parse_mode"


async def test_entities_may_be_given_instead_of_html(tg: Telegram) -> None:
    entity = MessageEntity(type="bold", offset=0, length=2)

    message = await tg.bot.send_message(ANNA, "<b>", entities=[entity])

    bold = (message.entities or [])[0]
    assert (message.text, bold.type, bold.length) == ("<b>", "bold", 2)


async def test_an_entity_must_lie_within_the_text(tg: Telegram) -> None:
    entity = {"type": "bold", "offset": 1, "length": 9}

    refusal = await tg.refusal_of(text="abc", entities=[entity])

    assert "entity beginning at UTF-16 offset 1 ends after the end of the text" in refusal
