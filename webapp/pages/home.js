import { html } from "../html.js";
import { Icon } from "../ui/icons.js";
import * as words from "../words.js";

export default function Home() {
  return html`<main class="page">
    <h1>${words.title.home()}</h1>
    <nav class="ways">
      <${Way} to="#/scan" icon="scan" head=${words.home.scanner()} about=${words.home.scannerAbout()} />
      <${Way} to="#/pass" icon="pass" head=${words.title.pass()} about=${words.home.passAbout()} />
    </nav>
  </main>`;
}

function Way({ to, icon, head, about }) {
  return html`<a class="way" href=${to}><${Icon} name=${icon} /><span><b>${head}</b><small>${about}</small></span></a>`;
}
