import { html } from "../html.js";
import * as lessons from "../lessons.js";
import * as texts from "../page_words.js";
import { Icon } from "../ui/icons.js";
import * as words from "../words.js";

export default function Home() {
  const known = lessons.lessons.value ?? [];
  const isExpected = !known.length || known.some((it) => !it.is_staff);
  return html`<main class="page">
    <h1>${words.title.home()}</h1>
    <nav class="ways">
      <${Way} to="#/scan" icon="scan" head=${texts.home.scanner()} about=${texts.home.scannerAbout()} />
      ${isExpected && html`<${Way} to="#/digits" icon="digits" head=${texts.home.digits()} about=${texts.home.digitsAbout()} />`}
      <${Way} to="#/pass" icon="pass" head=${words.title.pass()} about=${texts.home.passAbout()} />
    </nav>
  </main>`;
}

function Way({ to, icon, head, about }) {
  return html`<a class="way" href=${to}><${Icon} name=${icon} /><span><b>${head}</b><small>${about}</small></span></a>`;
}
