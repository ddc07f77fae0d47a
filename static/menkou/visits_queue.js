/* 到村 waits on the phone until it has arrived: kept at once, sent many at a time, each once by its key, and told in
   words (docs/adr/0051). On every adviser's page, so that what was noted in a village goes wherever one is next. */

const bar = document.querySelector("[data-visits]");
const words = bar.querySelector("[data-visits-words]");
const list = bar.querySelector("[data-visits-list]");
const { log, ready, signIn, page } = bar.dataset;
const AGAIN_MS = 5000; // while the page is looked at: browsers do not always say that there is a network again
const PATIENCE_MS = 60000;
const KEPT_MS = 30 * 24 * 3600 * 1000; // what another account left here
const MOST = 50; // in one request
const MOST_BYTES = 6e6;
const NOT_TAKEN = "没有收下。请打开“到村”看看，再送一次。";

/* The store: "now" is the visit that goes on, "waiting" what is to be sent, "who" whose phone it is and their villages */

const base = await new Promise((use, fail) => {
  const opening = indexedDB.open("menkou_visits", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("now", { keyPath: "account" });
    opening.result.createObjectStore("waiting", { keyPath: "key" });
    opening.result.createObjectStore("who", { keyPath: "account" });
  };
  opening.onsuccess = () => use(opening.result);
  opening.onerror = fail;
}).catch(() => null);

export const isUsable = Boolean(base);

function ask(stores, mode, what) {
  return new Promise((use, fail) => {
    const transaction = base.transaction(stores, mode, { durability: "strict" });
    const asked = what(...[stores].flat().map((one) => transaction.objectStore(one)));
    if (mode === "readonly") asked.onsuccess = () => use(asked.result);
    else transaction.oncomplete = () => use(asked && asked.result);
    transaction.onerror = transaction.onabort = fail;
  });
}

/** Whose phone it is: of whoever is signed in, else of whoever was the last to open the page with a network. */
export async function who() {
  const all = isUsable ? await ask("who", "readonly", (one) => one.getAll()) : [];
  if (bar.dataset.account) return all.find((one) => one.account === bar.dataset.account) || { account: bar.dataset.account, villages: [] };
  return all.sort((one, other) => other.at - one.at)[0] || null;
}

export const introduce = (villages) => ask("who", "readwrite", (all) => all.put({ account: bar.dataset.account, at: Date.now(), villages }));
export const going = (account) => ask("now", "readonly", (all) => all.get(account));
export const keep = (visit) => ask("now", "readwrite", (all) => all.put(visit));
export const forget = (account) => ask("now", "readwrite", (all) => all.delete(account));

/** The visit is over: it waits from now on, and another may begin. */
export async function put(visit) {
  await ask(["now", "waiting"], "readwrite", (now, waiting) => {
    now.delete(visit.account);
    return waiting.put({ ...visit, at: Date.now() });
  });
  await draw();
}

async function waiting() {
  const mine = await who();
  const all = await ask("waiting", "readonly", (one) => one.getAll());
  return all.filter((one) => mine && one.account === mine.account).sort((one, other) => one.at - other.at);
}

/* Sending */

async function fetched(url, options = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(url, { credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" }, signal: patience.signal, ...options });
    if (answer.redirected && answer.url.includes(signIn)) return { is: "signed-out" };
    if (answer.status === 429 || answer.status >= 500) return { is: "lost" };
    const told = await answer.json().catch(() => null);
    if (told && told.is_of_another) return { is: "another" };
    if (answer.ok && told) return { is: "told", told };
    return { is: answer.ok ? "lost" : "not-taken" };
  } catch {
    return { is: "lost" };
  } finally {
    clearTimeout(timer);
  }
}

const sizeOf = (one) => 2000 + (one.clip ? one.clip.size : 0) + (one.photo ? one.photo.size : 0);

function batchOf(all) {
  const batch = [];
  let bytes = 0;
  for (const one of all.slice(0, MOST)) {
    bytes += sizeOf(one);
    if (batch.length && bytes > MOST_BYTES) break;
    batch.push(one);
  }
  return batch;
}

function packed(batch, session) {
  const body = new FormData();
  const told = batch.map(({ key, village, how, came, left, kinds, people, said, place, mime, seconds }) => (
    { key, village, how, came, left, kinds, people, said, place, mime, seconds }));
  const facts = { csrfmiddlewaretoken: session.token, account: session.account, now: Date.now(), visits: JSON.stringify(told) };
  Object.entries(facts).forEach(([name, value]) => body.set(name, value));
  for (const one of batch) {
    if (one.clip) body.set(`clip-${one.key}`, one.clip, "clip");
    if (one.photo) body.set(`photo-${one.key}`, one.photo, "photo.jpg");
  }
  return body;
}

async function settle(batch, taken) {
  const became = new Map(taken.map((one) => [one.key, one]));
  await ask("waiting", "readwrite", (all) => {
    for (const one of batch) {
      const told = became.get(one.key) || { is: "refused", words: NOT_TAKEN };
      if (told.is === "refused") all.put({ ...one, problem: told.words });
      else all.delete(one.key);
    }
  });
  const done = batch.filter((one) => became.has(one.key) && became.get(one.key).is !== "refused");
  return done.map((one) => ({ ...one, ...became.get(one.key) }));
}

let running = null;
let state = ""; // lost, signed-out, another or not-taken, of the last try

async function sendAll() {
  const arrived = [];
  let all = (await waiting()).filter((one) => !one.problem);
  state = "";
  if (all.length) {
    const session = await fetched(ready);
    const mine = await who();
    if (session.is !== "told") state = session.is;
    else if (session.told.account !== mine.account) state = "another";
    while (all.length && !state) {
      say("busy", `正在上传 ${all.length} 次到村…`);
      const batch = batchOf(all);
      const sent = await fetched(log, { method: "POST", body: packed(batch, session.told) });
      if (sent.is === "told") arrived.push(...await settle(batch, sent.told.taken));
      else state = sent.is;
      all = all.slice(batch.length);
    }
  }
  await draw(arrived);
  return arrived;
}

/** Send whatever waits; what has arrived now. */
export function flush() {
  if (!running) {
    const alone = navigator.locks ? (go) => navigator.locks.request("menkou_visits", go) : (go) => go();
    running = alone(sendAll).finally(() => { running = null; });
  }
  return running;
}

/* What the bar says */

function say(look, sentence) {
  bar.className = `sync sync--${look}`;
  bar.hidden = !sentence;
  if (words.textContent !== sentence) words.textContent = sentence;
}

async function draw(arrived = []) {
  const all = await waiting();
  const stuck = all.filter((one) => one.problem).length;
  const n = all.length - stuck;
  list.replaceChildren(...all.map(row));
  document.dispatchEvent(new CustomEvent("menkou:visits", { detail: { waiting: all, arrived } }));
  if (stuck) return say("needs", `${stuck} 次到村没有收下，请看下面怎么办${n ? `；待上传 ${n}` : ""}`);
  if (!n) return say("done", arrived.length ? ["✓ 都上传了", ...new Set(arrived.map((one) => one.words).filter(Boolean))].join("。") : "");
  if (state === "signed-out") {
    say("needs", `待上传 ${n}。登录过期了，登录以后自己会传。`);
    return void words.append(" ", Object.assign(document.createElement("a"), { href: `${signIn}?next=${encodeURIComponent(page)}`, textContent: "重新登录" }));
  }
  if (state === "another") return say("needs", `待上传 ${n}。这部手机上现在登录的是另一个人，换回写的人登录，再传。`);
  if (state === "not-taken") return say("needs", `待上传 ${n}。${NOT_TAKEN}`);
  return say("off", `没有网络 · 待上传 ${n}。有网了自己会传。`);
}

export const time = (moment) => new Date(moment).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });

function button(text, press) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button button--second", textContent: text });
  made.addEventListener("click", () => press(made));
  return made;
}

function row(one) {
  const line = document.createElement("li");
  line.append(Object.assign(document.createElement("p"), { textContent: `${one.name} ${time(one.came)}–${time(one.left)} · 待上传` }));
  if (!one.problem) return line;
  line.append(Object.assign(document.createElement("p"), { className: "sync__why", textContent: one.problem }));
  const buttons = Object.assign(document.createElement("p"), { className: "buttons" });
  buttons.append(button("再送一次", async () => {
    const { problem, ...rest } = one;
    await ask("waiting", "readwrite", (all) => all.put(rest));
    await flush();
  }), button("不要了", async (pressed) => { // twice, for it is gone then
    if (pressed.dataset.sure) {
      await ask("waiting", "readwrite", (all) => all.delete(one.key));
      return draw();
    }
    pressed.dataset.sure = "yes";
    pressed.textContent = "真的不要了，删掉";
    return undefined;
  }));
  line.append(buttons);
  return line;
}

async function tidy() {
  const mine = await who();
  const all = await ask("waiting", "readonly", (one) => one.getAll());
  for (const one of all.filter((row_) => mine && row_.account !== mine.account && Date.now() - row_.at > KEPT_MS)) {
    await ask("waiting", "readwrite", (rows) => rows.delete(one.key));
  }
}

if (isUsable) {
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  setInterval(async () => { if (state === "lost" && !document.hidden && (await waiting()).length) flush(); }, AGAIN_MS);
  tidy().then(flush);
}
