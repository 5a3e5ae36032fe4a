// One scan after another: what was read, what became of it, and the list of the last ones.
import { signal } from "@preact/signals";

import * as api from "./api.js";
import * as codes from "./codes.js";
import * as lessons from "./lessons.js";
import * as queue from "./queue.js";
import { go } from "./route.js";
import * as tg from "./tg.js";
import * as words from "./words.js";

/** Longer than this, nobody at the door waits for an answer. */
const PATIENCE = 900;
const SHOWN = { good: 900, wait: 700, fair: 1600, bad: 2200 };
const SAME_AGAIN = 3000;
const MOST_LISTED = 30;
const UNDO = 60_000;
const DONE = new Set(["checked_in", "late"]);

const TONES = { checked_in: "good", late: "fair", already: "fair", waits: "fair", queued: "wait" };
const FEELS = { good: "success", wait: "success", fair: "warning", bad: "error" };

/** {key, code, tone, isSelf, name, ...}, what the answer told; null: nothing is shown. */
export const verdict = signal(null);
export const listed = signal([]);
export const isScanning = signal(false);

let last = { text: null, at: 0 };
let shownScan = null;
let timer = null;

export function start() {
  queue.start(onAnswer);
  return tg.listenToScanner(onText, () => stop());
}

export function scan() {
  verdict.value = null;
  isScanning.value = true;
  tg.openScanner(words.scanner.hint());
}

export function stop() {
  isScanning.value = false;
  clearTimeout(timer);
  tg.closeScanner();
}

/** What brings the scan of a code, the six digits, or a name. */
export function submit(path, body) {
  if (queue.holds(path, body)) return show({ code: "waits" });
  const scan = queue.add(path, body);
  shownScan = scan.nonce;
  verdict.value = { code: "checking", tone: "wait" };
  setTimeout(() => {
    if (shownScan === scan.nonce) show({ code: "queued", isSelf: isSelf(scan) });
  }, PATIENCE);
  return undefined;
}

export function dismiss() {
  if (isScanning.peek()) stop();
  clearTimeout(timer);
  shownScan = null;
  verdict.value = null;
}

/** By this page, since it was opened. */
export const isMarked = (userId) => listed.value.some((it) => it.userId === userId && it.tone !== "bad");

/** Whether it was wrong can be said for a minute. */
export const canUndo = ({ code, attendance_id, told, isSelf: isOwn }) =>
  Boolean(attendance_id) && !isOwn && DONE.has(code) && Date.now() - told < UNDO;

export async function undo(result) {
  try {
    await api.remove(`/attendance/${result.attendance_id}`);
    relist(result.key, { code: "undone", tone: "wait" });
  } catch {
    show({ code: "not_undone", name: result.name });
  }
}

function relist(key, news) {
  listed.value = listed.value.map((it) => (it.key === key ? { ...it, ...news } : it));
}

function onText(text) {
  const isSame = text === last.text && Date.now() - last.at < SAME_AGAIN;
  last = { text, at: Date.now() };
  if (isSame) return;
  // Closed for a moment, or nobody would see what became of it.
  tg.closeScanner();
  const code = codes.read(text);
  if (!code) show({ code: "foreign" });
  else if (code.kind === "room") submit("/check-ins", { code: code.token });
  else if (lessons.targetId.value) submit(`/lessons/${lessons.targetId.value}/check-ins`, { pass: code.token });
  else if (lessons.own.value.length) go("choice");
  else show({ code: lessons.lessons.value ? "pass_of_own" : "lessons_unknown" });
}

function onAnswer(scan, answer, refusal) {
  const known = refusal ? { ...refusal.facts, code: refusal.code } : { ...answer, code: answer.answer };
  const result = { ...known, isSelf: isSelf(scan), at: scan.at, userId: scan.body.user_id, key: scan.nonce };
  Object.assign(result, { tone: toneOf(result.code), told: Date.now() });
  listed.value = [result, ...listed.value].slice(0, MOST_LISTED);
  if (canUndo(result)) setTimeout(relist, UNDO, result.key);
  if (shownScan === scan.nonce) show(result);
  else if (result.tone === "bad") tg.feel("error");
}

function show(result) {
  shownScan = null;
  const tone = toneOf(result.code);
  verdict.value = { ...result, tone };
  tg.feel(FEELS[tone]);
  clearTimeout(timer);
  if (isScanning.value) timer = setTimeout(scan, SHOWN[tone]);
}

function toneOf(code) {
  return TONES[code] ?? "bad";
}

function isSelf({ path, body }) {
  return path === "/check-ins" || "code" in body;
}
