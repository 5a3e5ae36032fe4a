// A modal window: the browser's own <dialog>, which keeps the focus inside and gives it back.
import { useEffect, useRef } from "preact/hooks";

import { html } from "../html.js";
import { t } from "../i18n.js";
import { IconButton } from "./icons.js";

export function Window({ title, onClose, class: extra = "", children }) {
  const element = useRef(null);
  useEffect(() => element.current.showModal(), []);
  return html`<dialog
    ref=${element}
    class=${`window ${extra}`}
    aria-label=${title}
    onClose=${onClose}
    onClick=${(event) => event.target === element.current && onClose()}
  >
    <div class="window-body">
      <header class="window-head">
        <h2>${title}</h2>
        <${IconButton} icon="close" label=${t("close")} onClick=${onClose} />
      </header>
      ${children}
    </div>
  </dialog>`;
}
