// The bot's commands, shown while a "/" is being written.
import { html } from "../html.js";
import { t } from "../i18n.js";
import { chat } from "../state.js";

export function matching(text) {
  if (!/^\/\S*$/.test(text)) return [];
  const commands = chat.value?.commands ?? [];
  return commands.filter((it) => `/${it.command}`.startsWith(text.toLowerCase()));
}

export function Commands({ commands, chosen, onChoose }) {
  if (!commands.length) return null;
  return html`<div class="commands" id="commands" role="listbox" aria-label=${t("commands")}>
    ${commands.map(
      (it, i) => html`<button
        type="button"
        role="option"
        id=${`command-${i}`}
        key=${it.command}
        aria-selected=${i === chosen}
        onClick=${() => onChoose(it)}
      >
        <b>/${it.command}</b><span dir="auto">${it.description}</span>
      </button>`,
    )}
  </div>`;
}
