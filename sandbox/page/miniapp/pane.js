// The Mini App beside the chat (over it on a phone): its head, its frame, its buttons.
import { useEffect, useRef } from "preact/hooks";

import { html } from "../html.js";
import { t } from "../i18n.js";
import { bot, miniApp } from "../state.js";
import { theme, themeParams } from "../theme.js";
import { Dropdown } from "../ui/dropdown.js";
import { IconButton } from "../ui/icons.js";
import { BottomButtons } from "./bottom_buttons.js";
import { ClosingPopup, Popup } from "./popup.js";
import { receive, sendTheme, sendViewport } from "./protocol.js";
import { Scanner } from "./scanner.js";
import { askToClose, bare, change } from "./session.js";

export function MiniApp() {
  const frame = useRef(null);
  const post = (eventType, eventData) =>
    frame.current?.contentWindow.postMessage(JSON.stringify({ eventType, eventData }), "*");
  useConversation(frame, post);
  const { popup, scanner, isClosing, isReady, backgroundColor } = miniApp.value;
  return html`<aside class="app" aria-label=${t("mini_app")}>
    <${Head} post=${post} frame=${frame} />
    <div class="app-body" style=${{ background: backgroundColor }}>
      <iframe
        ref=${frame}
        class="app-frame"
        title=${t("mini_app")}
        src=${miniApp.value.url}
        allow="camera; clipboard-write"
        sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-modals allow-downloads"
        onLoad=${() => change({ isReady: true })}
      ></iframe>
      ${!isReady && html`<p class="app-loading" role="status">${t("loading_app")}</p>`}
    </div>
    <${BottomButtons} post=${post} />
    ${popup && html`<${Popup} ...${popup} post=${post} />`}
    ${scanner && html`<${Scanner} text=${scanner.text} post=${post} />`}
    ${isClosing && html`<${ClosingPopup} />`}
  </aside>`;
}

function Head({ post, frame }) {
  const { hasBackButton, hasSettings, header } = miniApp.value;
  const headerColor = header && (header.color ?? themeParams()[header.key]);
  const reload = { label: t("reload"), icon: "reload", onClick: () => reloadFrame(post, frame.current) };
  const settings = { label: t("settings"), icon: "settings", onClick: () => post("settings_button_pressed") };
  const colors = headerColor && { background: headerColor, color: isDark(headerColor) ? "#fff" : "#000" };
  return html`<header class="head app-head" style=${colors}>
    ${hasBackButton
      ? html`<${IconButton} icon="back" label=${t("back")} onClick=${() => post("back_button_pressed")} />`
      : html`<${IconButton} icon="close" label=${t("close")} onClick=${askToClose} />`}
    <div class="head-words"><h2 dir="auto">${bot.value.name}</h2></div>
    <${Dropdown} items=${[hasSettings && settings, reload].filter(Boolean)} />
    ${hasBackButton && html`<${IconButton} icon="close" label=${t("close")} onClick=${askToClose} />`}
  </header>`;
}

function useConversation(frame, post) {
  useEffect(() => {
    const onMessage = (event) => {
      if (event.source === frame.current.contentWindow) receive(event.data, post);
    };
    const observer = new ResizeObserver(() => sendViewport(post));
    addEventListener("message", onMessage);
    observer.observe(frame.current);
    return () => {
      removeEventListener("message", onMessage);
      observer.disconnect();
    };
  }, []);
  useEffect(() => sendTheme(post), [theme.value]);
}

function reloadFrame(post, frame) {
  if (miniApp.value.canReload) return post("reload_iframe");
  bare();
  frame.src = miniApp.value.url;
  return undefined;
}

/** By the eye's weights for red, green and blue. */
function isDark(color) {
  const [red, green, blue] = color.match(/[0-9a-f]{2}/gi).map((it) => parseInt(it, 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 < 140;
}
