// What this page is to show, from the server: over any gap in the network, and its restarts.
const AGAIN = 2000;

/** Silence for longer than the server ever keeps it: the connection is dead, whatever it says. */
const SILENCE = 40_000;

/** Calls `show(shown, isAway)` with what the server said last, now and whenever that changes. */
export function listen(show) {
  let shown = null;

  async function connect() {
    const source = new EventSource("/tv/events");
    let timer = null;
    const again = () => {
      clearTimeout(timer);
      source.close();
      show(shown, true);
      setTimeout(begin, AGAIN);
    };
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(again, SILENCE);
    };
    source.onopen = heard;
    source.onmessage = (event) => {
      heard();
      shown = JSON.parse(event.data);
      show(shown, false);
      // Two windows would take it from each other for ever.
      if (shown.state !== "elsewhere") return;
      clearTimeout(timer);
      source.close();
    };
    source.addEventListener("beat", heard);
    source.addEventListener("away", () => show(shown, true));
    // A browser that would try again by itself gives up where a proxy answers for the server.
    source.onerror = again;
  }

  /** A page that the server does not know, as after a day, is a new one. */
  async function begin() {
    try {
      const known = await fetch("/tv/screen");
      if (known.status === 404) await fetch("/tv/screen", { method: "POST" });
      if (known.status < 500) return connect();
    } catch {
      // The network is away: the page goes on showing what it has, and says so.
    }
    show(shown, true);
    setTimeout(begin, AGAIN);
  }

  begin();
}

/** Forget what this page is paired with, and be paired anew. */
export async function leave() {
  await fetch("/tv/screen", { method: "DELETE" });
  location.reload();
}
