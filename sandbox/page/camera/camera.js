// The current person's phone camera, pointed at somebody's screen.
import { useState } from "preact/hooks";

import { say } from "../actions.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { current } from "../state.js";
import { copy } from "../ui/clipboard.js";
import { Icon } from "../ui/icons.js";
import { Window } from "../ui/window.js";
import { Pictures } from "./pictures.js";

export function Camera({ onClose }) {
  const [words, setWords] = useState(null);
  const onScanned = ({ text, opened }) => {
    if (!opened) return setWords(text);
    say(t("camera_opened"));
    return onClose();
  };
  return html`<${Window} title=${t("camera")} class="window-large" onClose=${onClose}>
    <p class="window-about">${t("camera_about", { name: current.value.name })}</p>
    ${words !== null && html`<${Result} words=${words} />`}
    <${Pictures} phone=${current.value.id} onScanned=${onScanned} />
  <//>`;
}

function Result({ words }) {
  return html`<div class="scanned" role="status">
    <div><small>${t("camera_read")}</small><output dir="auto">${words}</output></div>
    <button type="button" class="secondary" onClick=${() => copy(words)}><${Icon} name="copy" />${t("copy")}</button>
  </div>`;
}
