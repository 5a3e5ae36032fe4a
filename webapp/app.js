import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { useEffect } from "preact/hooks";

import { html } from "./html.js";
import { speak } from "./i18n.js";
import * as lessons from "./lessons.js";
import { waiting } from "./queue.js";
import { back, route } from "./route.js";
import * as scanning from "./scanning.js";
import * as session from "./session.js";
import * as tg from "./tg.js";
import * as words from "./words.js";

/** Loaded when they are opened first, or once there is nothing else to do. */
const PAGES = {
  "": () => import("./pages/home.js"),
  scan: () => import("./pages/scanner.js"),
  choice: () => import("./pages/choice.js"),
  digits: () => import("./pages/digits.js"),
  roster: () => import("./pages/roster.js"),
  pass: () => import("./pages/pass.js"),
  stopped: () => import("./pages/stopped.js"),
};
const BELOW_THE_SCANNER = new Set(["choice", "digits", "roster"]);
const AGAIN = 5000;

const loaded = signal({});

function App() {
  const { page } = route.value;
  const isBelow = BELOW_THE_SCANNER.has(page);
  useEffect(() => tg.showBackButton(isBelow ? back : null), [isBelow]);
  const refused = session.refusal.value;
  // Whoever has scans waiting sees them, whatever has become of the sign-in.
  const isStopped = refused && !(refused === "ended" && waiting.value.length);
  const name = isStopped ? "stopped" : page in PAGES ? page : "";
  const Page = loaded.value[name];
  useEffect(() => void load(name), [name]);
  return Page ? html`<${Page} />` : html`<main class="page blank"><i class="spinner"></i></main>`;
}

async function load(name) {
  if (loaded.value[name]) return;
  const { default: Page } = await PAGES[name]();
  loaded.value = { ...loaded.value, [name]: Page };
}

/** Until it has worked once: without a network the page goes on with what it knows. */
async function meet() {
  try {
    await session.open();
    await lessons.load();
    await Promise.all(Object.keys(PAGES).map(load));
  } catch (error) {
    if (!(error instanceof session.SignInRefused)) setTimeout(meet, AGAIN);
  }
}

tg.start();
if (route.value.id) lessons.choose(route.value.id);
await speak().catch(() => {});
effect(() => {
  document.title = (words.title[route.value.page === "scan" ? "scanner" : route.value.page] ?? words.title.home)();
});
effect(() => {
  if (BELOW_THE_SCANNER.has(route.value.page)) scanning.dismiss();
});
effect(() => tg.askBeforeClosing(waiting.value.length > 0));
render(html`<${App} />`, document.getElementById("app"));
if (tg.initData) {
  scanning.start();
  lessons.follow();
  meet();
}
navigator.serviceWorker?.register("/app/worker.js").catch(() => {});
