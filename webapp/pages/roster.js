import { useEffect, useState } from "preact/hooks";

import * as api from "../api.js";
import { html } from "../html.js";
import * as lessons from "../lessons.js";
import * as scanning from "../scanning.js";
import { Icon } from "../ui/icons.js";
import { Verdict } from "../ui/verdict.js";
import * as words from "../words.js";

const TYPING = 250;
const TONES = { present: "good", late: "fair" };

/** Whoever comes without a phone is found by name. */
export default function Roster() {
  const [search, setSearch] = useState("");
  const lesson = lessons.current.value;
  const { people, next, more } = usePeople(lesson?.id, search);
  const verdict = scanning.verdict.value;
  return html`<main class="page below">
    <h1>${words.title.roster()}</h1>
    <label for="name">${words.roster.label()}</label>
    <input id="name" type="search" autocomplete="off" value=${search} onInput=${(it) => setSearch(it.target.value)} />
    ${verdict && html`<${Verdict} verdict=${verdict} />`}
    ${!people && html`<p class="faint" role="status">${words.roster.loading()}</p>`}
    ${people?.length === 0 && html`<p class="faint" role="status">${search ? words.roster.nobody() : words.roster.empty()}</p>`}
    <ul class="list">${people?.map((it) => html`<${Person} key=${it.user_id} person=${it} lesson=${lesson} />`)}</ul>
    ${next && html`<button type="button" class="quiet" onClick=${more}>${words.roster.more()}</button>`}
  </main>`;
}

function Person({ person, lesson }) {
  const tone = TONES[person.status] ?? (scanning.isMarked(person.user_id) ? "good" : null);
  const mark = () => scanning.submit(`/lessons/${lesson.id}/check-ins`, { user_id: person.user_id });
  return html`<li>
    <button type="button" class="line" disabled=${Boolean(tone)} onClick=${mark}>
      <span class="hidden">${tone ? words.verdict("already") : words.roster.mark()}</span>
      <span class=${`dot is-${tone ?? "idle"}`}>${tone && html`<${Icon} name=${tone} />`}</span>
      <div><b dir="auto">${person.name}</b>${person.study_group && html`<small dir="auto">${person.study_group}</small>`}</div>
    </button>
  </li>`;
}

function usePeople(lessonId, search) {
  const [page, setPage] = useState({ people: null, next: null });
  const load = async (cursor) => {
    const asked = new URLSearchParams({ ...(search && { search }), ...(cursor && { cursor }) });
    const found = await api.get(`/lessons/${lessonId}/roster?${asked}`);
    setPage(({ people }) => ({ people: cursor ? [...people, ...found.items] : found.items, next: found.next_cursor }));
  };
  useEffect(() => {
    if (!lessonId) return undefined;
    const timer = setTimeout(() => load().catch(() => {}), search ? TYPING : 0);
    return () => clearTimeout(timer);
  }, [lessonId, search]);
  return { ...page, more: () => load(page.next).catch(() => {}) };
}
