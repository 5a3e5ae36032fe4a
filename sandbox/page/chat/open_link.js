// A link that the person was given on paper, in another chat or by another person.
import { useState } from "preact/hooks";

import { html } from "../html.js";
import { t } from "../i18n.js";
import { follow, isToBot } from "../links.js";
import { bot } from "../state.js";
import { Window } from "../ui/window.js";

export function OpenLink({ onClose }) {
  const [isRefused, refuse] = useState(false);
  const names = { bot: bot.value.username };
  const onSubmit = (event) => {
    event.preventDefault();
    const link = event.target.elements.link.value.trim();
    if (!isToBot(link)) return refuse(true);
    onClose();
    return follow(link);
  };
  return html`<${Window} title=${t("open_link")} onClose=${onClose}>
    <form onSubmit=${onSubmit}>
      <p class="window-about">${t("open_link_hint", names)}</p>
      <label class="field">
        <span>${t("link")}</span>
        <input name="link" required autofocus autocomplete="off" onInput=${() => refuse(false)} />
      </label>
      ${isRefused && html`<p class="wrong" role="alert">${t("link_is_not_ours", names)}</p>`}
      <footer>
        <button type="button" class="secondary" onClick=${onClose}>${t("cancel")}</button>
        <button class="primary">${t("open")}</button>
      </footer>
    </form>
  <//>`;
}
