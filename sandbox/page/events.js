// The server's events. EventSource comes back by itself after a lost connection;
// it gives up only on an HTTP error, and then we open another.
import * as actions from "./actions.js";
import { isOnline } from "./state.js";

const AGAIN_AFTER = 1000;

const LISTENERS = {
  message: actions.onMessage,
  edit: actions.onEdit,
  delete: actions.onDelete,
  answer: actions.onAnswer,
  expired: actions.onExpired,
  action: actions.onAction,
  people: actions.onPeople,
  profile: actions.onProfile,
  reload: actions.onReload,
};

export function connect() {
  const source = new EventSource("/sandbox/events");
  for (const [name, listener] of Object.entries(LISTENERS)) {
    source.addEventListener(name, (event) => listener(JSON.parse(event.data)));
  }
  source.onopen = () => refresh(source);
  source.onerror = () => {
    isOnline.value = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, AGAIN_AFTER);
  };
}

/** The server may be a new one that knows nothing of what we show. */
async function refresh(source) {
  try {
    await actions.loadEverything();
    isOnline.value = true;
  } catch {
    if (source.readyState === EventSource.OPEN) setTimeout(() => refresh(source), AGAIN_AFTER);
  }
}
