// The chat as the person's phone shows it.
import { attempt, leaveChat } from "../actions.js";
import * as api from "../api.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { chat, current, currentId, isOnline, modal, shownBot, typing } from "../state.js";
import { Avatar } from "../ui/avatar.js";
import { Dropdown } from "../ui/dropdown.js";
import { Icon, IconButton } from "../ui/icons.js";
import { Composer } from "./composer.js";
import { History } from "./history.js";

export function Chat() {
  if (!current.value) {
    return html`<main class="chat chat-empty"><p class="chat-hint">${t("choose_person")}</p></main>`;
  }
  return html`<main class="chat" aria-label=${shownBot.value.name}>
    <${Head} person=${current.value} />
    ${chat.value
      ? html`<${History} messages=${chat.value.messages} />`
      : html`<div class="history-wrap"><p class="chat-hint" role="status">${t("loading")}</p></div>`}
    <${Foot} person=${current.value} />
  </main>`;
}

function Head({ person }) {
  return html`<header class="head">
    <${IconButton} icon="back" label=${t("back")} class="narrow-only" onClick=${leaveChat} />
    <${Avatar} id=${shownBot.value.id} name=${shownBot.value.name} small />
    <div class="head-words">
      <h2 dir="auto">${shownBot.value.name}</h2>
      <p class="head-note" role="status"><${Status} person=${person} /></p>
    </div>
    <button type="button" class="camera-button" title=${t("camera")} onClick=${() => (modal.value = { kind: "camera" })}>
      <${Icon} name="camera" /><span>${t("camera")}</span>
    </button>
    <${Dropdown} items=${menu(person)} />
  </header>`;
}

function Status({ person }) {
  if (!isOnline.value) return t("connecting");
  if (typing.value.has(person.id)) return html`<span class="is-typing">${t("is_typing")}</span>`;
  return html`<span class="who">${t("you_are")} <bdi title=${person.name}>${person.name}</bdi></span>`;
}

function menu(person) {
  const block = (isBlocked) => attempt(() => api.block(currentId.value, isBlocked));
  return [
    { label: t("open_link"), icon: "link", onClick: () => (modal.value = { kind: "open_link" }) },
    person.blocked
      ? { label: t("unblock"), icon: "ban", onClick: () => block(false) }
      : { label: t("block"), icon: "ban", onClick: () => block(true) },
  ];
}

/** Who is not in talk with the bot, or has no messages yet, has one big button instead of the field. */
function Foot({ person }) {
  if (person.blocked) {
    return html`<${BigButton} label=${t("unblock")} onClick=${() => api.block(person.id, false)} />`;
  }
  if (!person.started || chat.value?.messages.length === 0) {
    return html`<${BigButton} label=${t("start")} onClick=${() => api.start(person.id, "")} />`;
  }
  return html`<${Composer} person=${person.id} />`;
}

function BigButton({ label, onClick }) {
  return html`<footer class="big-foot">
    <button type="button" class="primary wide" onClick=${() => attempt(onClick)}>${label}</button>
  </footer>`;
}
