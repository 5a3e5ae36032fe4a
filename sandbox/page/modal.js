// The one modal window that may be open.
import { Camera } from "./camera/camera.js";
import { Attachment } from "./chat/attachment.js";
import { OpenLink } from "./chat/open_link.js";
import { html } from "./html.js";
import { t } from "./i18n.js";
import { NewPerson } from "./people/new_person.js";
import { modal, shownBot } from "./state.js";
import { Window } from "./ui/window.js";

const WINDOWS = {
  alert: Alert,
  attachment: Attachment,
  camera: Camera,
  new_person: NewPerson,
  open_link: OpenLink,
  photo: Photo,
};

const close = () => (modal.value = null);

export function Modal() {
  if (!modal.value) return null;
  const { kind, ...rest } = modal.value;
  return html`<${WINDOWS[kind]} ...${rest} onClose=${close} />`;
}

function Alert({ text, onClose }) {
  return html`<${Window} title=${shownBot.value.name} class="alert" onClose=${onClose}>
    <p class="alert-text">${text}</p>
    <footer><button type="button" class="primary" onClick=${onClose} autofocus>${t("ok")}</button></footer>
  <//>`;
}

function Photo({ url, onClose }) {
  return html`<${Window} title=${t("photo")} class="lightbox" onClose=${onClose}>
    <img src=${url} alt=${t("photo")} />
  <//>`;
}
