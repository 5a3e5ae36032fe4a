// A chosen file before it is sent.
import { useEffect, useMemo, useState } from "preact/hooks";

import { attempt } from "../actions.js";
import * as api from "../api.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { currentId } from "../state.js";
import { Icon } from "../ui/icons.js";
import { Window } from "../ui/window.js";
import { labelOf, sizeOf } from "./media.js";

const WAYS = [
  [/^image\/(jpeg|png|webp)$/, ["photo", "sticker", "document"]],
  [/^image\/gif$/, ["animation", "document"]],
  [/^video\//, ["video", "document"]],
  [/^audio\//, ["audio", "voice", "document"]],
];

export function Attachment({ file, onClose }) {
  const ways = WAYS.find(([types]) => types.test(file.type))?.[1] ?? ["document"];
  const [way, choose] = useState(ways[0]);
  const onSubmit = (event) => {
    event.preventDefault();
    const caption = event.target.elements.caption?.value ?? "";
    send(file, { kind: way, caption }, onClose);
  };
  const isSeen = ["photo", "sticker"].includes(way);
  return html`<${Window} title=${t("attach")} onClose=${onClose}>
    <form onSubmit=${onSubmit}>
      ${isSeen ? html`<${Preview} file=${file} />` : html`<${Name} file=${file} />`}
      ${ways.length > 1 && html`<${Ways} ways=${ways} chosen=${way} onChoose=${choose} />`}
      ${way !== "sticker" && html`<${Caption} />`}
      <footer>
        <button type="button" class="secondary" onClick=${onClose}>${t("cancel")}</button>
        <button class="primary">${t("send")}</button>
      </footer>
    </form>
  <//>`;
}

function Ways({ ways, chosen, onChoose }) {
  return html`<fieldset class="choice">
    <legend>${t("send_as")}</legend>
    ${ways.map(
      (way) => html`<label key=${way}>
        <input type="radio" name="way" checked=${way === chosen} onChange=${() => onChoose(way)} />
        <span>${labelOf(way)}</span>
      </label>`,
    )}
  </fieldset>`;
}

function Caption() {
  return html`<label class="field">
    <span>${t("caption")}</span>
    <input name="caption" dir="auto" autofocus autocomplete="off" />
  </label>`;
}

function Preview({ file }) {
  const url = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return html`<img class="preview" src=${url} alt=${file.name} />`;
}

function Name({ file }) {
  return html`<div class="file">
    <span class="file-icon"><${Icon} name="file" /></span>
    <span class="file-words"><b dir="auto">${file.name}</b><small>${sizeOf(file.size)}</small></span>
  </div>`;
}

async function send(file, options, close) {
  const sent = await attempt(() => api.sendFile(currentId.value, file, options));
  if (sent) close();
}
