import { html } from "../html.js";

const HUES = 7;
const graphemes = new Intl.Segmenter();

export function Avatar({ id, name, small = false }) {
  const classes = `avatar hue-${Math.abs(id) % HUES} ${small ? "avatar-small" : ""}`;
  return html`<span class=${classes} aria-hidden="true">${initials(name)}</span>`;
}

/** The first letters of the first two words that have any; an emoji for who has only those. */
function initials(name) {
  const letters = name.split(/\s+/).map(firstLetter).filter(Boolean).slice(0, 2);
  return letters.length ? letters.join("").toUpperCase() : (split(name.trim())[0] ?? "?");
}

const firstLetter = (word) => split(word).find((it) => /[\p{L}\p{N}]/u.test(it));

const split = (text) => [...graphemes.segment(text)].map((it) => it.segment);
