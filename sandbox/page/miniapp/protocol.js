// Telegram's web protocol: what a Mini App in a frame may ask for, one entry an event.
// Each gets the event's data and `post(eventType, eventData)` to answer the frame.
import { attempt } from "../actions.js";
import * as api from "../api.js";
import { follow, parse } from "../links.js";
import { miniApp } from "../state.js";
import { themeParams } from "../theme.js";
import { invokeCustomMethod } from "./cloud.js";
import { bare, change, close, closeScanner } from "./session.js";

const NO_INSETS = { top: 0, bottom: 0, left: 0, right: 0 };

const SCROLLBARS = "::-webkit-scrollbar{width:8px}::-webkit-scrollbar-thumb{border-radius:4px;background:#8886a455}";

const REQUESTS = {
  iframe_ready(options, post) {
    change({ canReload: Boolean(options?.reload_supported) });
    post("set_custom_style", SCROLLBARS);
  },
  iframe_will_reload: bare,
  web_app_ready: () => change({ isReady: true }),
  web_app_expand: (_, post) => sendViewport(post),
  web_app_close: close,
  web_app_request_theme: (_, post) => sendTheme(post),
  web_app_request_viewport: (_, post) => sendViewport(post),
  web_app_request_safe_area: (_, post) => post("safe_area_changed", NO_INSETS),
  web_app_request_content_safe_area: (_, post) => post("content_safe_area_changed", NO_INSETS),

  web_app_setup_main_button: (button) => change({ mainButton: merged(miniApp.value.mainButton, button) }),
  web_app_setup_secondary_button: (button) =>
    change({ secondaryButton: merged(miniApp.value.secondaryButton, button) }),
  web_app_setup_back_button: ({ is_visible }) => change({ hasBackButton: is_visible }),
  web_app_setup_settings_button: ({ is_visible }) => change({ hasSettings: is_visible }),
  web_app_setup_closing_behavior: ({ need_confirmation }) => change({ asksBeforeClosing: need_confirmation }),
  web_app_set_header_color: ({ color, color_key }) => change({ header: { color, key: color_key } }),
  web_app_set_background_color: ({ color }) => change({ backgroundColor: color }),
  web_app_trigger_haptic_feedback: () => navigator.vibrate?.(15),

  web_app_open_popup: (popup) => change({ popup }),
  web_app_open_scan_qr_popup: (scanner) => change({ scanner: scanner || {} }),
  web_app_close_scan_qr_popup: (_, post) => closeScanner(post),

  web_app_open_link: ({ url }) => parse(url) && follow(url),
  web_app_open_tg_link: ({ path_full }) => openInTelegram(path_full),
  web_app_data_send: ({ data }) => sendToBot(data),

  web_app_read_text_from_clipboard: ({ req_id }, post) => post("clipboard_text_received", { req_id }),
  web_app_request_write_access: (_, post) => post("write_access_requested", { status: "allowed" }),
  web_app_request_phone: (_, post) => post("phone_requested", { status: "cancelled" }),
  web_app_request_fullscreen: (_, post) => post("fullscreen_failed", { error: "UNSUPPORTED" }),
  web_app_check_home_screen: (_, post) => post("home_screen_checked", { status: "unsupported" }),
  web_app_biometry_get_info: (_, post) => post("biometry_info_received", { available: false }),
  web_app_check_location: (_, post) => post("location_checked", { available: false }),
  web_app_invoke_custom_method: ({ req_id, method, params }, post) =>
    post("custom_method_invoked", { req_id, ...invokeCustomMethod(miniApp.value.person, method, params) }),
};

/** Take a message of the frame; what we do not know, we leave without an answer, as Telegram does. */
export function receive(message, post) {
  const request = parsed(message);
  if (!Object.hasOwn(REQUESTS, request?.eventType)) return;
  REQUESTS[request.eventType](request.eventData ?? {}, post);
}

export const sendTheme = (post) => post("theme_changed", { theme_params: themeParams() });

export function sendViewport(post) {
  const frame = document.querySelector(".app-frame");
  if (!frame) return;
  const { clientWidth: width, clientHeight: height } = frame;
  post("viewport_changed", { width, height, is_expanded: true, is_state_stable: true });
}

/** What a button's new setup leaves out stays as it was. */
const merged = (before, setup) => ({ ...before, ...setup });

/** As a phone: the chat comes to the front. */
function openInTelegram(path) {
  close();
  follow(`https://t.me${path}`);
}

function sendToBot(text) {
  const { person, kind, buttonText } = miniApp.value;
  if (kind !== "keyboard") return;
  close();
  attempt(() => api.sendWebAppData(person, text, buttonText));
}

function parsed(message) {
  try {
    return JSON.parse(message);
  } catch {
    return null;
  }
}
