// What a Mini App asks in a small window over itself.
import { useEffect, useRef } from "preact/hooks";

import { html } from "../html.js";
import { t } from "../i18n.js";
import { change, close } from "./session.js";

export function Popup({ title, message, buttons = [{ type: "close" }], post }) {
  const onClose = (id) => {
    change({ popup: null });
    post("popup_closed", id === undefined ? {} : { button_id: id });
  };
  return html`<${Question} title=${title} message=${message} buttons=${buttons} onClose=${onClose} />`;
}

export function ClosingPopup() {
  const buttons = [{ type: "cancel" }, { type: "destructive", id: "close", text: t("close") }];
  const onClose = (id) => (id === "close" ? close() : change({ isClosing: false }));
  return html`<${Question} message=${t("close_anyway")} buttons=${buttons} onClose=${onClose} />`;
}

function Question({ title, message, buttons, onClose }) {
  const root = useRef(null);
  useEffect(() => root.current.querySelector("footer button:last-child").focus(), []);
  const onKeyDown = (event) => event.key === "Escape" && onClose();
  return html`<div class="app-veil" onKeyDown=${onKeyDown}>
    <section class="popup" role="alertdialog" aria-modal="true" aria-label=${title || message} ref=${root}>
      ${title && html`<h3 dir="auto">${title}</h3>`}
      <p dir="auto">${message}</p>
      <footer>${buttons.map((it) => html`<${Answer} button=${it} onClick=${() => onClose(it.id ?? "")} />`)}</footer>
    </section>
  </div>`;
}

const OWN_WORDS = { ok: "ok", close: "close", cancel: "cancel" };

function Answer({ button, onClick }) {
  const label = OWN_WORDS[button.type] ? t(OWN_WORDS[button.type]) : button.text;
  const isQuiet = ["cancel", "close"].includes(button.type);
  const classes = `${isQuiet ? "secondary" : "primary"} ${button.type === "destructive" ? "is-danger" : ""}`;
  return html`<button type="button" class=${classes} onClick=${onClick}>${label}</button>`;
}
