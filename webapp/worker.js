// Keeps the page on the phone: it opens where there is no network, and scans on.
const KEPT = "kursovod";
const PATIENCE = 3000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin || !pathname.startsWith("/app/")) return;
  event.respondWith(pathname.startsWith("/app/vendor/") ? keptOrNew(event.request) : newOrKept(event.request));
});

/** What is asked for with its version never changes. */
async function keptOrNew(request) {
  return (await caches.match(request)) ?? fetched(request);
}

/** What the server has now; where that takes too long, what it had. */
async function newOrKept(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  if (!kept) return fetched(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fetched(request).catch(() => kept), late]);
}

async function fetched(request) {
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(KEPT)).put(request, answer.clone());
  return answer;
}
