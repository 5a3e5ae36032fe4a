import { html } from "../html.js";
import { t } from "../i18n.js";
import { modal } from "../state.js";
import { Icon } from "../ui/icons.js";

const KILO = 1024;

/** Its place is kept by its proportions, so that nothing jumps when it has loaded. */
export function Photo({ sizes, url }) {
  const { width, height } = sizes.at(-1);
  return html`<button type="button" class="photo" aria-label=${t("show_photo")} onClick=${() => (modal.value = { kind: "photo", url })}>
    <img src=${url} alt="" style=${{ "--ratio": width / height }} />
  </button>`;
}

export function Document({ document, url }) {
  const name = document.file_name ?? t("file");
  return html`<a class="file" href=${url} download=${name} title=${t("download")}>
    <span class="file-icon"><${Icon} name="file" /></span>
    <span class="file-words">
      <b dir="auto">${name}</b>
      ${document.file_size !== undefined && html`<small>${sizeOf(document.file_size)}</small>`}
    </span>
  </a>`;
}

export function Contact({ contact }) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return html`<${Card} icon="person" title=${name || t("contact")} note=${contact.phone_number} />`;
}

export function Place({ message }) {
  const { latitude, longitude } = message.location ?? message.venue.location;
  const note = message.venue?.address ?? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return html`<${Card} icon="place" title=${message.venue?.title ?? t("place")} note=${note} />`;
}

function Card({ icon, title, note }) {
  return html`<div class="file">
    <span class="file-icon"><${Icon} name=${icon} /></span>
    <span class="file-words"><b dir="auto">${title}</b><small>${note}</small></span>
  </div>`;
}

export function sizeOf(bytes) {
  if (bytes < KILO) return t("bytes", { size: bytes });
  if (bytes < KILO ** 2) return t("kilobytes", { size: Math.round(bytes / KILO) });
  return t("megabytes", { size: (bytes / KILO ** 2).toFixed(1) });
}
