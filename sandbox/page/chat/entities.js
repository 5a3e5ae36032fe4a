// A message's text with its entities. Their offsets count UTF-16 units, as JavaScript's strings do.
import { useState } from "preact/hooks";

import { attempt } from "../actions.js";
import * as api from "../api.js";
import { html } from "../html.js";
import { t } from "../i18n.js";
import { follow, parse } from "../links.js";
import { currentId } from "../state.js";
import { copy } from "../ui/clipboard.js";

const BLOCKS = ["blockquote", "expandable_blockquote", "pre"];

export function Formatted({ text, entities = [] }) {
  const outerFirst = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, outerFirst, 0, text.length);
}

/** The text from one offset to another, the entities in it turned into elements. */
function pieces(text, entities, from, to) {
  const result = [];
  let at = from;
  let isAfterBlock = false;
  const plain = (until) => {
    const between = text.slice(at, until);
    result.push(isAfterBlock ? between.replace(/^\n/, "") : between);
  };
  for (const [entity, inner] of outermost(entities)) {
    const end = Math.min(entity.offset + entity.length, to);
    plain(entity.offset);
    result.push(element(entity, pieces(text, inner, entity.offset, end), text.slice(entity.offset, end)));
    at = end;
    isAfterBlock = BLOCKS.includes(entity.type);
  }
  plain(to);
  return result;
}

/** Each entity that lies in no other, with those that lie in it. */
function outermost(entities) {
  const groups = [];
  for (const entity of entities) {
    const last = groups.at(-1);
    if (last && entity.offset < last[0].offset + last[0].length) last[1].push(entity);
    else groups.push([entity, []]);
  }
  return groups;
}

const ELEMENTS = {
  bold: (inner) => html`<strong>${inner}</strong>`,
  italic: (inner) => html`<em>${inner}</em>`,
  underline: (inner) => html`<u>${inner}</u>`,
  strikethrough: (inner) => html`<s>${inner}</s>`,
  spoiler: (inner) => html`<${Spoiler}>${inner}<//>`,
  code: (inner, raw) => html`<code role="button" tabindex="0" title=${t("copy")} ...${pressed(() => copy(raw))}>${inner}</code>`,
  pre: (inner) => html`<pre>${inner}</pre>`,
  blockquote: (inner) => html`<blockquote>${inner}</blockquote>`,
  expandable_blockquote: (inner) => html`<${LongQuote}>${inner}<//>`,
  text_link: (inner, raw, { url }) => html`<${Link} url=${url}>${inner}<//>`,
  url: (inner, raw) => html`<${Link} url=${raw}>${inner}<//>`,
  email: (inner, raw) => html`<${Link} url=${`mailto:${raw}`}>${inner}<//>`,
  mention: (inner, raw) => html`<${Link} url=${`https://t.me/${raw.slice(1)}`}>${inner}<//>`,
  text_mention: (inner) => html`<span class="mention">${inner}</span>`,
  hashtag: (inner) => html`<span class="mention">${inner}</span>`,
  bot_command: (inner, raw) => html`<button type="button" class="command" onClick=${() => sendCommand(raw)}>${inner}</button>`,
};

function element(entity, inner, raw) {
  return ELEMENTS[entity.type]?.(inner, raw, entity) ?? inner;
}

function Link({ url, children }) {
  const target = parse(url);
  if (!target) return children;
  if (target.kind === "web") {
    return html`<a href=${target.url} title=${target.url} target="_blank" rel="noopener noreferrer">${children}</a>`;
  }
  const onClick = (event) => {
    event.preventDefault();
    follow(url);
  };
  return html`<a href=${url} onClick=${onClick}>${children}</a>`;
}

function Spoiler({ children }) {
  const [isShown, show] = useState(false);
  if (isShown) return html`<span class="spoiler is-shown">${children}</span>`;
  return html`<span class="spoiler" role="button" tabindex="0" aria-label=${t("hidden")} ...${pressed(() => show(true))}>
    <span aria-hidden="true">${children}</span>
  </span>`;
}

function LongQuote({ children }) {
  const [isWhole, show] = useState(false);
  if (isWhole) return html`<blockquote>${children}</blockquote>`;
  return html`<blockquote class="is-clipped" role="button" tabindex="0" title=${t("show_whole")} ...${pressed(() => show(true))}>
    ${children}
  </blockquote>`;
}

/** For what is pressed like a button but flows like text. */
function pressed(action) {
  const onKeyDown = (event) => ["Enter", " "].includes(event.key) && (event.preventDefault(), action());
  return { onClick: action, onKeyDown };
}

function sendCommand(command) {
  attempt(() => api.sendText(currentId.value, command));
}
