// Keeps the site in the browser, so that it starts without a network. A build is taken over as a whole:
// all of its files are here, each with its digest, before any of them is used, and pages that are open
// keep those of theirs.
const FILES = {};
// The digest of them all.
const BUILD = "";

const OURS = `netpol-designer ${registration.scope} `;
const CACHE = OURS + BUILD;

addEventListener("install", (event) => {
  const wanted = Object.entries(FILES).map(([path, integrity]) => new Request(path, { integrity, cache: "no-cache" }));
  const take = async () => {
    // A worker that is another one for the same build must not take away what is in use.
    const isThere = await caches.has(CACHE);
    try {
      await (await caches.open(CACHE)).addAll(wanted);
    } catch (error) {
      if (!isThere) await caches.delete(CACHE);
      throw error;
    }
  };
  event.waitUntil(take());
});

addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(OURS) && name !== CACHE;
  const forget = async () => Promise.all((await caches.keys()).filter(isOld).map((name) => caches.delete(name)));
  event.waitUntil(forget());
});

addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !url.startsWith(registration.scope)) return;
  const path = "./" + url.slice(registration.scope.length).replace(/[?#].*/, "");
  const kept = path === "./index.html" ? "./" : path;
  if (!(kept in FILES)) return;
  const answer = async () => (await (await caches.open(CACHE)).match(kept)) ?? fetch(event.request);
  event.respondWith(answer());
});
