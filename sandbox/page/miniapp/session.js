// The Mini App that is open, and what it has asked the phone to show around it.
import { attempt } from "../actions.js";
import * as api from "../api.js";
import { currentId, miniApp } from "../state.js";
import { themeParams } from "../theme.js";

const BARE = {
  isReady: false,
  canReload: false,
  asksBeforeClosing: false,
  isClosing: false,
  mainButton: null,
  secondaryButton: null,
  hasBackButton: false,
  hasSettings: false,
  header: null,
  backgroundColor: null,
  popup: null,
  scanner: null,
};

export async function openMiniApp(url, kind, buttonText) {
  const person = currentId.value;
  const opened = await attempt(() => api.openWebApp(person, url, kind, themeParams()));
  if (!opened || person !== currentId.value) return;
  miniApp.value = { ...BARE, key: Date.now(), person, kind, buttonText, url: opened.url };
}

export function change(what) {
  if (miniApp.value) miniApp.value = { ...miniApp.value, ...what };
}

/** Whoever closed it, the app is told, as it is by Telegram for Android. */
export function closeScanner(post) {
  if (!miniApp.value?.scanner) return;
  change({ scanner: null });
  post("scan_qr_popup_closed");
}

/** A frame that is loaded again knows nothing of its buttons. */
export const bare = () => change(BARE);

export const close = () => (miniApp.value = null);

export function askToClose() {
  if (miniApp.value.asksBeforeClosing) change({ isClosing: true });
  else close();
}
