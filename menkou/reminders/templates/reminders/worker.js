/* Shows that there is something, in fixed words whatever came, and opens where one signs in. Keeps nothing, fetches nothing. */
const TITLE = "村（社区）法律顾问";
const WORDS = "您有一条新提醒，请登录查看。";
const HOME = new URL("../start", self.registration.scope).href;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => {
  event.waitUntil(self.registration.showNotification(TITLE, { body: WORDS, tag: "menkou", renotify: true }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(HOME));
});
