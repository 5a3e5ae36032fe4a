// Keeps the page on the phone: it opens where there is no network, and scans on. Each release is
// kept and dropped as a whole, by a worker of its own.
importScripts("/app/release.js");

const { name, files } = self.release;
const KEPT = `kursovod.${name}`;
const PAGE = "/app/";
const PATIENCE = 3000;

// No other is asked before all is here; and it begins once no page of the one before is open.
self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(dropOthers().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin || !pathname.startsWith(PAGE)) return;
  event.respondWith(pathname === PAGE ? newOrKept(event.request) : keptOrNew(event.request));
});

async function keepAll() {
  const kept = await caches.open(KEPT);
  await kept.addAll([PAGE, ...files]);
}

async function dropOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((it) => it !== KEPT).map((it) => caches.delete(it)));
}

/** What is asked for with its release or version never changes. */
async function keptOrNew(request) {
  const kept = await caches.open(KEPT);
  return (await kept.match(request)) ?? fetch(request);
}

/** The page as the server has it now, which names the files of its own release; where that takes
 * too long, the one that is here with all its files. */
async function newOrKept(request) {
  const kept = await caches.open(KEPT);
  const page = await kept.match(PAGE);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, page));
  return Promise.race([fetch(request).catch(() => page), late]);
}
