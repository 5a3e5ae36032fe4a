// Who may be played: the list on the left.
import { useLayoutEffect, useRef } from "preact/hooks";

import { openChat } from "../actions.js";
import { html } from "../html.js";
import { language, momentOf, setLanguage, t } from "../i18n.js";
import { bot, currentId, isOnline, modal, people } from "../state.js";
import { theme, toggleTheme } from "../theme.js";
import { Avatar } from "../ui/avatar.js";
import { Icon, IconButton } from "../ui/icons.js";

export function People() {
  return html`<nav class="people" aria-label=${t("people")}>
    <${Head} />
    <p class="people-about">${t("about")}</p>
    <ul class="people-list">
      ${people.value.map((person) => html`<li key=${person.id}><${Row} person=${person} /></li>`)}
    </ul>
    <div class="people-foot">
      <button type="button" class="primary wide" onClick=${() => (modal.value = { kind: "new_person" })}>
        <${Icon} name="add" />${t("new_person")}
      </button>
    </div>
  </nav>`;
}

function Head() {
  const isDark = theme.value === "dark";
  const other = language.value === "ru" ? "en" : "ru";
  return html`<header class="head people-head">
    <div class="head-words">
      <h1>${t("title")}</h1>
      <p class="head-note" role="status">${isOnline.value ? `@${bot.value.username}` : t("connecting")}</p>
    </div>
    <button
      type="button"
      class="language"
      lang=${other}
      title=${t("other_language")}
      aria-label=${t("other_language")}
      onClick=${() => setLanguage(other)}
    >${other.toUpperCase()}</button>
    <${IconButton}
      icon=${isDark ? "sun" : "moon"}
      label=${t(isDark ? "to_light" : "to_dark")}
      onClick=${toggleTheme}
    />
  </header>`;
}

function Row({ person }) {
  const isCurrent = person.id === currentId.value;
  const element = useRef(null);
  useLayoutEffect(() => {
    if (isCurrent) element.current.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  return html`<button
    type="button"
    class="person"
    ref=${element}
    aria-current=${isCurrent ? "true" : undefined}
    onClick=${() => openChat(person.id)}
  >
    <${Avatar} id=${person.id} name=${person.name} />
    <span class="person-words">
      <span class="person-line">
        <b class="person-name" dir="auto" title=${person.name}>${person.name}</b>
        ${person.last && html`<time>${momentOf(person.last.date)}</time>`}
      </span>
      <${Note} person=${person} />
      <span class="person-line">
        <span class="person-last" dir="auto">${lastWords(person.last)}</span>
        <${Badge} count=${isCurrent ? 0 : person.unread} />
      </span>
    </span>
  </button>`;
}

function lastWords(last) {
  if (!last) return t("no_messages");
  return last.text || t(last.kind === "photo" ? "photo" : "file");
}

const SPEAKS = { ru: "speaks_russian", en: "speaks_english" };

/** To whom the bot speaks another language than the page does, that is said. */
function Note({ person }) {
  const speaks = person.language !== language.value && SPEAKS[person.language];
  const facts = [speaks && t(speaks), person.blocked && t("has_blocked")];
  const notes = [person.note[language.value], ...facts].filter(Boolean);
  return notes.length > 0 && html`<span class="person-note">${notes.join(" · ")}</span>`;
}

function Badge({ count }) {
  if (!count) return null;
  return html`<span class="badge" aria-label=${t("unread", { count })}>${count > 99 ? "99+" : count}</span>`;
}
