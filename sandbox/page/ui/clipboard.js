import { say } from "../actions.js";
import { t } from "../i18n.js";

/** Where the browser forbids it, the words are shown, to be copied by hand. */
export function copy(text) {
  navigator.clipboard.writeText(text).then(
    () => say(t("copied")),
    () => say(text),
  );
}
