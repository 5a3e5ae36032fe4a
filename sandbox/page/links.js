// Where an address leads: to the bot (as on a phone), to the web, or nowhere.
import { attempt, say } from "./actions.js";
import * as api from "./api.js";
import { t } from "./i18n.js";
import { bot, currentId } from "./state.js";

const TELEGRAM = ["t.me", "telegram.me", "telegram.dog"];
const SAFE = ["http:", "https:", "mailto:", "tel:"];

/** {kind: "start", payload} or {kind: "telegram"} or {kind: "web", url}; null for what is not safe. */
export function parse(address) {
  const url = parsed(address);
  if (!url) return null;
  if (url.protocol === "tg:") return inTelegram(url.searchParams.get("domain"), url);
  if (!SAFE.includes(url.protocol)) return null;
  if (TELEGRAM.includes(url.hostname)) return inTelegram(url.pathname.slice(1), url);
  return { kind: "web", url: url.href };
}

export function follow(address) {
  const target = parse(address);
  if (target?.kind === "web") window.open(target.url, "_blank", "noopener,noreferrer");
  else if (target?.kind === "start") startBot(target.payload);
  else say(t("not_here"));
}

/** Returns whether the address leads to the bot. */
export function isToBot(address) {
  return parse(address)?.kind === "start";
}

function startBot(payload) {
  if (payload) attempt(() => api.start(currentId.value, payload));
}

function inTelegram(name, url) {
  const isOurs = name?.toLowerCase() === bot.value?.username.toLowerCase();
  if (!isOurs || url.searchParams.has("startapp")) return { kind: "telegram" };
  return { kind: "start", payload: url.searchParams.get("start") ?? "" };
}

function parsed(address) {
  const hasScheme = /^[a-z][a-z0-9+.-]*:/i.test(address);
  try {
    return new URL(hasScheme ? address : `http://${address}`);
  } catch {
    return null;
  }
}
