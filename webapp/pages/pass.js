import { useEffect, useState } from "preact/hooks";

import * as api from "../api.js";
import * as clock from "../clock.js";
import { html } from "../html.js";
import * as texts from "../page_words.js";
import { Qr } from "../ui/qr.js";
import * as words from "../words.js";

const A_SECOND = 1000;
const AGAIN = 3000;

/** As long as there are so many ahead, a gap in the network does not show. */
const AHEAD = 4;

export default function Pass() {
  const pass = usePass();
  const now = useClock();
  if (!pass) return html`<main class="page pass"><h1 class="hidden">${words.title.pass()}</h1><${Waiting} /></main>`;
  const token = pass.tokens.find((it) => Date.parse(it.from) <= now && now < Date.parse(it.until));
  return html`<main class="page pass">
    <h1>${pass.name}</h1>
    ${pass.study_group && html`<p class="faint" dir="auto">${pass.study_group}</p>`}
    <${Qr} rows=${(token ?? pass.tokens.at(-1)).qr} label=${texts.pass.picture()} isStale=${!token} />
    <div role="status">${!token && html`<p class="wrong"><b>${texts.pass.stale()}</b></p><p>${texts.pass.staleAbout()}</p>`}</div>
    ${token && html`<${Countdown} token=${token} now=${now} />`}
    <p class="faint">${texts.pass.about()}</p>
  </main>`;
}

function Countdown({ token, now }) {
  const [from, until] = [Date.parse(token.from), Date.parse(token.until)];
  const left = Math.max(0, Math.ceil((until - now) / A_SECOND));
  return html`<div class="countdown" role="timer">
    <progress max=${until - from} value=${until - now} aria-hidden="true"></progress>
    <span>${texts.pass.renews(left)}</span>
  </div>`;
}

function Waiting() {
  return html`<div class="qr is-empty"><i class="spinner"></i></div><p role="status">${texts.roster.loading()}</p>`;
}

/** Renewed before its last token is shown; where that fails, tried again while the others last. */
function usePass() {
  const [pass, setPass] = useState(null);
  useEffect(() => {
    let timer = null;
    const load = async () => {
      let pause = AGAIN;
      try {
        const found = await api.get("/me/pass");
        setPass(found);
        pause = Math.max(AGAIN, Date.parse(found.tokens.at(-AHEAD)?.from ?? found.tokens[0].until) - clock.now());
      } catch {
        // What there is stays, and says so itself once it is out of date.
      }
      timer = setTimeout(load, pause);
    };
    load();
    return () => clearTimeout(timer);
  }, []);
  return pass;
}

function useClock() {
  const [now, setNow] = useState(clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), A_SECOND / 4);
    return () => clearInterval(timer);
  }, []);
  return now;
}
