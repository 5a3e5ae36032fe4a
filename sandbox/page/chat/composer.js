// Where the person writes: the bot's menu button, the field, files and commands.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { attempt } from "../actions.js";
import * as api from "../api.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { openMiniApp } from "../miniapp/session.js";
import { chat, modal } from "../state.js";
import { Icon, IconButton } from "../ui/icons.js";
import { Commands, matching } from "./commands.js";
import { ReplyKeyboard } from "./reply_keyboard.js";

const drafts = new Map();

export function Composer({ person }) {
  const [text, setText] = useState(drafts.get(person) ?? "");
  const [chosen, choose] = useState(-1);
  const field = useRef(null);
  const write = (words) => {
    drafts.set(person, words);
    setText(words);
    choose(-1);
  };
  const send = (words) => {
    if (!words.trim()) return;
    write("");
    field.current.focus();
    attempt(() => api.sendText(person, words)).then((sent) => sent ?? write(words));
  };
  const commands = matching(text);
  const onKeyDown = keys({ commands, chosen, choose, send: () => send(text), clear: () => write("") });
  useHeightOfText(field, text);
  const writeSlash = () => (write(text === "/" ? "" : "/"), field.current.focus());
  return html`<footer class="foot">
    <${Commands} commands=${commands} chosen=${chosen} onChoose=${(it) => send(`/${it.command}`)} />
    <form class="composer" onSubmit=${(event) => (event.preventDefault(), send(text))}>
      <${MenuButton} isShort=${text !== ""} onCommands=${writeSlash} />
      <div class="field-box">
        <textarea
          ref=${field}
          rows="1"
          dir="auto"
          value=${text}
          placeholder=${t("message")}
          aria-label=${t("message")}
          aria-controls="commands"
          aria-activedescendant=${chosen < 0 ? undefined : `command-${chosen}`}
          onInput=${(event) => write(event.target.value)}
          onKeyDown=${onKeyDown}
          onPaste=${(event) => attach(event.clipboardData.files[0])}
        ></textarea>
        ${text === "" && chat.value?.commands.length > 0 && html`<${SlashButton} onClick=${writeSlash} />`}
        <${AttachButton} />
      </div>
      <button class="send" title=${t("send")} aria-label=${t("send")} disabled=${!text.trim()}>
        <${Icon} name="send" />
      </button>
    </form>
    <${ReplyKeyboard} keyboard=${chat.value?.keyboard} onText=${send} />
  </footer>`;
}

function keys({ commands, chosen, choose, send, clear }) {
  const last = commands.length - 1;
  return (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (chosen >= 0) document.getElementById(`command-${chosen}`).click();
      else send();
    } else if (event.key === "Escape" && commands.length) clear();
    else if (event.key === "ArrowDown" && commands.length) choose(Math.min(chosen + 1, last));
    else if (event.key === "ArrowUp" && commands.length) choose(chosen < 0 ? last : Math.max(chosen - 1, 0));
    else return;
    event.preventDefault();
  };
}

function useHeightOfText(field, text) {
  useLayoutEffect(() => {
    field.current.style.height = "auto";
    field.current.style.height = `${field.current.scrollHeight}px`;
  }, [text]);
}

/** As the bot has set it: its commands, or its Mini App. */
function MenuButton({ isShort, onCommands }) {
  const button = chat.value?.menu_button;
  const app = button?.web_app;
  if (!app && !chat.value?.commands.length) return null;
  const label = app ? button.text : t("menu");
  const onClick = () => (app ? openMiniApp(app.url, "menu", label) : onCommands());
  return html`<button type="button" class=${`menu-button ${app ? "is-app" : ""}`} title=${label} aria-label=${label} onClick=${onClick}>
    <${Icon} name=${app ? "window" : "menu"} />${!isShort && html`<span dir="auto">${label}</span>`}
  </button>`;
}

function SlashButton({ onClick }) {
  return html`<button type="button" class="icon-button slash" title=${t("commands")} aria-label=${t("commands")} onClick=${onClick}>/</button>`;
}

function AttachButton() {
  const input = useRef(null);
  const onChange = () => {
    attach(input.current.files[0]);
    input.current.value = "";
  };
  return html`<${IconButton} icon="attach" label=${t("attach")} onClick=${() => input.current.click()} />
    <input ref=${input} type="file" hidden aria-label=${t("attach")} onChange=${onChange} />`;
}

function attach(file) {
  if (file) modal.value = { kind: "attachment", file };
}
