// The buttons under a message.
import { pressButton, say } from "../actions.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { follow } from "../links.js";
import { openMiniApp } from "../miniapp/session.js";
import { presses } from "../state.js";
import { copy } from "../ui/clipboard.js";
import { Icon } from "../ui/icons.js";

export function InlineKeyboard({ message, rows }) {
  return html`<div class="keyboard" role="group" aria-label=${t("keyboard")}>
    ${rows.map(
      (row, i) => html`<div class="keyboard-row" key=${i}>
        ${row.map((button, j) => html`<${Button} key=${j} message=${message} button=${button} row=${i} column=${j} />`)}
      </div>`,
    )}
  </div>`;
}

function Button({ message, button, row, column }) {
  const place = `${message.message_id}:${row}:${column}`;
  const isWaiting = presses.value.some((it) => it.place === place);
  const icon = iconOf(button);
  return html`<button
    type="button"
    class=${`key ${button.style ? `is-${button.style}` : ""}`}
    aria-busy=${isWaiting}
    onClick=${() => press(message, button, row, column)}
  >
    <span dir="auto">${button.text}</span>
    ${isWaiting ? html`<i class="spinner"></i>` : icon && html`<${Icon} name=${icon} />`}
  </button>`;
}

function iconOf(button) {
  if (button.url) return "out";
  if (button.web_app) return "window";
  return button.copy_text ? "copy" : null;
}

function press(message, button, row, column) {
  if (button.callback_data !== undefined) pressButton(message, row, column);
  else if (button.url) follow(button.url);
  else if (button.web_app) openMiniApp(button.web_app.url, "inline", button.text);
  else if (button.copy_text) copy(button.copy_text.text);
  else say(t("button_not_here"));
}
