"""What the Mini App's files are served with."""

import gzip
import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import httpx2
import pytest

from api.app import create_app
from api.parts import Parts
from api.webapp import ROOT, TELEGRAM, release

POLICY = "Content-Security-Policy"
VENDORED = "vendor/preact/preact.mjs"
FOR_EVER = "public, max-age=31536000, immutable"
PAGE = (ROOT / "index.html").read_bytes()


async def test_page_is_there_for_anybody(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/app/")

    without_release = re.sub(rb"(?<=/app/)[0-9a-f]{12}/", b"", answer.content)
    assert (answer.status_code, without_release) == (200, PAGE)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


async def test_address_without_its_slash_leads_on(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/app")

    assert (answer.status_code, answer.headers["Location"]) == (307, "/app/")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("app.js", "text/javascript; charset=utf-8"),
        (VENDORED, "text/javascript; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("texts/ru.json", "application/json"),
    ],
)
async def test_file_is_served_as_what_it_is(
    client: httpx2.AsyncClient,
    path: str,
    kind: str,
) -> None:
    answer = await client.get(f"/app/{path}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "session",
        "nothing.js",
        "vendor/versions.json",
        "vendor/preact/LICENSE",
        "../api/app.py",
        "%2e%2e/api/app.py",
        "..%2fapi%2fapp.py",
        "texts/de.json",
        "%00",
        "pages",
        "/app.js",
    ],
)
async def test_nothing_else_is_served(client: httpx2.AsyncClient, path: str) -> None:
    answer = await client.get(f"/app/{path}")

    assert answer.status_code == 404


async def test_policy_lets_run_what_is_ours_and_nothing_else(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.get("/app/")

    policy = dict(it.split(" ", 1) for it in answer.headers[POLICY].split("; "))
    [import_map] = re.findall(rb'<script type="importmap">(.*?)</script>', PAGE, re.DOTALL)
    digest = b64encode(sha256(import_map).digest()).decode()
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'self' 'sha256-{digest}'"
    assert policy["frame-ancestors"] == " ".join(TELEGRAM)
    assert policy["connect-src"] == policy["style-src"] == policy["worker-src"] == "'self'"
    assert "unsafe" not in answer.headers[POLICY]


async def test_only_telegram_may_have_it_in_a_frame_and_in_the_demo_its_page(
    parts: Parts,
) -> None:
    there = replace(parts, frames=("http://127.0.0.1:8090",))
    transport = httpx2.ASGITransport(create_app({}, there))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as asking:
        answer = await asking.get("/app/")

    assert answer.headers[POLICY].endswith(
        "frame-ancestors https://web.telegram.org https://*.telegram.org http://127.0.0.1:8090"
    )
    assert "X-Frame-Options" not in answer.headers


async def test_pages_of_others_stay_out_of_frames(client: httpx2.AsyncClient) -> None:
    for path in ("/docs", "/healthz", "/courses", "/app/nothing"):
        answer = await client.get(path)

        assert answer.headers["X-Frame-Options"] == "DENY", path
        assert "frame-ancestors 'none'" in answer.headers[POLICY], path


async def test_what_is_asked_for_with_its_version_is_kept_for_ever(
    client: httpx2.AsyncClient,
) -> None:
    vendored = await client.get(f"/app/{VENDORED}", params={"v": "1"})
    ours = await client.get("/app/app.js")

    assert vendored.headers["Cache-Control"] == FOR_EVER
    assert ours.headers["Cache-Control"] == "no-cache"


async def test_page_names_its_files_by_their_release_and_they_are_kept_for_ever(
    client: httpx2.AsyncClient,
) -> None:
    page = (await client.get("/app/")).text
    named = re.findall(r'(?:href|src)="(/app/[^"]+)"', page)

    answers = [await client.get(it) for it in named]

    assert {it.split("/")[2] for it in named} == {"vendor", release()}
    assert {it.status_code for it in answers} == {200}
    assert {it.headers["Cache-Control"] for it in answers} == {FOR_EVER}


async def test_files_of_another_release_are_not_served(client: httpx2.AsyncClient) -> None:
    other = "0" * len(release())

    answer = await client.get(f"/app/{other}/app.js")

    assert answer.status_code == 404


async def test_worker_is_told_of_every_file_of_the_page(client: httpx2.AsyncClient) -> None:
    said = (await client.get("/app/release.js")).text
    told = json.loads(said.removeprefix("self.release = ").removesuffix(";"))

    answers = [await client.get(it) for it in told["files"]]

    assert told["name"] == release()
    assert {it.status_code for it in answers} == {200}
    names = {it.removeprefix("/app/").removeprefix(f"{release()}/") for it in told["files"]}
    ours = {it.relative_to(ROOT).as_posix() for it in ROOT.rglob("*.js")}
    those = {it for it in ours if not it.startswith(("vendor/", "tv/"))} - {"worker.js"}
    assert those <= names


async def test_code_is_served_without_its_comments_line_by_line(
    client: httpx2.AsyncClient,
) -> None:
    for path in (*ROOT.glob("*.js"), *ROOT.glob("[!v]*/*.js")):
        name = path.relative_to(ROOT).as_posix()
        answer = await client.get(f"/app/{name}")

        pairs = zip(path.read_text().split("\n"), answer.text.split("\n"), strict=True)
        left_out = [ours for ours, served in pairs if ours != served]
        assert all(re.match(r" *(// |/\*\* | \* )", it) for it in left_out), name
        assert re.search(r"^ *(//|/\*)", answer.text, re.MULTILINE) is None, name


async def test_what_has_not_changed_is_not_sent_again(
    client: httpx2.AsyncClient,
) -> None:
    first = await client.get("/app/app.js")
    headers = {"If-None-Match": first.headers["ETag"]}

    again = await client.get("/app/app.js", headers=headers)
    changed = await client.get("/app/app.js", headers={"If-None-Match": 'W/"other"'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert changed.content == first.content


async def test_files_are_squeezed_for_who_can_read_that(
    client: httpx2.AsyncClient,
) -> None:
    squeezed = await client.get("/app/app.js", headers={"Accept-Encoding": "br, gzip"})
    plain = await client.get("/app/app.js", headers={"Accept-Encoding": "identity"})

    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert squeezed.headers["Vary"] == "Accept-Encoding"
    assert int(squeezed.headers["Content-Length"]) == len(gzip.compress(plain.content, mtime=0))
    assert "Content-Encoding" not in plain.headers
    assert squeezed.content == plain.content


async def test_words_are_those_of_the_bot(client: httpx2.AsyncClient) -> None:
    russian = (await client.get("/app/texts/ru.json")).json()
    english = await client.get("/app/texts/en.json")

    assert russian["Courses"] == "Курсы"
    assert len(russian["Renews in {count} second"]) == 3
    assert json.loads(english.content) == {}
