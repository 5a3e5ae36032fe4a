// MainButton and SecondaryButton, which a Mini App has below its frame.
import { html } from "../html.js";
import { miniApp } from "../state.js";

const PLACES = ["left", "right", "top", "bottom"];

export function BottomButtons({ post }) {
  const { mainButton: main, secondaryButton: second } = miniApp.value;
  if (!main?.is_visible && !second?.is_visible) return null;
  const place = PLACES.includes(second?.position) ? second.position : "left";
  return html`<footer class=${`app-foot second-${place}`}>
    ${second?.is_visible && html`<${Button} kind="secondary" button=${second} onClick=${() => post("secondary_button_pressed")} />`}
    ${main?.is_visible && html`<${Button} kind="primary" button=${main} onClick=${() => post("main_button_pressed")} />`}
  </footer>`;
}

function Button({ kind, button, onClick }) {
  const isIdle = button.is_active === false || button.is_progress_visible;
  return html`<button
    type="button"
    class=${kind}
    style=${{ background: button.color, color: button.text_color }}
    disabled=${isIdle}
    aria-busy=${Boolean(button.is_progress_visible)}
    onClick=${onClick}
  >
    ${button.is_progress_visible && html`<i class="spinner"></i>`}<span dir="auto">${button.text}</span>
  </button>`;
}
