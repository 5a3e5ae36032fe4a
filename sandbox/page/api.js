// The sandbox's own calls, one function each.

export class Refused extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

export const state = () => get("/sandbox/state");
export const roles = () => get("/sandbox/roles");
export const camera = () => get("/sandbox/camera");
export const chat = (person) => get(`/sandbox/chats/${person}`);

export const addPerson = (person) => post("/sandbox/people", person);
export const sendText = (person, text) => post(`/sandbox/chats/${person}/text`, { text });
export const start = (person, payload) => post(`/sandbox/chats/${person}/start`, { payload });
export const block = (person, blocked) => post(`/sandbox/chats/${person}/block`, { blocked });
export const read = (person) => post(`/sandbox/chats/${person}/read`, {});
export const press = (person, message_id, row, column) =>
  post(`/sandbox/chats/${person}/press`, { message_id, row, column });

export const openWebApp = (person, url, kind, theme) =>
  post("/sandbox/webapp", { person, url, kind, theme });
export const sendWebAppData = (person, said, button_text) =>
  post(`/sandbox/chats/${person}/webapp_data`, { data: said, button_text });

export function sendFile(person, file, { kind, caption }) {
  const query = new URLSearchParams({ kind, name: file.name, caption });
  return upload(`/sandbox/chats/${person}/media?${query}`, file);
}

/** Point the person's phone at a picture; nobody's (null) only reads it, as a Mini App's scanner does. */
export const scan = (picture, person) =>
  post(`/sandbox/camera/${encodeURIComponent(picture)}`, { person });

export const scanFile = (file, person) => upload(`/sandbox/camera?person=${person ?? ""}`, file);

const get = (path) => request(path, {});

const post = (path, body) =>
  request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

const upload = (path, file) =>
  request(path, {
    method: "POST",
    headers: { "Content-Type": file.type || "application/octet-stream" },
    body: file,
  });

async function request(path, options) {
  const response = await fetch(path, options);
  const text = await response.text();
  if (!response.ok) throw new Refused(response.status, reason(text) || response.statusText);
  return text ? JSON.parse(text) : null;
}

function reason(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return "";
  }
}
