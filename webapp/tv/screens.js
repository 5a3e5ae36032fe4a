import { html } from "../html.js";
import { Qr } from "../ui/qr.js";
import { leave } from "./stream.js";

export function Number({ title, number, steps, isAway }) {
  return html`<main class="number">
    <h1>${title}</h1>
    <p class="digits" aria-live="polite">${number}</p>
    <ol>${steps.map((it) => html`<li>${it}</li>`)}</ol>
    <${Away} isAway=${isAway} />
  </main>`;
}

export function Code({ title, about, scan, type, soon, came, newest, names, leave: label, qr, digits, isAway }) {
  return html`<main class=${`code ${isAway ? "is-away" : ""}`}>
    <header><h1>${title}</h1><p>${about}</p></header>
    <section class="picture">
      ${qr ? html`<${Qr} rows=${qr} label=${scan} />` : html`<p class="soon">${soon}</p>`}
    </section>
    <section class="words">
      ${qr && html`<p>${scan}</p><p>${type}</p><p class="digits">${spaced(digits)}</p>`}
      <p class="came" aria-live="polite">${came}</p>
      ${names.length > 0 && html`<div class="newest"><h2>${newest}</h2><ul>${names.map((it) => html`<li key=${it} dir="auto">${it}</li>`)}</ul></div>`}
    </section>
    <button type="button" onClick=${leave}>${label}</button>
    <${Away} isAway=${isAway} />
  </main>`;
}

export function Closed({ title, about, came, again, isAway }) {
  return html`<main class="closed">
    <h1>${title}</h1>
    <p>${about}</p>
    <p class="came">${came}</p>
    <button type="button" onClick=${leave}>${again}</button>
    <${Away} isAway=${isAway} />
  </main>`;
}

export function Elsewhere({ title, again }) {
  return html`<main class="closed">
    <h1>${title}</h1>
    <button type="button" onClick=${() => location.reload()}>${again}</button>
  </main>`;
}

const spaced = (digits) => `${digits.slice(0, 3)}\u00a0${digits.slice(3)}`;

/** A dot that blinks: words would make the room wait for something. */
const Away = ({ isAway }) => isAway && html`<i class="away" role="status" aria-label="…"></i>`;
