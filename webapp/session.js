// Who is signed in. What Telegram gave us is good for an hour: it is exchanged for a session that
// is prolonged while the page is open.
import { signal } from "@preact/signals";

import * as clock from "./clock.js";
import { liveIn, speak } from "./i18n.js";
import { forNow } from "./storage.js";
import { initData, person } from "./tg.js";

const STORED = `kursovod.session.${person.id}`;
const TIMEOUT = 8000;

/** Why nobody is signed in: the code of a refusal, "outside" or "ended"; else null. */
export const refusal = signal(initData ? null : "outside");

export const name = signal("");

let session = JSON.parse(forNow.getItem(STORED) ?? "null");
let opening = null;

/** What a request is signed with. Raises what asking for a session does. */
export async function authorization() {
  if (!session || Date.parse(session.expires_at) <= clock.now()) await open();
  else if (isHalfOver(session)) void prolong();
  return `Bearer ${session.token}`;
}

/** The server no longer knows it. */
export function forget() {
  session = null;
  forNow.removeItem(STORED);
}

/** Once, however many ask for it. */
export function open() {
  opening ??= exchange(`tma ${initData}`).finally(() => (opening = null));
  return opening;
}

function prolong() {
  // Where that fails, whoever asks next opens another one; only there a refusal is the end.
  opening ??= exchange(`Bearer ${session.token}`, forget).catch(() => {}).finally(() => (opening = null));
  return opening;
}

async function exchange(signature, refuse = end) {
  const askedAt = Date.now();
  const answer = await fetch("/app/session", {
    method: "POST",
    headers: { Authorization: signature },
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (answer.status >= 500 || answer.status === 429) throw new TypeError(`status ${answer.status}`);
  const body = await answer.json();
  if (!answer.ok) return refuse(answer.status === 401 ? "ended" : body.code);
  clock.set(body.now, askedAt, Date.now());
  return keep(body);
}

export class SignInRefused extends Error {}

/** Nothing can be asked any more. */
export function end(why = "ended") {
  forget();
  refusal.value = why;
  throw new SignInRefused(why);
}

function keep(body) {
  session = { token: body.token, expires_at: body.expires_at, opened_at: clock.now() };
  forNow.setItem(STORED, JSON.stringify(session));
  name.value = body.name;
  liveIn(body.tz);
  refusal.value = null;
  void speak(body.language).catch(() => {});
}

function isHalfOver({ opened_at, expires_at }) {
  return clock.now() > (opened_at + Date.parse(expires_at)) / 2;
}
