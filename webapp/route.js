// Which page is open: #/scan/5 in the address, as the buttons in the chat name it.
import { signal } from "@preact/signals";

export const route = signal(read());

export function go(page) {
  location.hash = `#/${page}`;
}

export const back = () => history.back();

function read() {
  // What Telegram has put behind it is not ours.
  const [page, id] = location.hash.replace(/^#\/?/, "").split(/[?&]/)[0].split("/");
  return { page: page.includes("=") ? "" : page, id: Number(id) || null };
}

addEventListener("hashchange", () => {
  route.value = read();
});
