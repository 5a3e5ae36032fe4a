import { useState } from "preact/hooks";

import { html } from "../html.js";
import * as texts from "../page_words.js";
import * as scanning from "../scanning.js";
import { Verdict } from "../ui/verdict.js";
import * as words from "../words.js";

const SIX = /^\d{6}$/;

/** Where there is no camera, or the code does not want to be read. */
export default function Digits() {
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const onInput = (event) => {
    setTyped(event.target.value.replace(/\D/g, "").slice(0, 6));
    setWrong(false);
  };
  const onSubmit = (event) => {
    event.preventDefault();
    if (!SIX.test(typed)) return setWrong(true);
    setTyped("");
    return scanning.submit("/check-ins", { code: typed });
  };
  return html`<main class="page below">
    <h1>${words.title.digits()}</h1>
    <form onSubmit=${onSubmit} noValidate>
      <label for="digits">${texts.digits.label()}</label>
      <input id="digits" class="digits" inputmode="numeric" autocomplete="one-time-code" value=${typed} onInput=${onInput}
        aria-invalid=${isWrong} aria-describedby="digits-about" />
      <p id="digits-about" class=${isWrong ? "wrong" : "faint"}>${isWrong ? texts.digits.wrong() : texts.digits.about()}</p>
      <button class="primary">${texts.digits.send()}</button>
    </form>
    ${scanning.verdict.value && html`<${Verdict} verdict=${scanning.verdict.value} />`}
  </main>`;
}
