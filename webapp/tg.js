// The one module that speaks with Telegram. Opened outside of it, everything here does nothing.
import { signal } from "@preact/signals";
import * as sdk from "@tma.js/sdk";

import { forNow } from "./storage.js";

const STORED = "kursovod.launch";

/** Clients for computers name no camera that a page could ask for. */
const WITHOUT_CAMERA = new Set(["tdesktop", "macos", "unigram", "web", "weba", "webk", "unknown"]);

/** Longer than the scanner needs to go away, and shorter than to open again and be looked at. */
const TOLD_WITHIN = 1500;

const launch = readLaunch();

/** What Telegram signed about who opened the page; empty where it was not Telegram. */
export const initData = launch.get("tgWebAppData") ?? "";

/** As Telegram calls them. Only the server can tell whether it is true. */
export const person = JSON.parse(new URLSearchParams(initData).get("user") ?? "{}");

export const canScan = isAtLeast(6, 4) && !WITHOUT_CAMERA.has(launch.get("tgWebAppPlatform") ?? "unknown");

export const isDark = signal(false);

export function start() {
  dress(JSON.parse(launch.get("tgWebAppThemeParams") ?? "{}"));
  if (!initData) return;
  // Which pages may have us in a frame, the policy of our own says; nothing we post is secret.
  sdk.setTargetOrigin("*");
  sdk.on("theme_changed", (it) => dress(it.theme_params));
  sdk.on("viewport_changed", (it) => measure({ "app-height": it.height }));
  sdk.on("safe_area_changed", (it) => measure({ "safe-top": it.top, "safe-bottom": it.bottom }));
  sdk.on("content_safe_area_changed", (it) => measure({ "content-top": it.top }));
  sdk.on("reload_iframe", () => {
    post("iframe_will_reload");
    location.reload();
  });
  sdk.on("main_button_pressed", () => pressed.main?.());
  sdk.on("back_button_pressed", () => pressed.back?.());
  post("iframe_ready", { reload_supported: true });
  post("web_app_ready");
  post("web_app_expand");
  post("web_app_request_safe_area");
  post("web_app_request_content_safe_area");
  post("web_app_set_header_color", { color_key: "secondary_bg_color" });
}

const pressed = { main: null, back: null };

/** The button below the page, until it is shown otherwise; without words, none. */
export function showMainButton(text, onPress) {
  pressed.main = text ? onPress : null;
  post("web_app_setup_main_button", text ? { is_visible: true, is_active: true, text } : { is_visible: false });
}

export function showBackButton(onPress) {
  pressed.back = onPress;
  post("web_app_setup_back_button", { is_visible: Boolean(onPress) });
}

export function askBeforeClosing(isNeeded) {
  post("web_app_setup_closing_behavior", { need_confirmation: isNeeded });
}

/** How it went: "success", "warning" or "error". */
export function feel(outcome) {
  post("web_app_trigger_haptic_feedback", { type: "notification", notification_type: outcome });
}

/** When we closed the scanner, until we are told of it: Android tells of that too, others do not. */
let closedAt = 0;

/** Telegram's own scanner calls back for what it reads, and when the person closes it. */
export function listenToScanner(onText, onClosed) {
  sdk.on("qr_text_received", ({ data }) => data && onText(data));
  sdk.on("scan_qr_popup_closed", () => {
    if (Date.now() - closedAt > TOLD_WITHIN) onClosed();
    closedAt = 0;
  });
}

export const openScanner = (text) => post("web_app_open_scan_qr_popup", { text });

export function closeScanner() {
  closedAt = Date.now();
  post("web_app_close_scan_qr_popup");
}

export const close = () => post("web_app_close");

/** From the address, where Telegram puts it behind what is ours; kept for when that has changed. */
function readLaunch() {
  const handed = location.hash.split(/[#?]/).at(-1);
  if (handed.includes("tgWebAppPlatform=")) forNow.setItem(STORED, handed);
  return new URLSearchParams(forNow.getItem(STORED) ?? "");
}

/** Since that version of the protocol there has been a scanner. */
function isAtLeast(major, minor) {
  const [ours, after] = (launch.get("tgWebAppVersion") ?? "6.0").split(".").map(Number);
  return ours > major || (ours === major && after >= minor);
}

/** What a client does not know, it passes over. */
function post(method, params) {
  if (!initData) return;
  try {
    sdk.postEvent(method, params);
  } catch (error) {
    console.info(`Telegram does not take ${method}: ${error.message}`);
  }
}

/** Telegram's colours; where it names none, those of style.css. */
function dress(colors) {
  const style = document.documentElement.style;
  for (const [name, color] of Object.entries(colors)) {
    style.setProperty(`--tg-${name.replaceAll("_", "-")}`, color);
  }
  const system = matchMedia("(prefers-color-scheme: dark)").matches;
  isDark.value = colors.bg_color ? lightness(colors.bg_color) < 140 : system;
  document.documentElement.dataset.theme = isDark.value ? "dark" : "light";
}

function measure(lengths) {
  for (const [name, length] of Object.entries(lengths)) {
    document.documentElement.style.setProperty(`--${name}`, `${length}px`);
  }
}

/** By the eye's weights for red, green and blue. */
function lightness(color) {
  const [red, green, blue] = color.match(/[0-9a-f]{2}/gi).map((it) => parseInt(it, 16));
  return red * 0.299 + green * 0.587 + blue * 0.114;
}
