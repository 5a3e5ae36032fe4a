// The server's clock, by which scans are timed however wrong that of the phone is.

import { forGood } from "./storage.js";

const STORED = "kursovod.clock";

/** In thousandths of a second; null where no server has told us yet. */
let offset = stored();

/** Taken between these two moments of ours, the server's clock stood there. */
export function set(serverNow, askedAt, answeredAt) {
  offset = Math.round(Date.parse(serverNow) - (askedAt + answeredAt) / 2);
  forGood.setItem(STORED, offset);
}

export const now = () => Date.now() + (offset ?? 0);

/** The same in writing; null where no server has told us yet. */
export const told = () => (offset === null ? null : new Date(now()).toISOString());

/** When by the server's clock that moment of ours was. */
export const corrected = (ours) => new Date(ours + (offset ?? 0));

function stored() {
  const known = forGood.getItem(STORED);
  return known === null ? null : Number(known);
}
