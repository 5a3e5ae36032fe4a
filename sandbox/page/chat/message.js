// One message: a bubble, and the bot's buttons under it.
import { html } from "../html.js";
import { t, timeOf } from "../i18n.js";
import { Formatted } from "./entities.js";
import { InlineKeyboard } from "./keyboard.js";
import { Contact, Document, Photo, Place } from "./media.js";

export function Message({ message, isLast }) {
  if (message.pinned_message) return html`<${Service} words=${t("pinned")} />`;
  if (message.web_app_data) {
    return html`<${Service} words=${t("app_said", { name: message.web_app_data.button_text })} />`;
  }
  const rows = message.reply_markup?.inline_keyboard ?? [];
  const side = message.outgoing ? "is-out" : "is-in";
  const classes = `message ${side} ${isLast ? "is-last" : ""} ${rows.length ? "has-keyboard" : ""}`;
  return html`<article class=${classes} data-message=${message.message_id}>
    <${Bubble} message=${message} />
    ${rows.length > 0 && html`<${InlineKeyboard} message=${message} rows=${rows} />`}
  </article>`;
}

function Service({ words }) {
  return html`<p class="service"><span dir="auto">${words}</span></p>`;
}

function Bubble({ message }) {
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  const media = mediaOf(message);
  const isEmpty = !text && !media;
  const above = message.show_caption_above_media;
  const classes = `bubble ${message.photo ? "has-photo" : ""} ${text ? "" : "is-bare"}`;
  return html`<div class=${classes}>
    <${Quoted} message=${message.reply_to_message} />
    ${!above && media}
    ${isEmpty && html`<p class="unsupported">${t("unsupported")}</p>`}
    <div class="words">
      ${text && html`<div class="text"><${Formatted} text=${text} entities=${entities} /></div>`}
      <time datetime=${new Date(message.date * 1000).toISOString()}>${timeOf(message.date)}</time>
    </div>
    ${above && media}
  </div>`;
}

function Quoted({ message }) {
  if (!message) return null;
  return html`<div class="quoted" aria-label=${t("in_reply")}>${message.text ?? message.caption ?? t("file")}</div>`;
}

const FILES = ["document", "animation", "video", "audio", "voice", "sticker"];

function mediaOf(message) {
  if (message.photo) return html`<${Photo} sizes=${message.photo} url=${message.url} />`;
  if (message.contact) return html`<${Contact} contact=${message.contact} />`;
  if (message.venue || message.location) return html`<${Place} message=${message} />`;
  const file = FILES.map((kind) => message[kind]).find(Boolean);
  return file && html`<${Document} document=${file} url=${message.url} />`;
}
