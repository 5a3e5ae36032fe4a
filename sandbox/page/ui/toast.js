import { useEffect, useRef } from "preact/hooks";

import { html } from "../html.js";
import { notice } from "../state.js";

/** Words for a moment, over everything, an open window too: that is what a popover is for. */
export function Toast() {
  const shown = notice.value;
  const element = useRef(null);
  useEffect(() => {
    element.current.hidePopover();
    if (shown) element.current.showPopover();
  }, [shown]);
  return html`<p class="toast" role="status" popover="manual" dir="auto" ref=${element}>${shown?.text}</p>`;
}
