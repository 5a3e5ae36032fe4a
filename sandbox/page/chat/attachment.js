// A chosen file before it is sent.
import { useEffect, useMemo, useState } from "preact/hooks";

import { attempt } from "../actions.js";
import * as api from "../api.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { currentId } from "../state.js";
import { Icon } from "../ui/icons.js";
import { Window } from "../ui/window.js";
import { sizeOf } from "./media.js";

const PHOTOS = ["image/jpeg", "image/png", "image/webp"];

export function Attachment({ file, onClose }) {
  const canBePhoto = PHOTOS.includes(file.type);
  const [asFile, setAsFile] = useState(!canBePhoto);
  const onSubmit = (event) => {
    event.preventDefault();
    const caption = event.target.elements.caption.value;
    send(file, { kind: asFile ? "document" : "photo", caption }, onClose);
  };
  return html`<${Window} title=${t("attach")} onClose=${onClose}>
    <form onSubmit=${onSubmit}>
      ${asFile ? html`<${Name} file=${file} />` : html`<${Preview} file=${file} />`}
      ${canBePhoto &&
      html`<label class="check">
        <input type="checkbox" checked=${asFile} onChange=${() => setAsFile(!asFile)} />${t("as_file")}
      </label>`}
      <label class="field">
        <span>${t("caption")}</span>
        <input name="caption" dir="auto" autofocus autocomplete="off" />
      </label>
      <footer>
        <button type="button" class="secondary" onClick=${onClose}>${t("cancel")}</button>
        <button class="primary">${t("send")}</button>
      </footer>
    </form>
  <//>`;
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
