// Requests to our own API, signed with the session.
import * as session from "./session.js";

const TIMEOUT = 8000;

/** The server is out of reach, or has no time: worth asking again. */
export class Away extends Error {
  constructor(reason, retryAfter = 0) {
    super(reason);
    this.retryAfter = retryAfter;
  }
}

/** The server has understood, and will say the same again. */
export class Refused extends Error {
  constructor({ code, ...facts }) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

export const get = (path) => ask("GET", path);

export const post = (path, body, key) => ask("POST", path, body, key);

export const remove = (path) => ask("DELETE", path);

async function ask(method, path, body, key) {
  let answer = await send(method, path, body, key);
  if (answer.status === 401) {
    session.forget();
    answer = await send(method, path, body, key);
    if (answer.status === 401) session.end();
  }
  if (isAway(answer.status)) throw new Away(`status ${answer.status}`, Number(answer.headers.get("Retry-After")));
  if (answer.status === 204) return null;
  const said = await answer.json().catch(() => notOurs(answer));
  if (!answer.ok) throw new Refused(said);
  return said;
}

async function send(method, path, body, key) {
  try {
    const headers = { Authorization: await session.authorization() };
    if (body) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    const signal = AbortSignal.timeout(TIMEOUT);
    return await fetch(path, { method, headers, body: body && JSON.stringify(body), signal });
  } catch (error) {
    if (error instanceof session.SignInRefused) throw error;
    throw new Away(error.message);
  }
}

/** Somebody between us and the server has answered. */
function notOurs({ status }) {
  throw new Away(`no answer of ours, status ${status}`);
}

function isAway(status) {
  return status >= 500 || status === 429 || status === 408;
}
