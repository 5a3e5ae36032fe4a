import { computed, effect, signal } from "@preact/signals";

const STORED = "sandbox-theme";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

const chosen = signal(localStorage.getItem(STORED));
const system = signal(systemIsDark.matches ? "dark" : "light");

export const theme = computed(() => chosen.value ?? system.value);

export function toggleTheme() {
  chosen.value = theme.value === "dark" ? "light" : "dark";
  localStorage.setItem(STORED, chosen.value);
}

systemIsDark.addEventListener("change", () => {
  system.value = systemIsDark.matches ? "dark" : "light";
});

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

/** The colours of styles/base.css, as Mini Apps are told them. */
const PARAMS = {
  light: {
    bg_color: "#ffffff", text_color: "#1b1a26", hint_color: "#696880", link_color: "#4a3fd0",
    button_color: "#5548d9", button_text_color: "#ffffff", secondary_bg_color: "#f1f0f8",
    header_bg_color: "#ffffff", bottom_bar_bg_color: "#ffffff", accent_text_color: "#4a3fd0",
    section_bg_color: "#ffffff", section_header_text_color: "#4a3fd0",
    section_separator_color: "#e2e1ee", subtitle_text_color: "#696880",
    destructive_text_color: "#c2303a",
  },
  dark: {
    bg_color: "#1b1a24", text_color: "#eeedf6", hint_color: "#a09eb6", link_color: "#b0a9ff",
    button_color: "#6a5df0", button_text_color: "#ffffff", secondary_bg_color: "#12111a",
    header_bg_color: "#1b1a24", bottom_bar_bg_color: "#1b1a24", accent_text_color: "#b0a9ff",
    section_bg_color: "#1b1a24", section_header_text_color: "#b0a9ff",
    section_separator_color: "#302e3f", subtitle_text_color: "#a09eb6",
    destructive_text_color: "#ff7d84",
  },
};

export const themeParams = () => PARAMS[theme.value];
