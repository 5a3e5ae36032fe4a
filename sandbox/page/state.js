// What the page knows. Everything here comes from the server and can be asked for again.
import { computed, signal } from "@preact/signals";

export const bot = signal(null);
export const people = signal([]);
export const isOnline = signal(false);

export const currentId = signal(null);
export const current = computed(() => people.value.find((it) => it.id === currentId.value) ?? null);

/** The open chat: {person, messages, bot, commands, menu_button, keyboard}; null while it loads. */
export const chat = signal(null);

/** The bot in the language of whose chat is open. */
export const shownBot = computed(() => chat.value?.bot ?? bot.value);

/** Ids of the people to whom the bot is typing just now. */
export const typing = signal(new Set());

/** Buttons pressed and not yet answered: {person, place, queryId}. */
export const presses = signal([]);

/** Words shown for a moment over the chat: {text, key}. */
export const notice = signal(null);

/** The one modal window: {kind, ...}. */
export const modal = signal(null);

/** The Mini App that is open; see miniapp/session.js. */
export const miniApp = signal(null);
