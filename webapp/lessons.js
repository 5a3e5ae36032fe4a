// Lessons that are on now, and at which of them passes are scanned. Kept on the phone, so that a
// page that is opened without a network knows where it is.
import { computed, signal } from "@preact/signals";

import * as api from "./api.js";
import * as clock from "./clock.js";
import { forGood } from "./storage.js";
import { person } from "./tg.js";

const STORED = `kursovod.lessons.${person.id}`;

/** null: not known yet. */
export const lessons = signal(stored());

const chosenId = signal(null);

/** Of whose team the person is. */
export const own = computed(() => (lessons.value ?? []).filter((it) => it.is_staff));

/** Where passes count; null where there is none, or several and none is chosen. */
export const current = computed(
  () => own.value.find((it) => it.id === chosenId.value) ?? (own.value.length === 1 ? own.value[0] : null),
);

/** Where passes count, as far as the button in the chat or the person has said it. The server
 * knows it better than we do without a network. */
export const targetId = computed(() => current.value?.id ?? chosenId.value);

export async function load() {
  lessons.value = await api.get("/me/lessons");
  forGood.setItem(STORED, JSON.stringify(lessons.value));
}

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
