// Messages that were sent as one: pictures in a grid, other files one under another.
import { html } from "../html.js";
import { Formatted } from "./entities.js";
import { isPicture, mediaOf } from "./media.js";

/** The messages in order, those of one album together. */
export function inAlbums(messages) {
  const groups = [];
  for (const message of messages) {
    const last = groups.at(-1);
    const isOfIt = message.media_group_id && last?.[0].media_group_id === message.media_group_id;
    if (isOfIt) last.push(message);
    else groups.push([message]);
  }
  return groups;
}

export function Album({ messages }) {
  return messages.every(isPicture) ? html`<${Grid} messages=${messages} />` : html`<${List} messages=${messages} />`;
}

function Grid({ messages }) {
  return html`<div class="album">
    ${messages.map(
      (message, i) => html`<div key=${message.message_id} style=${{ "--sixths": sixths(messages.length, i) }}>
        ${mediaOf(message)}
      </div>`,
    )}
  </div>`;
}

/** How wide each is: three in a row, and the rest in the first row, so that none is left open. */
function sixths(count, place) {
  if (count === 4) return 3;
  const first = count % 3;
  return place < first ? 6 / first : 2;
}

function List({ messages }) {
  return html`<div class="album-list">
    ${messages.map(
      (message) => html`<div key=${message.message_id}>
        ${mediaOf(message)}
        ${message.caption && html`<div class="text"><${Formatted} text=${message.caption} entities=${message.caption_entities} /></div>`}
      </div>`,
    )}
  </div>`;
}
