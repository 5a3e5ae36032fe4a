import { html } from "../html.js";
import * as texts from "../page_words.js";
import * as session from "../session.js";
import * as tg from "../tg.js";
import { Icon } from "../ui/icons.js";

/** Nobody is signed in: why, and what to do. */
export default function Stopped() {
  const { head, advice } = texts.refusal(session.refusal.value);
  return html`<main class="page blank" role="status">
    <${Icon} name="chat" />
    <h1>${head}</h1>
    <p>${advice}</p>
    ${tg.initData && html`<button type="button" class="primary" onClick=${tg.close}>${texts.close()}</button>`}
  </main>`;
}
