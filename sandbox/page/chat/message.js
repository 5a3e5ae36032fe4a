// One message, or one album: a bubble, and the bot's buttons under it.
import { html } from "../html.js";
import { t, timeOf } from "../i18n.js";
import { Album } from "./album.js";
import { Formatted } from "./entities.js";
import { InlineKeyboard } from "./keyboard.js";
import { isPicture, mediaOf, nameOf } from "./media.js";

export function Message({ messages, isLast }) {
  const [message] = messages;
  if (message.pinned_message) return html`<${Service} words=${t("pinned")} />`;
  if (message.web_app_data) {
    return html`<${Service} words=${t("app_said", { name: message.web_app_data.button_text })} />`;
  }
  const rows = message.reply_markup?.inline_keyboard ?? [];
  const side = message.outgoing ? "is-out" : "is-in";
  const classes = `message ${side} ${isLast ? "is-last" : ""} ${rows.length ? "has-keyboard" : ""}`;
  return html`<article class=${classes} data-message=${message.message_id}>
    <${Bubble} messages=${messages} />
    ${rows.length > 0 && html`<${InlineKeyboard} message=${message} rows=${rows} />`}
  </article>`;
}

function Service({ words }) {
  return html`<p class="service"><span dir="auto">${words}</span></p>`;
}

function Bubble({ messages }) {
  const [message] = messages;
  const { text, entities } = wordsOf(messages);
  const media = messages.length > 1 ? html`<${Album} messages=${messages} />` : mediaOf(message);
  const isEmpty = !text && !media;
  const above = message.show_caption_above_media;
  return html`<div class=${bubbleClasses(messages, text)}>
    <${Forwarded} origin=${message.forward_origin} />
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

function bubbleClasses(messages, text) {
  const [message] = messages;
  const isBare = !text && !message.forward_origin && !message.reply_to_message;
  const kind = message.sticker ? "is-sticker" : messages.every(isPicture) ? "has-picture" : "";
  return `bubble ${kind} ${isBare ? "is-bare" : ""}`;
}

/** An album of pictures has the words of whichever has some; of other files, each keeps its own. */
function wordsOf(messages) {
  const spoken = messages.length > 1 && !messages.every(isPicture) ? {} : messages.find((it) => it.text ?? it.caption);
  return { text: spoken?.text ?? spoken?.caption, entities: spoken?.entities ?? spoken?.caption_entities };
}

function Forwarded({ origin }) {
  if (!origin) return null;
  const { first_name: first, last_name: last } = origin.sender_user;
  const name = [first, last].filter(Boolean).join(" ");
  return html`<p class="forwarded" dir="auto">${t("forwarded", { name })}</p>`;
}

function Quoted({ message }) {
  if (!message) return null;
  return html`<div class="quoted" aria-label=${t("in_reply")}>${message.text ?? message.caption ?? nameOf(message)}</div>`;
}
