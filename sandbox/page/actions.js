// What changes the state: the server's events, and what the person at the screen does.
import * as api from "./api.js";
import { t } from "./i18n.js";
import { follow } from "./links.js";
import {
  bot, chat, current, currentId, miniApp, modal, notice, people, presses, typing,
} from "./state.js";

const TYPING_LASTS = 5000;
const NOTICE_LASTS = 4000;

export async function loadEverything() {
  const state = await api.state();
  bot.value = state.bot;
  people.value = state.people;
  if (!current.value) leaveChat();
  if (currentId.value !== null) await loadChat(currentId.value);
}

export function openChat(person) {
  if (person === currentId.value) return;
  currentId.value = person;
  chat.value = null;
  presses.value = [];
  notice.value = null;
  miniApp.value = null;
  attempt(() => loadChat(person));
}

export function leaveChat() {
  currentId.value = null;
  chat.value = null;
  miniApp.value = null;
}

let arrivedMeanwhile = null;

/** What happens to the chat while it is being fetched is applied to what was fetched. */
async function loadChat(person) {
  const arrived = (arrivedMeanwhile = []);
  const loaded = await api.chat(person);
  if (arrivedMeanwhile !== arrived) return;
  arrivedMeanwhile = null;
  chat.value = { person, ...loaded, keyboard: loaded.messages.reduce(replyKeyboard, null) };
  for (const change of arrived) change();
  markRead(person);
}

function markRead(person) {
  people.value = people.value.map((it) => (it.id === person ? { ...it, unread: 0 } : it));
}

function changeChat(person, change) {
  if (person !== currentId.value) return;
  const apply = () => (chat.value = { ...chat.value, ...change(chat.value) });
  if (arrivedMeanwhile) arrivedMeanwhile.push(apply);
  else if (chat.value) apply();
}

export function onMessage({ person, message }) {
  if (!message.outgoing) stopTyping(person);
  changeChat(person, ({ messages, keyboard }) => ({
    messages: withMessage(messages, message),
    keyboard: replyKeyboard(keyboard, message),
  }));
  if (person === currentId.value) api.read(person).then(() => markRead(person), () => {});
}

function withMessage(messages, message) {
  const others = messages.filter((it) => it.message_id !== message.message_id);
  return [...others, message].sort((a, b) => a.message_id - b.message_id);
}

/** The keyboard in place of the phone's own after this message. */
function replyKeyboard(before, { outgoing, reply_markup: markup }) {
  if (outgoing) return before?.one_time_keyboard ? null : before;
  if (markup?.keyboard) return markup;
  return markup?.remove_keyboard ? null : before;
}

export function onEdit({ person, message }) {
  changeChat(person, ({ messages }) => ({
    messages: messages.map((it) => (it.message_id === message.message_id ? message : it)),
  }));
}

export function onDelete({ person, message_id }) {
  changeChat(person, ({ messages }) => ({
    messages: messages.filter((it) => it.message_id !== message_id),
  }));
}

export function onPeople(everybody) {
  people.value = everybody;
  if (currentId.value !== null && !current.value) leaveChat();
}

/** The bot shows something else of itself to that person; null stands for everybody. */
export function onProfile({ person }) {
  const id = currentId.value;
  if (id === null || (person ?? id) !== id) return;
  attempt(async () => {
    const { messages: _, ...shown } = await api.chat(id);
    changeChat(id, () => shown);
  });
}

const typingEnds = new Map();

export function onAction({ person }) {
  typing.value = new Set(typing.value).add(person);
  clearTimeout(typingEnds.get(person));
  typingEnds.set(person, setTimeout(() => stopTyping(person), TYPING_LASTS));
}

function stopTyping(person) {
  typing.value = new Set([...typing.value].filter((it) => it !== person));
}

const answered = new Set();

export function onAnswer({ person, query_id, text, show_alert, url }) {
  release(query_id);
  if (person !== currentId.value) return;
  if (url) follow(url);
  if (text && show_alert) modal.value = { kind: "alert", text };
  else if (text) say(text);
}

export function onExpired({ person, query_id }) {
  release(query_id);
  if (person === currentId.value) say(t("no_answer"));
}

function release(queryId) {
  answered.add(queryId);
  presses.value = presses.value.filter((it) => it.queryId !== queryId);
}

/** Some events are lost for good: nobody will tell us of the answers. */
export function onReload() {
  presses.value = [];
}

export async function pressButton(message, row, column) {
  const place = `${message.message_id}:${row}:${column}`;
  if (presses.value.some((it) => it.place === place)) return;
  presses.value = [...presses.value, { place, queryId: null }];
  const pressed = await attempt(() => api.press(currentId.value, message.message_id, row, column));
  presses.value = presses.value
    .map((it) => (it.place === place ? { ...it, queryId: pressed?.query_id } : it))
    .filter((it) => it.place !== place || (pressed && !answered.has(pressed.query_id)));
}

export function say(text) {
  const shown = { text, key: Date.now() };
  notice.value = shown;
  setTimeout(() => notice.value === shown && (notice.value = null), NOTICE_LASTS);
}

/** Run it; a refusal or a lost connection is told in words. Returns undefined then. */
export async function attempt(action) {
  try {
    return await action();
  } catch (error) {
    say(words(error));
    return undefined;
  }
}

function words(error) {
  if (!(error instanceof api.Refused)) return t("no_connection");
  return error.status === 409 ? t("button_gone") : t("refused", { reason: error.message });
}
