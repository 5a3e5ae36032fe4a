// What a message holds beside its words.
import { html } from "../html.js";
import { t } from "../i18n.js";
import { modal } from "../state.js";
import { Icon } from "../ui/icons.js";

const KILO = 1024;

/** An animation is also a document, so that comes last. */
const KINDS = {
  photo: { name: "photo", Shown: Photo },
  video: { name: "video", Shown: Video },
  animation: { name: "animation", Shown: Animation },
  audio: { name: "audio", Shown: Sound },
  voice: { name: "voice", Shown: Sound },
  sticker: { name: "sticker", Shown: Sticker },
  contact: { name: "contact", Shown: Contact },
  location: { name: "place", Shown: Place },
  document: { name: "file", Shown: Document },
};

const kindOf = (message) => Object.keys(KINDS).find((kind) => message[kind]);

export const isPicture = (message) => ["photo", "video", "animation"].includes(kindOf(message));

export const labelOf = (kind) => t(KINDS[kind]?.name ?? "file");

/** In place of words where a message has none. */
export const nameOf = (message) => labelOf(kindOf(message));

export function mediaOf(message) {
  const kind = kindOf(message);
  return kind && html`<${KINDS[kind].Shown} media=${message[kind]} message=${message} />`;
}

/** Its place is kept by its proportions, so that nothing jumps when it has loaded. */
function Photo({ media: sizes, message: { url } }) {
  const { width, height } = sizes.at(-1);
  return html`<button type="button" class="photo" aria-label=${t("show_photo")} onClick=${() => (modal.value = { kind: "photo", url })}>
    <img src=${url} alt="" style=${{ "--ratio": width / height }} />
  </button>`;
}

function Video({ message: { url } }) {
  return html`<video class="film" src=${url} controls playsinline preload="metadata" aria-label=${t("video")}></video>`;
}

function Animation({ media, message: { url } }) {
  if (media.mime_type === "image/gif") return html`<img class="film" src=${url} alt=${t("animation")} />`;
  return html`<video class="film" src=${url} autoplay loop muted playsinline aria-label=${t("animation")}></video>`;
}

function Sound({ media, message: { url } }) {
  const title = [media.performer, media.title].filter(Boolean).join(" – ") || media.file_name;
  return html`<div class="sound">
    ${title && html`<b dir="auto">${title}</b>`}
    <audio src=${url} controls preload="metadata" aria-label=${title ?? t("voice")}></audio>
  </div>`;
}

function Sticker({ media, message: { url } }) {
  return html`<img class="sticker" src=${url} alt=${media.emoji ?? t("sticker")} />`;
}

function Contact({ media: contact }) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return html`<${Card} icon="person" title=${name || t("contact")} note=${contact.phone_number} />`;
}

function Place({ media: { latitude, longitude }, message: { venue } }) {
  const note = venue?.address ?? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return html`<${Card} icon="place" title=${venue?.title ?? t("place")} note=${note} />`;
}

function Document({ media, message: { url } }) {
  const name = media.file_name ?? t("file");
  return html`<a class="file" href=${url} download=${name} title=${t("download")}>
    <span class="file-icon"><${Icon} name="file" /></span>
    <span class="file-words">
      <b dir="auto">${name}</b>
      ${media.file_size !== undefined && html`<small>${sizeOf(media.file_size)}</small>`}
    </span>
  </a>`;
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
