// A button with three dots and what it opens: [{label, icon, onClick}].
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { html } from "../html.js";
import { t } from "../i18n.js";
import { Icon, IconButton } from "./icons.js";

export function Dropdown({ items }) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef(null);
  useLayoutEffect(() => (isOpen ? openedIn(root.current, () => setOpen(false)) : undefined), [isOpen]);
  const choose = (item) => {
    setOpen(false);
    item.onClick();
  };
  return html`<div class="dropdown" ref=${root}>
    <${IconButton}
      icon="more"
      label=${t("more")}
      aria-haspopup="menu"
      aria-expanded=${isOpen}
      onClick=${() => setOpen(!isOpen)}
    />
    ${isOpen &&
    html`<div class="dropdown-list" role="menu">
      ${items.map(
        (item) => html`<button type="button" role="menuitem" key=${item.label} onClick=${() => choose(item)}>
          <${Icon} name=${item.icon} />${item.label}
        </button>`,
      )}
    </div>`}
  </div>`;
}

/** Focus the first item, walk by the arrows, close by Escape or a press elsewhere. */
function openedIn(root, close) {
  const items = [...root.querySelectorAll("[role=menuitem]")];
  const onKey = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") root.querySelector("button").focus();
    if (event.key === "Escape" || event.key === "Tab") close();
    if (!step) return;
    event.preventDefault();
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  };
  const onPress = (event) => root.contains(event.target) || close();
  items[0].focus();
  root.addEventListener("keydown", onKey);
  addEventListener("pointerdown", onPress);
  return () => {
    root.removeEventListener("keydown", onKey);
    removeEventListener("pointerdown", onPress);
  };
}
