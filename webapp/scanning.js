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

/** Marks of the course team that no code changes. */
const AWAY = new Set(["absent", "excused"]);

/** Told so, one may have the lessons of before. */
const OTHER_LESSON = new Set(["closed", "not_open_yet", "wrong_lesson", "lesson_cancelled"]);

const TONES = { checked_in: "good", late: "fair", already: "fair", waits: "fair", unsent: "fair", queued: "wait" };
const FEELS = { good: "success", wait: "success", fair: "warning", bad: "error" };

const CHECKING = { code: "checking", tone: "wait" };

/** {key, code, tone, isSelf, name, ...}, what the answer told; null: nothing is shown. */
export const verdict = signal(null);
export const listed = signal([]);
export const isScanning = signal(false);

let last = { text: null, at: 0 };
let timer = null;

export function start() {
  queue.start(onAnswer);
  tg.listenToScanner(onText, onClosed);
}

export function scan() {
  verdict.value = null;
  isScanning.value = true;
  tg.openScanner(words.scanner.hint());
}

export function stop() {
  onClosed();
  tg.closeScanner();
}

/** What brings the scan of a code, the six digits, or a name. */
export function submit(path, body) {
  if (queue.holds(path, body)) return show({ code: "waits" });
  const scan = queue.add(path, body);
  const key = scan.nonce;
  const checking = (verdict.value = { key, ...CHECKING });
  setTimeout(() => {
    const code = isSelf(scan) ? "unsent" : "queued";
    if (verdict.value === checking) show({ key, code, isSelf: isSelf(scan) });
  }, PATIENCE);
  return undefined;
}

const isShown = (key) => verdict.value?.key === key;

export function dismiss() {
  if (isScanning.peek()) stop();
  clearTimeout(timer);
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
  else onPass(code.token);
}

function onClosed() {
  isScanning.value = false;
  clearTimeout(timer);
}

async function onPass(pass) {
  const { targetId, own } = lessons;
  if (!targetId.value && !own.value.length) {
    // It may have begun since the page was opened.
    verdict.value = CHECKING;
    await lessons.refresh();
  }
  if (targetId.value) submit(`/lessons/${targetId.value}/check-ins`, { pass });
  else if (own.value.length) go("choice");
  else show({ code: lessons.lessons.value ? "pass_of_own" : "lessons_unknown" });
}

function onAnswer(scan, answer, refusal) {
  const known = refusal ? { ...refusal.facts, code: refusal.code } : { ...answer, code: codeOf(answer) };
  const result = { ...known, isSelf: isSelf(scan), at: scan.at, userId: scan.body.user_id, key: scan.nonce };
  Object.assign(result, { tone: toneOf(result.code), told: Date.now() });
  listed.value = [result, ...listed.value.filter((it) => it.key !== scan.nonce)].slice(0, MOST_LISTED);
  if (canUndo(result)) setTimeout(relist, UNDO, result.key);
  if (!isShown(scan.nonce)) {
    if (result.tone === "bad") tg.feel("error");
    return;
  }
  if (OTHER_LESSON.has(result.code)) lessons.refresh();
  show(result);
}

const codeOf = ({ answer, status }) => (answer === "already" && AWAY.has(status) ? status : answer);

function show(result) {
  const tone = toneOf(result.code);
  verdict.value = { ...result, tone };
  tg.feel(FEELS[tone]);
  clearTimeout(timer);
  // Oneself one checks in once.
  if (result.isSelf && tone !== "bad") isScanning.value = false;
  if (isScanning.value) timer = setTimeout(scan, SHOWN[tone]);
}

function toneOf(code) {
  return TONES[code] ?? "bad";
}

const isSelf = queue.isCode;
