// The keyboard that a bot may put in place of the phone's own.
import { say } from "../actions.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { openMiniApp } from "../miniapp/session.js";

export function ReplyKeyboard({ keyboard, onText }) {
  if (!keyboard) return null;
  return html`<div class="reply-keyboard" role="group" aria-label=${t("keyboard")}>
    ${keyboard.keyboard.map(
      (row, i) => html`<div class="keyboard-row" key=${i}>
        ${row.map((button, j) => html`<button type="button" class="key" key=${j} onClick=${() => press(button, onText)}>
          <span dir="auto">${button.text}</span>
        </button>`)}
      </div>`,
    )}
  </div>`;
}

function press(button, onText) {
  if (button.web_app) openMiniApp(button.web_app.url, "keyboard", button.text);
  else if (Object.keys(button).some((key) => key.startsWith("request_"))) say(t("button_not_here"));
  else onText(button.text);
}
