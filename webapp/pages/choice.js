import { html } from "../html.js";
import { hoursOf } from "../i18n.js";
import * as lessons from "../lessons.js";
import * as texts from "../page_words.js";
import { go } from "../route.js";
import * as words from "../words.js";

/** At which of several lessons passes are scanned: asked once. */
export default function Choice() {
  lessons.asked.once = true;
  const choose = (lesson) => {
    lessons.choose(lesson.id);
    go("scan");
  };
  return html`<main class="page">
    <h1>${words.title.choice()}</h1>
    <p class="faint">${texts.choice.about()}</p>
    <ul class="list">
      ${lessons.own.value.map(
        (it) => html`<li key=${it.id}>
          <button type="button" class="line" onClick=${() => choose(it)}>
            <div><b dir="auto">${it.course_name}</b><small>${hoursOf(it)}</small></div>
          </button>
        </li>`,
      )}
    </ul>
  </main>`;
}
