// The scanner that a Mini App opens: it reads codes until the app or the person closes it.
import { useState } from "preact/hooks";

import { Pictures } from "../camera/pictures.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { IconButton } from "../ui/icons.js";
import { closeScanner } from "./session.js";

export function Scanner({ text, post }) {
  const [words, setWords] = useState(null);
  const onClose = () => closeScanner(post);
  const onScanned = (code) => {
    setWords(code.text);
    post("qr_text_received", { data: code.text });
  };
  const onKeyDown = (event) => event.key === "Escape" && onClose();
  return html`<section class="scanner" role="dialog" aria-label=${t("scanner")} onKeyDown=${onKeyDown}>
    <header class="head">
      <div class="head-words"><h2>${t("scanner")}</h2></div>
      <${IconButton} icon="close" label=${t("close")} onClick=${onClose} />
    </header>
    ${text && html`<p class="scanner-text" dir="auto">${text}</p>`}
    ${words && html`<p class="scanner-read" role="status"><small>${t("camera_read")}</small> <bdi>${words}</bdi></p>`}
    <${Pictures} onScanned=${onScanned} />
  </section>`;
}
