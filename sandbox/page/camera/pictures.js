// What a camera can see: every picture with a QR on anybody's screen, and a file.
import { useEffect, useRef, useState } from "preact/hooks";

import { attempt, say } from "../actions.js";
import * as api from "../api.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { Icon } from "../ui/icons.js";

const LOOK_AGAIN = 2000; // codes change while one looks

/** With somebody's phone a link in the code is followed; with nobody's it is only read. */
export function Pictures({ phone = null, onScanned }) {
  const pictures = usePictures();
  const scanned = async (reading) => {
    const result = await attempt(() => reading);
    if (result && result.text === null) say(t("no_code"));
    else if (result) onScanned(result);
  };
  const onChoose = (picture) => scanned(api.scan(picture.id, phone));
  const onFile = (file) => scanned(api.scanFile(file, phone));
  return html`<div class="pictures">
    ${pictures?.length === 0 && html`<p class="pictures-empty"><${Icon} name="camera" />${t("camera_empty")}</p>`}
    <ul>
      ${pictures?.map((picture) => html`<li key=${picture.id}><${Picture} picture=${picture} onChoose=${onChoose} /></li>`)}
    </ul>
    <${Upload} onFile=${onFile} />
  </div>`;
}

function Picture({ picture, onChoose }) {
  const what = picture.what || t("photo");
  return html`<button type="button" class="picture" aria-label=${t("scan_this", { what })} onClick=${() => onChoose(picture)}>
    <img src=${picture.url} alt="" />
    <b dir="auto">${what}</b>
    <small dir="auto">${t("on_screen_of", { name: picture.person })}</small>
  </button>`;
}

function Upload({ onFile }) {
  const input = useRef(null);
  const onChange = () => {
    const [file] = input.current.files;
    input.current.value = "";
    if (file) onFile(file);
  };
  return html`<button type="button" class="secondary wide" onClick=${() => input.current.click()}>
      <${Icon} name="picture" />${t("camera_upload")}
    </button>
    <input ref=${input} type="file" accept="image/*" hidden aria-label=${t("camera_upload")} onChange=${onChange} />`;
}

function usePictures() {
  const [pictures, setPictures] = useState(null);
  useEffect(() => {
    const look = () => api.camera().then(setPictures, () => {});
    const timer = setInterval(look, LOOK_AGAIN);
    look();
    return () => clearInterval(timer);
  }, []);
  return pictures;
}
