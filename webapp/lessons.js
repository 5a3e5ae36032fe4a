// Lessons that are on now, and at which of them passes are scanned. Kept on the phone, so that a
// page that is opened without a network knows where it is.
import { computed, signal } from "@preact/signals";

import * as api from "./api.js";
import * as clock from "./clock.js";
import { forGood } from "./storage.js";
import { person } from "./tg.js";

const STORED = `kursovod.lessons.${person.id}`;
const A_MINUTE = 60_000;

/** null: not known yet. */
export const lessons = signal(stored());

const chosenId = signal(null);

/** Of whose team the person is. */
export const own = computed(() => (lessons.value ?? []).filter((it) => it.is_staff));

/** The server has told them to this page. */
let isTold = false;

/** Where passes count; null where there is none, or several and none is chosen. */
export const current = computed(() => {
  const isOnlyOne = own.value.length === 1 && (isTold || !chosenId.value);
  return own.value.find((it) => it.id === chosenId.value) ?? (isOnlyOne ? own.value[0] : null);
});

/** Where passes count, as far as the button in the chat or the person has said it. The server
 * knows it better than we do without a network; once it has told us, what is over is forgotten. */
export const targetId = computed(() => current.value?.id ?? (isTold && own.value.length ? null : chosenId.value));

export async function load() {
  const found = await api.get("/me/lessons");
  isTold = true;
  lessons.value = found;
  forGood.setItem(STORED, JSON.stringify(found));
}

let loading = null;

/** Other lessons may be on by now; without a network, those that are known stay. */
export function refresh() {
  loading ??= load().catch(() => {}).finally(() => (loading = null));
  return loading;
}

/** While the page is open, which may be all day. */
export function follow() {
  addEventListener("online", refresh);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  setInterval(() => document.hidden || areOn() || refresh(), A_MINUTE);
}

const areOn = () => lessons.value?.length && lessons.value.every((it) => Date.parse(it.closes_at) > clock.now());

/** Which one has been asked: who does not answer may scan the code of the room. */
export const asked = { once: false };

export function choose(id) {
  chosenId.value = id;
}

/** Those of another day are of no use. */
function stored() {
  const known = JSON.parse(forGood.getItem(STORED) ?? "null");
  const there = known?.filter((it) => Date.parse(it.closes_at) > clock.now());
  return there?.length ? there : null;
}
