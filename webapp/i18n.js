// The words of words.js in the person's language, from the same translations as the bot's.
import { effect, signal } from "@preact/signals";

import { forGood } from "./storage.js";
import { person } from "./tg.js";

const LANGUAGES = ["ru", "en"];
const STORED = "kursovod.language";
const ZONE = "kursovod.zone";
const FORMS = { one: 0, few: 1, many: 2, other: 1 };

/** What the person chose in the bot; until that is known, the last time's or Telegram's. */
export const language = signal(known(forGood.getItem(STORED)) ?? known(person.language_code) ?? "ru");

const translations = signal({});

export const _ = (sentence, values) => fill(translations.value[sentence] ?? sentence, values);

export function ngettext(one, many, count) {
  const forms = translations.value[one] ?? [one, many];
  const rule = new Intl.PluralRules(language.value).select(count);
  return fill(forms[FORMS[rule]], { count });
}

export async function speak(wanted) {
  const code = known(wanted) ?? language.value;
  const answer = await fetch(new URL(`texts/${code}.json`, import.meta.url));
  translations.value = await answer.json();
  language.value = code;
  forGood.setItem(STORED, code);
}

/** The person's, or the campus's: the phone may stand in another. */
let zone = forGood.getItem(ZONE) ?? undefined;

export function liveIn(timeZone) {
  zone = timeZone;
  forGood.setItem(ZONE, zone);
}

export function timeOf(at) {
  const how = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  try {
    return new Date(at).toLocaleTimeString(language.value, { ...how, timeZone: zone });
  } catch {
    // An old browser may not know the zone by that name.
    return new Date(at).toLocaleTimeString(language.value, how);
  }
}

export const hoursOf = (lesson) => `${timeOf(lesson.starts_at)}–${timeOf(lesson.ends_at)}`;

function known(code) {
  const short = code?.slice(0, 2);
  return LANGUAGES.includes(short) ? short : null;
}

function fill(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
}

effect(() => {
  document.documentElement.lang = language.value;
});
