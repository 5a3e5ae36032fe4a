import { useEffect, useState } from "preact/hooks";

import { attempt, openChat } from "../actions.js";
import * as api from "../api.js";
import { html } from "../html.js";
import { language, t } from "../i18n.js";
import { people } from "../state.js";
import { Window } from "../ui/window.js";

const LONGEST_NAME = 128; // Telegram: 64 for the first name and 64 for the last one

export function NewPerson({ onClose }) {
  const [roles, setRoles] = useState(null);
  useEffect(() => {
    attempt(async () => setRoles(await api.roles()));
  }, []);
  const onSubmit = (event) => {
    event.preventDefault();
    add(Object.fromEntries(new FormData(event.target)), onClose);
  };
  return html`<${Window} title=${t("new_person")} onClose=${onClose}>
    <form onSubmit=${onSubmit}>
      <label class="field">
        <span>${t("name")}</span>
        <input name="name" dir="auto" required autofocus autocomplete="off" maxlength=${LONGEST_NAME} placeholder=${t("name_hint")} />
      </label>
      <${Choice} name="language" label=${t("speaks")} options=${languages()} chosen=${language.value} />
      <${Choice}
        name="role"
        label=${t("role")}
        options=${(roles ?? []).map((role) => ({ id: role.id, label: role[language.value] }))}
        chosen=${roles?.[0]?.id}
      />
      <footer>
        <button type="button" class="secondary" onClick=${onClose}>${t("cancel")}</button>
        <button class="primary" disabled=${!roles}>${t("add")}</button>
      </footer>
    </form>
  <//>`;
}

function Choice({ name, label, options, chosen }) {
  return html`<fieldset class="choice">
    <legend>${label}</legend>
    ${options.map(
      (option) => html`<label key=${option.id}>
        <input type="radio" name=${name} value=${option.id} defaultChecked=${option.id === chosen} />
        <span>${option.label}</span>
      </label>`,
    )}
  </fieldset>`;
}

const languages = () => [
  { id: "ru", label: t("russian") },
  { id: "en", label: t("english") },
];

async function add(person, close) {
  const added = await attempt(() => api.addPerson(person));
  if (!added) return;
  if (!people.value.some((it) => it.id === added.id)) people.value = [...people.value, added];
  close();
  openChat(added.id);
}
