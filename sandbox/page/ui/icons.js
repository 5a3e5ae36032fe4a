// Drawn for this page, 24 by 24, in the colour of the text beside them.
import { html } from "../html.js";

const PATHS = {
  add: "M12 5v14M5 12h14",
  attach: "M19 11.500l-7.2 7.200a4.6 4.6 0 0 1-6.5-6.500l7.6-7.600a3 3 0 0 1 4.3 4.300l-7.5 7.500a1.5 1.5 0 0 1-2.1-2.100l6.8-6.8",
  back: "M15 5l-7 7 7 7",
  ban: "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM6 6l12 12",
  camera: "M4 9V6a2 2 0 0 1 2-2h3M15 4h3a2 2 0 0 1 2 2v3M20 15v3a2 2 0 0 1-2 2h-3M9 20H6a2 2 0 0 1-2-2v-3M8.5 8.500h2v2h-2zM13.5 8.500h2v2h-2zM8.5 13.500h2v2h-2zM13.5 13.500h2v2h-2z",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h10v10H9zM5 15V5h10",
  down: "M5 9l7 7 7-7",
  file: "M6 3.500h8l4 4v13H6zM14 3.500v4h4",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  menu: "M5 7h14M5 12h14M5 17h9",
  moon: "M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10z",
  more: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  out: "M8 16L17 7M9 7h8v8",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c.8-4 3.8-5.5 7.5-5.500s6.7 1.5 7.5 5.5",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 2-2 5 5M15.5 9v.01",
  place: "M12 21c4-4.5 6.5-7.7 6.5-11a6.5 6.5 0 0 0-13 0c0 3.3 2.5 6.5 6.5 11zM12 7.800a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.400z",
  reload: "M19 12a7 7 0 1 1-2.2-5.100L19 9M19 4v5h-5",
  send: "M12 19V5M5.5 11.500L12 5l6.5 6.5",
  settings: "M5 7h9M18 7h1M5 17h1M10 17h9M16 5v4M8 15v4",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M5.3 18.700l1.4-1.400M17.3 6.700l1.4-1.4",
  window: "M4 5h16v14H4zM4 9.500h16",
};

export function Icon({ name }) {
  return html`<svg class=${`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
    <path d=${PATHS[name]} />
  </svg>`;
}

/** A round button with an icon; the label is for the pointer and for screen readers. */
export function IconButton({ icon, label, class: extra = "", ...rest }) {
  return html`<button type="button" class=${`icon-button ${extra}`} title=${label} aria-label=${label} ...${rest}>
    <${Icon} name=${icon} />
  </button>`;
}
