import { useEffect, useRef, useState } from "preact/hooks";

import * as api from "../api.js";
import { html } from "../html.js";
import * as lessons from "../lessons.js";
import * as texts from "../page_words.js";
import * as scanning from "../scanning.js";
import { Icon } from "../ui/icons.js";
import { Verdict } from "../ui/verdict.js";
import * as words from "../words.js";

const TYPING = 250;
const AGAIN = 3000;
const TONES = { present: "good", late: "fair" };
const AWAY = new Set(["absent", "excused"]);

/** Whoever comes without a phone is found by name. */
export default function Roster() {
  const [search, setSearch] = useState("");
  const lesson = lessons.current.value;
  const { people, next, trouble, more } = usePeople(lesson?.id, search);
  const verdict = scanning.verdict.value;
  return html`<main class="page below">
    <h1>${words.title.roster()}</h1>
    <label for="name">${texts.roster.label()}</label>
    <input id="name" type="search" autocomplete="off" value=${search} onInput=${(it) => setSearch(it.target.value)} />
    ${verdict && html`<${Verdict} verdict=${verdict} />`}
    ${trouble && html`<p class="wrong" role="status">${trouble}</p>`}
    ${!people && !trouble && html`<p class="faint" role="status">${texts.roster.loading()}</p>`}
    ${people?.length === 0 && html`<p class="faint" role="status">${search ? texts.roster.nobody() : texts.roster.empty()}</p>`}
    <ul class="list">${people?.map((it) => html`<${Person} key=${it.user_id} person=${it} lesson=${lesson} />`)}</ul>
    ${next && html`<button type="button" class="quiet" onClick=${more}>${texts.roster.more()}</button>`}
  </main>`;
}

function Person({ person, lesson }) {
  const tone = TONES[person.status] ?? (scanning.isMarked(person.user_id) ? "good" : null);
  const mark = () => scanning.submit(`/lessons/${lesson.id}/check-ins`, { user_id: person.user_id });
  return html`<li>
    <button type="button" class="line" disabled=${Boolean(tone)} onClick=${mark}>
      <span class="hidden">${tone ? words.verdict("already") : texts.roster.mark()}</span>
      <span class=${`dot is-${tone ?? "idle"}`}>${tone && html`<${Icon} name=${tone} />`}</span>
      <div><b dir="auto">${person.name}</b>${person.study_group && html`<small dir="auto">${person.study_group}</small>`}
        ${AWAY.has(person.status) && html`<small>${words.verdict(person.status)}</small>`}</div>
    </button>
  </li>`;
}

/** `trouble`: what keeps the list away, in words. */
function usePeople(lessonId, search) {
  const [page, setPage] = useState({ people: null, next: null, trouble: null });
  const isWanted = useRef(null);
  const load = async (cursor) => {
    const asked = new URLSearchParams({ ...(search && { search }), ...(cursor && { cursor }) });
    const wanted = isWanted.current;
    try {
      const found = await api.get(`/lessons/${lessonId}/roster?${asked}`);
      if (wanted !== isWanted.current) return;
      setPage(({ people }) => ({ people: cursor ? [...people, ...found.items] : found.items, next: found.next_cursor }));
    } catch (error) {
      if (wanted !== isWanted.current) return;
      const isAway = error instanceof api.Away;
      setPage((it) => ({ ...it, trouble: isAway ? texts.roster.away() : texts.roster.refused() }));
      if (isAway) wanted.timer = setTimeout(load, AGAIN, cursor);
    }
  };
  useEffect(() => {
    if (!lessonId) return undefined;
    const wanted = (isWanted.current = { timer: setTimeout(load, search ? TYPING : 0) });
    return () => {
      clearTimeout(wanted.timer);
      isWanted.current = null;
    };
  }, [lessonId, search]);
  return { ...page, more: () => load(page.next) };
}
