import { effect } from "@preact/signals";
import { render } from "preact";

import { leaveChat, openChat } from "./actions.js";
import { Chat } from "./chat/chat.js";
import { connect } from "./events.js";
import { html } from "./html.js";
import { t } from "./i18n.js";
import { MiniApp } from "./miniapp/pane.js";
import { Modal } from "./modal.js";
import { People } from "./people/people.js";
import { bot, currentId, miniApp, people, shownBot } from "./state.js";
import { Toast } from "./ui/toast.js";

const isWide = matchMedia("(min-width: 760px)");

function App() {
  if (!bot.value) return html`<p class="splash" role="status">${t("connecting")}</p>`;
  const pane = currentId.value === null ? "people" : miniApp.value ? "app" : "chat";
  return html`<div class="panes" data-pane=${pane}>
    <${People} />
    <${Chat} key=${currentId.value} />
    ${miniApp.value && html`<${MiniApp} key=${miniApp.value.key} />`}
    <${Modal} />
    <${Toast} />
  </div>`;
}

/** The address names the open chat (#1001), so that a reload and the browser's "back" work. */
function readAddress() {
  const person = Number(location.hash.slice(1));
  if (people.value.some((it) => it.id === person)) openChat(person);
  else if (!location.hash) leaveChat();
}

function writeAddress() {
  document.title = shownBot.value?.name ?? t("title");
  const hash = currentId.value === null ? "" : `#${currentId.value}`;
  if (!bot.value || location.hash === hash) return;
  history.pushState(null, "", hash || location.pathname);
}

/** Once the people are known: whom the address names, or on a wide screen the first one. */
const stop = effect(() => {
  if (!people.value.length) return;
  queueMicrotask(() => {
    stop();
    readAddress();
    if (currentId.value === null && isWide.matches) openChat(people.value[0].id);
    effect(writeAddress);
  });
});

addEventListener("popstate", readAddress);
render(html`<${App} />`, document.getElementById("app"));
connect();
