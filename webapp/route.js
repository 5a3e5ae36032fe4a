// Which page is open: #/scan/5 in the address, as the buttons in the chat name it.
import { signal } from "@preact/signals";

export const route = signal(read());

export function go(page) {
  location.hash = `#/${page}`;
}

/** Where the page below was opened from. A button in the chat may open it first. */
let above = "scan";

export const back = () => go(above);

function read() {
  // What Telegram has put behind it is not ours.
  const [page, id] = location.hash.replace(/^#\/?/, "").split(/[?&]/)[0].split("/");
  return { page: page.includes("=") ? "" : page, id: Number(id) || null };
}

addEventListener("hashchange", () => {
  const { page } = route.value;
  if (page === "" || page === "scan") above = page;
  route.value = read();
});
