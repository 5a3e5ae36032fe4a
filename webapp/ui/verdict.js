// What became of the last scan, large enough to be read at arm's length.
import { html } from "../html.js";
import { timeOf } from "../i18n.js";
import * as words from "../words.js";
import { Icon } from "./icons.js";

/** Always there, so that a screen reader says what it changes to. */
export function Verdict({ verdict, children }) {
  return html`<section class=${`verdict is-${verdict?.tone ?? "idle"}`} role="status" aria-live="assertive">
    ${verdict ? html`<${Told} verdict=${verdict} />` : children}
  </section>`;
}

function Told({ verdict }) {
  if (verdict.code === "checking") return html`<i class="spinner"></i><p class="verdict-word">${words.scanner.checking()}</p>`;
  const { code, isSelf, name, course, points } = verdict;
  const step = stepOf(verdict);
  return html`<${Icon} name=${verdict.tone} />
    <p class="verdict-word">${words.verdict(code, isSelf)}</p>
    ${name && !isSelf && html`<p class="verdict-name" dir="auto">${name}</p>`}
    ${course && html`<p dir="auto">${course}</p>`}
    ${points > 0 && html`<p>${words.pointsOf(points)}</p>`}
    ${step && html`<p>${step}</p>`}`;
}

/** The answer may know more than its code says. */
function stepOf({ code, isSelf, opens_at, elsewhere, needs_renewing }) {
  if (code === "not_open_yet" && opens_at) return words.opensAt(timeOf(opens_at));
  if (elsewhere) return words.expectedAt(elsewhere);
  return needs_renewing ? words.needsRenewing() : words.nextStep(code, isSelf);
}
