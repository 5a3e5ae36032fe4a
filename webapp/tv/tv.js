import { render } from "preact";

import { html } from "../html.js";
import { Closed, Code, Elsewhere, Number } from "./screens.js";
import { listen } from "./stream.js";

const SCREENS = { waiting: Number, projecting: Code, over: Closed, elsewhere: Elsewhere };

const place = document.getElementById("tv");

listen((shown, isAway) => {
  if (!shown) return;
  document.documentElement.lang = shown.language;
  document.title = shown.title;
  const Screen = SCREENS[shown.state];
  render(html`<${Screen} ...${shown} isAway=${isAway} />`, place);
});
