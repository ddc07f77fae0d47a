/* Keeps one page, 到村, with its files, for where there is no network: the same for everybody, without a word of anybody's.
   What an adviser notes there lies in the phone's own database, not here (docs/adr/0051). */
const KEPT = "menkou-visits-{{ version }}";
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const HOME = self.registration.scope;
const PAGE = new URL("offline", HOME).href;
const PATIENCE_MS = 5000;

self.addEventListener("install", (event) => event.waitUntil(
  caches.open(KEPT).then((kept) => kept.addAll([PAGE, ...FILES])).then(() => self.skipWaiting()),
));
self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys()
    .then((all) => Promise.all(all.filter((one) => one.startsWith("menkou-visits-") && one !== KEPT).map((one) => caches.delete(one))))
    .then(() => self.clients.claim()),
));

async function page(request) {
  const tooLong = new Promise((_, give_up) => setTimeout(give_up, PATIENCE_MS));
  try {
    const answer = await Promise.race([fetch(request), tooLong]);
    if (answer.status < 500) return answer;
  } catch { /* no network, or none to speak of */ }
  return (await caches.match(PAGE)) || Response.error();
}

async function file(request) {
  return (await caches.match(request.url)) || fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && url.origin + url.pathname === HOME) event.respondWith(page(request));
  else if (FILES.includes(url.pathname)) event.respondWith(file(request));
});
