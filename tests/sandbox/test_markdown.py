"""MarkdownV2: what Telegram makes of it, and what it does not take."""

import pytest

from tests.sandbox.telegram import ANNA, Telegram, photo_form, picture


def reserved(sign: str) -> str:
    return f"Character '{sign}' is reserved and must be escaped with the preceding '\\'"


WRONG_MARKDOWN = {
    "Hello.": reserved("."),
    "1 - 2": reserved("-"),
    "a > b": reserved(">"),
    "a | b": reserved("|"),
    "Wow!": reserved("!"),
    "[x](https://x.ru))": reserved(")"),
    "жир *но": "Can't find end of Bold entity at byte offset 7",
    "🎉_x": "Can't find end of Italic entity at byte offset 4",
    "_x__": "Can't find end of Underline entity at byte offset 2",
    "*_x*_": "Can't find end of Italic entity at byte offset 4",
    "||x|\\|": reserved("|"),
    "`x": "Can't find end of Code entity at byte offset 0",
    "```x": "Can't find end of Pre entity at byte offset 0",
    "```py x": "Can't find end of PreCode entity at byte offset 0",
    "[x": "Can't find end of TextUrl entity at byte offset 0",
    "[я](https://x.ru": "Can't find end of a URL at byte offset 5",
    "![x]": "The entity must contain a tg://emoji or tg://time URL",
    "![x](https://x.ru)": "Invalid tg://emoji or tg://time URL specified",
    ">*a\nb*": "Can't find end of Bold entity at byte offset 1",
    ">||a\nb||": "Can't find end of Spoiler entity at byte offset 1",
}


@pytest.mark.parametrize(
    ("markdown", "why"), WRONG_MARKDOWN.items(), ids=range(len(WRONG_MARKDOWN))
)
async def test_markdown_that_is_none_is_refused_with_its_place_in_bytes(
    tg: Telegram, markdown: str, why: str
) -> None:
    refusal = await tg.refusal_of(text=markdown, parse_mode="MarkdownV2")

    assert refusal == f"Bad Request: can't parse entities: {why}"


READ_MARKDOWN = {
    "*жирный* и _курсив_": ("жирный и курсив", [("bold", 0, 6), ("italic", 9, 6)]),
    "__x__ ~y~ ||z||": (
        "x y z",
        [("underline", 0, 1), ("strikethrough", 2, 1), ("spoiler", 4, 1)],
    ),
    "🎉 *x*": ("🎉 x", [("bold", 3, 1)]),
    "*a _b __c___*": ("a b c", [("bold", 0, 5), ("italic", 2, 3), ("underline", 4, 1)]),
    r"1\. \*x\* \\ \-": (r"1. *x* \ -", []),
    r"\a \я": (r"a \я", []),
    "**x": ("x", []),
    "`*x* \\`` y": ("*x* ` y", [("code", 0, 5)]),
    "```\nx.y\n```": ("x.y", [("pre", 0, 3)]),
    "[x](https://x.ru/a_b)": ("x", [("text_link", 0, 1)]),
    "[x](nowhere)": ("x", []),
    "[x\\.ru]": ("x.ru", [("text_link", 0, 4)]),
    ">a\n>b\nc": ("a\nb\nc", [("blockquote", 0, 4)]),
    ">a\n>b||\nc": ("a\nb\nc", [("expandable_blockquote", 0, 4)]),
    ">a||": ("a", [("expandable_blockquote", 0, 1)]),
    ">a\n**>b": ("a\nb", [("blockquote", 0, 2), ("blockquote", 2, 1)]),
    "a\n\\>b": ("a\n>b", []),
    "![👍](tg://emoji?id=25)": ("👍", [("custom_emoji", 0, 2)]),
}


@pytest.mark.parametrize(
    ("markdown", "seen"), READ_MARKDOWN.items(), ids=range(len(READ_MARKDOWN))
)
async def test_markdown_becomes_text_and_entities_counted_in_utf_16(
    tg: Telegram, markdown: str, seen: tuple[str, list[tuple[str, int, int]]]
) -> None:
    message = await tg.bot.send_message(ANNA, markdown, parse_mode="MarkdownV2")

    entities = [(it.type, it.offset, it.length) for it in message.entities or ()]
    assert (message.text, entities) == seen


async def test_a_link_in_markdown_keeps_its_address_and_code_its_language(tg: Telegram) -> None:
    markdown = "[x](https://x.ru/?a=\\))```py\ny```![z](tg://emoji?id=25)"

    message = await tg.bot.send_message(ANNA, markdown, parse_mode="MarkdownV2")

    link, code, emoji = message.entities or []
    assert (link.url, code.language) == ("https://x.ru/?a=)", "py")
    assert emoji.custom_emoji_id == "25"


async def test_a_caption_may_be_markdown(tg: Telegram) -> None:
    form = photo_form(picture(), caption="*x*", parse_mode="markdownv2")

    photo = (await tg.upload("sendPhoto", form))["result"]

    assert (photo["caption"], photo["caption_entities"][0]["type"]) == ("x", "bold")


async def test_the_older_markdown_is_not_read(tg: Telegram) -> None:
    refusal = await tg.refusal_of(text="*x*", parse_mode="Markdown")

    assert refusal == "Bad Request: unsupported parse_mode"
