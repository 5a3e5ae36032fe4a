import { computed, effect, signal } from "@preact/signals";

import en from "./texts/en.js";
import ru from "./texts/ru.js";

const TEXTS = { ru, en };
const STORED = "sandbox-language";

export const language = signal(
  localStorage.getItem(STORED) ?? (navigator.language.startsWith("ru") ? "ru" : "en"),
);

export function setLanguage(code) {
  localStorage.setItem(STORED, code);
  language.value = code;
}

export function t(key, values = {}) {
  return TEXTS[language.value][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const formats = computed(() => ({
  time: new Intl.DateTimeFormat(language.value, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  day: new Intl.DateTimeFormat(language.value, { day: "numeric", month: "long" }),
  shortDay: new Intl.DateTimeFormat(language.value, { day: "numeric", month: "short" }),
  relative: new Intl.RelativeTimeFormat(language.value, { numeric: "auto" }),
}));

/** Seconds since 1970, as Telegram counts. */
export const timeOf = (date) => formats.value.time.format(date * 1000);

export function dayOf(date) {
  const ago = daysAgo(date);
  const words = ago < 2 ? formats.value.relative.format(-ago, "day") : formats.value.day.format(date * 1000);
  return words[0].toUpperCase() + words.slice(1);
}

/** Today the time, before that the day. */
export const momentOf = (date) =>
  daysAgo(date) === 0 ? timeOf(date) : formats.value.shortDay.format(date * 1000);

function daysAgo(date) {
  const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);
  return Math.round((midnight(Date.now()) - midnight(date * 1000)) / 86_400_000);
}

effect(() => {
  document.documentElement.lang = language.value;
});
