// The messages, oldest first. Whoever is at the end stays at the end, whatever grows or shrinks;
// whoever has scrolled up stays there, and is told how many came.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { html } from "../html.js";
import { dayOf, t } from "../i18n.js";
import { shownBot } from "../state.js";
import { Icon } from "../ui/icons.js";
import { inAlbums } from "./album.js";
import { Message } from "./message.js";

const NEAR_THE_END = 60;
const TOGETHER = 300; // seconds: messages of one sender within them make a group

export function History({ messages }) {
  const scroller = useRef(null);
  const { isAtEnd, toEnd } = useEnd(scroller);
  const unread = useUnread(messages, isAtEnd, toEnd);
  return html`<div class="history-wrap">
    <div class="history" ref=${scroller} tabindex="0" role="log" aria-label=${t("messages")}>
      <div class="history-inner">
        ${messages.length ? days(messages) : html`<${Introduction} />`}
      </div>
    </div>
    ${!isAtEnd && html`<${ToEnd} unread=${unread} onClick=${toEnd} />`}
  </div>`;
}

function ToEnd({ unread, onClick }) {
  const label = unread ? t("new_messages", { count: unread }) : t("to_bottom");
  return html`<button type="button" class="to-end" aria-label=${label} onClick=${onClick}>
    ${unread > 0 && html`<span>${label}</span>`}<${Icon} name="down" />
  </button>`;
}

function Introduction() {
  const { name, description } = shownBot.value;
  return html`<section class="introduction">
    <h3 dir="auto">${description ? t("what_it_can") : name}</h3>
    ${description && html`<p dir="auto">${description}</p>`}
    <p class="introduction-next">${t("press_start")}</p>
  </section>`;
}

function days(messages) {
  const byDay = Map.groupBy(messages, (message) => new Date(message.date * 1000).toDateString());
  return [...byDay].map(
    ([day, ofDay]) => html`<section class="day" key=${day}>
      <h3 class="day-name"><span>${dayOf(ofDay[0].date)}</span></h3>
      ${inAlbums(ofDay).map(
        (album, i, all) => html`<${Message}
          key=${album[0].message_id}
          messages=${album}
          isLast=${!areTogether(album[0], all[i + 1]?.[0])}
        />`,
      )}
    </section>`,
  );
}

const areTogether = (message, next) =>
  next?.outgoing === message.outgoing && next.date - message.date < TOGETHER;

function useEnd(scroller) {
  const [isAtEnd, setAtEnd] = useState(true);
  const isPinned = useRef(true);
  const toEnd = () => {
    isPinned.current = true;
    scroller.current.scrollTop = scroller.current.scrollHeight;
    setAtEnd(true);
  };
  useLayoutEffect(() => {
    const { current: element } = scroller;
    let top = 0;
    const onScroll = () => {
      const left = element.scrollHeight - element.scrollTop - element.clientHeight;
      const isUpwards = element.scrollTop < top; // else it is the content that grew
      top = element.scrollTop;
      if (left < NEAR_THE_END) isPinned.current = true;
      else if (isUpwards) isPinned.current = false;
      setAtEnd(isPinned.current);
    };
    const observer = new ResizeObserver(() => isPinned.current && toEnd());
    observer.observe(element);
    observer.observe(element.firstElementChild);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => observer.disconnect();
  }, []);
  return { isAtEnd, toEnd };
}

/** How many came since the end was last seen. What the person sends goes to the end. */
function useUnread(messages, isAtEnd, toEnd) {
  const newest = messages.at(-1);
  const seen = useRef(newest?.message_id ?? 0);
  const sent = useRef(newest?.message_id);
  useLayoutEffect(() => {
    if (newest?.outgoing && newest.message_id !== sent.current) toEnd();
    sent.current = newest?.message_id;
  }, [newest?.message_id]);
  if (isAtEnd) seen.current = newest?.message_id ?? 0;
  return messages.filter((it) => it.message_id > seen.current && !it.outgoing).length;
}
