import { html } from "../html.js";

const QUIET = 3;

/** From its rows as the server has drawn them: each a number in hexadecimal, a bit a module. */
export function Qr({ rows, label, isStale }) {
  const side = rows.length + 2 * QUIET;
  return html`<svg class=${`qr ${isStale ? "is-stale" : ""}`} viewBox=${`0 0 ${side} ${side}`} role="img" aria-label=${label}>
    <rect width=${side} height=${side} />
    <path d=${rows.map(line).join("")} shape-rendering="crispEdges" />
  </svg>`;
}

function line(row, y, rows) {
  const bits = [...row].map((it) => parseInt(it, 16).toString(2).padStart(4, "0")).join("");
  const modules = bits.padStart(rows.length, "0").slice(-rows.length);
  return [...modules.matchAll(/1+/g)]
    .map((it) => `M${it.index + QUIET} ${y + QUIET}h${it[0].length}v1h-${it[0].length}z`)
    .join("");
}
