// What a scanned text is. Whether it is genuine, only the server can tell.

const TOKEN = /^(?:(?:https?:\/\/)?t\.me\/\w+\?start=)?([\w-]{40})$/;
const KINDS = { 1: "room", 2: "pass", 3: "pass" };

/** {kind: "room" | "pass", token}, or null for what is no code of check-in. */
export function read(text) {
  const token = TOKEN.exec(text.trim())?.[1];
  if (!token) return null;
  const [first] = atob(token.slice(0, 4).replaceAll("-", "+").replaceAll("_", "/"));
  const kind = KINDS[first.charCodeAt(0) & 15];
  return kind ? { kind, token } : null;
}
