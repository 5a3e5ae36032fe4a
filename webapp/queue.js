// Scans on their way to the server. Each is on the phone before it is sent and until it is
// answered, so that neither a bad network nor a closed page loses one. Sent twice, by two pages or
// two phones, it is still done once: the server knows it by its nonce.
import { signal } from "@preact/signals";

import * as api from "./api.js";
import * as clock from "./clock.js";
import { SignInRefused } from "./session.js";
import { forGood } from "./storage.js";
import { person } from "./tg.js";

const PLACE = `kursovod.scan.${person.id}.`;
const AT_ONCE = 4;
const A_SECOND = 1000;
const FIRST_PAUSE = A_SECOND;
const LONGEST_PAUSE = 10_000;

/** After that, no code of a room is accepted, and none can have waited. */
const CODE_LASTS = 75_000;

/** Those that wait, the oldest first: {nonce, at, scannedAt, path, body}. */
export const waiting = signal(stored());

let onAnswer = () => {};
let isSending = false;
let pause = FIRST_PAUSE;
let timer = null;

/** How often each was sent in vain, by its nonce. */
const failures = new Map();

/** `tell(scan, answer, refusal)`, one of the two null, for each scan that has come through. */
export function start(tell) {
  onAnswer = tell;
  addEventListener("storage", refresh);
  setInterval(drop, A_SECOND);
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  send();
}

export function add(path, body) {
  const scan = { nonce: crypto.randomUUID(), at: Date.now(), scannedAt: clock.told(), path, body };
  forGood.setItem(PLACE + scan.nonce, JSON.stringify(scan));
  refresh();
  send();
  return scan;
}

/** The code of a room, by which one checks oneself in: that cannot wait for a network. */
export const isCode = ({ body }) => "code" in body;

/** The same code waits already. */
export const holds = (path, body) =>
  waiting.value.some((it) => it.path === path && JSON.stringify(it.body) === JSON.stringify(body));

async function send() {
  if (isSending || !waiting.value.length) return;
  isSending = true;
  clearTimeout(timer);
  try {
    await alone(sendAll);
    pause = FIRST_PAUSE;
  } catch (error) {
    // Signed out: nothing gets through until the page is opened again.
    if (!(error instanceof SignInRefused)) later(error.retryAfter);
  } finally {
    isSending = false;
  }
}

/** One page at a time, where the browser can tell. */
function alone(work) {
  return navigator.locks ? navigator.locks.request(PLACE, work) : work();
}

async function sendAll() {
  refresh();
  drop();
  // The first one shows whether there is a way through.
  for (let count = 1; waiting.value.length; count = AT_ONCE) {
    const sent = await Promise.allSettled(inTurn().slice(0, count).map(sendOne));
    const failed = sent.find((it) => it.status === "rejected");
    if (failed) throw failed.reason;
  }
}

/** One that the server cannot take does not keep the others waiting. */
const inTurn = () => [...waiting.value].sort((one, other) => failed(one) - failed(other));

const failed = ({ nonce }) => failures.get(nonce) ?? 0;

async function sendOne(scan) {
  try {
    settle(scan, await once(scan), null);
    pause = FIRST_PAUSE;
  } catch (error) {
    if (!(error instanceof api.Refused)) {
      failures.set(scan.nonce, failed(scan) + 1);
      throw error;
    }
    settle(scan, null, error);
  }
}

/** Who is in the room is told that they have to scan again. */
function drop() {
  for (const scan of waiting.value) {
    if (isCode(scan) && Date.now() - scan.at > CODE_LASTS) settle(scan, null, { code: "code_expired" });
  }
}

async function once(scan) {
  try {
    return await api.post(scan.path, timed(scan), scan.nonce);
  } catch (error) {
    // Another phone had the same scan, and another clock. The mark itself is made once.
    if (error.code === "key_reused") return api.post(scan.path, timed(scan));
    throw error;
  }
}

/** The code that a room sees is judged by when it arrives, all else by when it was done. */
function timed(scan) {
  const { at, scannedAt, body } = scan;
  return isCode(scan) ? body : { ...body, scanned_at: scannedAt ?? clock.corrected(at).toISOString() };
}

function settle(scan, answer, refusal) {
  forGood.removeItem(PLACE + scan.nonce);
  refresh();
  onAnswer(scan, answer, refusal);
}

function later(retryAfter) {
  timer = setTimeout(send, Math.max(pause, (retryAfter ?? 0) * 1000) * (1 + Math.random() / 4));
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

function refresh() {
  waiting.value = stored();
}

function stored() {
  return forGood.keys()
    .filter((key) => key.startsWith(PLACE))
    .map((key) => JSON.parse(forGood.getItem(key)))
    .filter(Boolean)
    .sort((one, other) => one.at - other.at);
}
