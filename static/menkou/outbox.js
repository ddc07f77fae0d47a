/* What an adviser has written and spoken waits on the phone until it has arrived: sealed under a key that only a page
   of the same account holds, sent in order, once, in nobody else's name, and told in words (docs/adr/0042).
   Where a phone cannot keep or seal anything, this module is not usable, and pages work as they do without it. */

const bar = document.querySelector("[data-sync]");
const words = bar.querySelector("[data-sync-words]");
const list = bar.querySelector("[data-sync-list]");
const { key, signIn } = bar.dataset;
export const { account } = bar.dataset;
const KEPT_MS = bar.dataset.days * 24 * 3600 * 1000;
const AGAIN_MS = 15000;
const PATIENCE_MS = 60000;
const LOST = "没有网络";
const OPENS_ALWAYS = /^\/[^/]+\/visits\/$/; // kept by a worker of its own
const GONE = "这件事已经不在您手上了，可能移交了，或者您不再负责那个村。这几句不再送。要留着就先复制，再点“不要了”。";
const MAYBE = "前一次送到一半断了，那一次可能已经送到。";
const NOT_TAKEN = "没有送成。请打开那件事看看，再送一次。";

/* The store: "waiting" holds what is to be sent, "drafts" what is being written */

const base = await new Promise((use, fail) => {
  const opening = indexedDB.open("menkou_desk", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("waiting", { keyPath: "form" });
    opening.result.createObjectStore("drafts", { keyPath: "place" });
  };
  opening.onsuccess = () => use(opening.result);
  opening.onerror = fail;
}).catch(() => null);
const lock = await Promise.resolve().then(() => {
  const bytes = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}).catch(() => null); // an address without https has no lock: then nothing is kept

export const isUsable = Boolean(base && lock && account);

function ask(store, mode, what) {
  return new Promise((use, fail) => {
    const transaction = base.transaction(store, mode, { durability: "strict" });
    const asked = what(transaction.objectStore(store));
    if (mode === "readonly") asked.onsuccess = () => use(asked.result);
    else transaction.oncomplete = () => use(asked.result);
    transaction.onerror = transaction.onabort = fail;
  });
}

export async function seal(content) {
  document.cookie = `menkou_waits=1; path=/; max-age=${KEPT_MS / 1000}; samesite=lax`; // what is kept here is not wiped with what residents left
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = content instanceof Blob ? await content.arrayBuffer() : content;
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, lock, plain) };
}

export function unseal({ iv, data }) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv }, lock, data);
}

export const mine = (place) => `${account}:${place}`;

/* One record: what is said about it, then the pieces of voice and pages, in one sealed box */

async function packed(said, pieces) {
  const facts = pieces.map(({ blob, ...rest }) => ({ ...rest, size: blob.size }));
  const head = new TextEncoder().encode(JSON.stringify({ ...said, pieces: facts }));
  return seal(new Blob([new Uint32Array([head.length]), head, ...pieces.map(({ blob }) => blob)]));
}

async function opened(box) {
  const plain = await unseal(box);
  const length = new Uint32Array(plain.slice(0, 4))[0];
  const said = JSON.parse(new TextDecoder().decode(plain.slice(4, 4 + length)));
  let at = 4 + length;
  for (const piece of said.pieces) {
    piece.blob = new Blob([plain.slice(at, at + piece.size)]);
    at += piece.size;
  }
  return said;
}

/** Put what a form says where it waits. said: {form, action, enclose, page, label, text, fields, claims} */
export async function put(said, pieces) {
  const box = await packed(said, pieces);
  await ask("waiting", "readwrite", (all) => all.put({ form: said.form, account, at: Date.now(), box }));
  await draw();
}

export async function drop(form) {
  await ask("waiting", "readwrite", (all) => all.delete(form));
  await draw();
}

async function waiting() {
  const all = (await ask("waiting", "readonly", (one) => one.getAll())).filter((one) => one.account === account);
  all.sort((one, other) => one.at - other.at);
  const found = [];
  for (const one of all) {
    const said = await opened(one.box).catch(() => null);
    if (said) found.push({ ...one, said });
  }
  return found;
}

/** What of a page waits. */
export const waitingOn = async (page) => (await waiting()).filter(({ said }) => said.page === page);

/* Drafts: one to a matter */

export async function keepDraft(page, draft) {
  const box = await seal(new TextEncoder().encode(JSON.stringify(draft)));
  await ask("drafts", "readwrite", (all) => all.put({ place: mine(page), account, at: Date.now(), isKept: draft.isKept, box }));
}

export async function draftOf(page) {
  const found = await ask("drafts", "readonly", (all) => all.get(mine(page)));
  if (!found) return null;
  return JSON.parse(new TextDecoder().decode(await unseal(found.box)));
}

export const dropDraft = (page) => ask("drafts", "readwrite", (all) => all.delete(mine(page)));

/* Sending */

const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

async function post(url, body) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  body.set("csrfmiddlewaretoken", token());
  body.set("account", account);
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(url, { method: "POST", body, headers, credentials: "same-origin", signal: patience.signal });
    const told = await answer.json().catch(() => null);
    if (answer.redirected && answer.url.includes(signIn)) return { is: "signed-out" };
    if (answer.status === 403) return { is: "old-page" };
    if (answer.status === 429 || answer.status >= 500) return { is: "lost" };
    if (answer.status === 404) return { is: "refused", words: GONE };
    if (told && told.is_of_another) return { is: "another", words: told.words };
    if (!answer.ok) return { is: "refused", words: (told && told.words) || NOT_TAKEN, status: answer.status };
    return told ? { is: "sent", go: told.go } : { is: "lost" }; // whatever stands between may answer pages of its own
  } catch (lost) {
    return { is: "lost" };
  } finally {
    clearTimeout(timer);
  }
}

async function sendPieces({ said }) {
  for (const piece of said.pieces.filter((one) => !one.isThere)) {
    const body = new FormData();
    const facts = { form: said.form, kind: piece.kind, number: piece.number, piece: piece.piece, mime: piece.mime };
    Object.entries(facts).forEach(([name, value]) => body.set(name, value));
    body.set("file", piece.blob, "said");
    const told = await post(said.enclose, body);
    if (told.is !== "sent") return told;
    piece.isThere = true;
  }
  return { is: "sent" };
}

async function sendForm(item) {
  const body = new FormData();
  item.said.fields.forEach(([name, value]) => body.append(name, value));
  item.said.claims.forEach((claim) => body.append("enclosed", claim));
  const { said, ...row } = item;
  if (navigator.onLine) await ask("waiting", "readwrite", (all) => all.put({ ...row, isTried: true })); // it may arrive unseen
  return post(said.action, body);
}

async function send(item) {
  const wasThere = item.said.pieces.some((one) => one.isThere);
  let told = await sendPieces(item);
  if (told.is === "sent") told = await sendForm(item);
  if (told.is !== "refused" || told.status !== 409 || !wasThere) return told;
  item.said.pieces.forEach((one) => { one.isThere = false; }); // it has waited so long that the server forgot them
  told = await sendPieces(item);
  return told.is === "sent" ? sendForm(item) : told;
}

let running = null;
let state = ""; // lost, signed-out, old-page or another, of the last try
let held = ""; // what is said then

async function sendAll() {
  const results = new Map();
  const stuck = new Set();
  state = "";
  const all = await waiting();
  for (const item of all) {
    const { form, page } = item.said;
    if (item.problem || stuck.has(page)) {
      stuck.add(page); // what was written after it waits for it
      continue;
    }
    say("busy", `正在上传 ${all.length - all.indexOf(item)} 条…`);
    const told = await send(item);
    results.set(form, told);
    if (told.is === "sent") {
      await ask("waiting", "readwrite", (all) => all.delete(form));
    } else if (told.is === "refused") {
      const { said, ...row } = item;
      const problem = item.isTried ? `${told.words}${MAYBE}` : told.words;
      await ask("waiting", "readwrite", (all) => all.put({ ...row, isTried: true, problem }));
      stuck.add(page);
    } else {
      state = told.is;
      held = told.words || "";
      break;
    }
  }
  await draw([...results.values()].some(({ is }) => is === "sent"));
  return results;
}

/** Send whatever waits; what became of each form that was tried. */
export function flush() {
  if (!running) {
    const alone = navigator.locks ? (go) => navigator.locks.request("menkou_desk", go) : (go) => go();
    running = alone(sendAll).finally(() => { running = null; });
  }
  return running;
}

/* What the bar says: grey without a network, pale blue while sending, ✓ when done, pale yellow where somebody is needed */

function say(look, sentence) {
  bar.className = `sync sync--${look}`;
  bar.hidden = !sentence;
  if (words.textContent !== sentence) words.textContent = sentence;
}

async function draw(hasSent = false) {
  const all = await waiting();
  const stuck = all.filter((one) => one.problem);
  const n = all.length;
  list.replaceChildren(...all.map(row));
  document.dispatchEvent(new CustomEvent("menkou:waiting", { detail: all }));
  if (stuck.length) return say("needs", `${stuck.length} 条没送成，请看下面怎么办${n > stuck.length ? `；待上传 ${n - stuck.length}` : ""}`);
  if (!n) return hasSent ? say("done", "✓ 都送到了") : say("done", "");
  if (state === "signed-out") {
    say("needs", `待上传 ${n}。登录过期了，登录以后接着送。`);
    const link = Object.assign(document.createElement("a"), { href: `${signIn}?next=${encodeURIComponent(location.pathname)}`, textContent: "重新登录" });
    return void words.append(" ", link);
  }
  if (state === "old-page") return say("needs", `待上传 ${n}。这一页太旧了，刷新一下就接着送。`);
  if (state === "another") return say("needs", `待上传 ${n}。${held}`);
  return say("off", `${LOST} · 待上传 ${n}。有网了自己会送。`);
}

function button(text, press) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button button--second", textContent: text });
  made.addEventListener("click", () => press(made));
  return made;
}

function row({ said, problem, at }) {
  const line = document.createElement("li");
  const head = document.createElement("p");
  const time = new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  const voice = said.claims.length ? `语音和照片 ${said.claims.length} 份` : "";
  head.append(Object.assign(document.createElement("a"), { href: said.page, textContent: said.label }), ` ${time} 写的 ${voice}`);
  line.append(head);
  if (problem) line.append(Object.assign(document.createElement("p"), { className: "sync__why", textContent: problem }));
  if (said.text) line.append(Object.assign(document.createElement("p"), { className: "said", textContent: problem || said.text.length < 30 ? said.text : `${said.text.slice(0, 30)}…` }));
  const buttons = Object.assign(document.createElement("p"), { className: "buttons" });
  if (said.text) buttons.append(button("复制文字", (one) => copy(said.text, one)));
  if (problem) buttons.append(button("再送一次", () => again(said.form)));
  buttons.append(button("不要了", (one) => { // twice, for it is gone then
    if (one.dataset.sure) return void drop(said.form);
    one.dataset.sure = "yes";
    one.textContent = "真的不要了，删掉";
    return undefined;
  }));
  line.append(buttons);
  return line;
}

async function copy(text, pressed) {
  await navigator.clipboard.writeText(text).catch(() => {});
  pressed.textContent = "复制好了";
}

async function again(form) {
  const item = (await waiting()).find((one) => one.form === form);
  if (!item) return;
  const { said, problem, ...row_ } = item;
  await ask("waiting", "readwrite", (all) => all.put(row_));
  await flush();
}

/* Signing out clears the phone, and says so first where something would be lost */

const kept = (name, store, mode, what) => new Promise((use) => {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.transaction.abort(); // there is none on this phone
  opening.onerror = () => use([]);
  opening.onsuccess = () => {
    const asked = what(opening.result.transaction(store, mode).objectStore(store));
    asked.onsuccess = () => { opening.result.close(); use(asked.result); };
    asked.onerror = () => use([]);
  };
});
const clips = (mode, what) => kept("menkou", "said", mode, what);
const ownClips = async () => (await clips("readonly", (all) => all.getAll())).filter((one) => one.page.startsWith(`${account}:`));
const visits = (store, mode, what) => kept("menkou_visits", store, mode, what);
const ownVisits = async (store) => (await visits(store, "readonly", (all) => all.getAll())).filter((one) => one.account === account);

async function atStake() {
  const drafts = await ask("drafts", "readonly", (all) => all.getAll());
  const unkept = drafts.filter((one) => one.account === account && !one.isKept).length;
  const spoken = new Set((await ownClips()).map((one) => `${one.form}:${one.number}`)).size;
  return [[(await waiting()).length, "条没上传"], [unkept, "份草稿只在这部手机上"], [spoken, "段话没送"],
    [(await ownVisits("waiting")).length + (await ownVisits("now")).length, "次到村没上传"]].filter(([n]) => n);
}

export async function clear() {
  for (const store of ["waiting", "drafts"]) {
    const own = (await ask(store, "readonly", (all) => all.getAll())).filter((one) => one.account === account);
    for (const one of own) await ask(store, "readwrite", (all) => all.delete(one.form || one.place));
  }
  for (const store of ["waiting", "now", "who"]) {
    for (const one of await ownVisits(store)) await visits(store, "readwrite", (all) => all.delete(store === "waiting" ? one.key : account));
  }
  for (const one of await ownClips()) await clips("readwrite", (all) => all.delete([one.form, one.number, one.at]));
}

function guard(form) {
  let isSure = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const lost = isSure ? [] : await atStake();
    if (lost.length) {
      isSure = true;
      say("needs", `还有 ${lost.map(([n, what]) => `${n} ${what}`).join("，")}。退出就从这部手机上删掉了。要退出，再点一次“退出登录”。`);
      bar.scrollIntoView({ block: "nearest" });
      return;
    }
    await clear();
    document.documentElement.dataset.leaving = "yes";
    form.submit();
  });
}

/* What another account left here is closed to us, and goes when it is old; one's own is never thrown away unasked */
async function tidy() {
  for (const store of ["waiting", "drafts"]) {
    const all = await ask(store, "readonly", (one) => one.getAll());
    const old = all.filter((one) => Date.now() - one.at > KEPT_MS && (store === "drafts" || one.account !== account));
    for (const one of old) await ask(store, "readwrite", (rows) => rows.delete(one.form || one.place));
  }
}

if (isUsable) {
  document.querySelectorAll("form[data-sign-out]").forEach(guard);
  window.addEventListener("online", flush);
  document.addEventListener("menkou:visits", ({ detail }) => detail.arrived.length && draw()); // what was said of signing out is over
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  setInterval(async () => { if (state === "lost" && (await waiting()).length) flush(); }, AGAIN_MS);
  let isWarned = false; // some machines take themselves to be offline and are not: a second press goes
  document.addEventListener("click", (event) => { // a page that cannot be fetched takes the place of one that can be used
    const link = event.target.closest("a[href]");
    if (!link || isWarned || navigator.onLine || link.getAttribute("href").startsWith("#") || link.protocol === "tel:") return;
    if (OPENS_ALWAYS.test(link.pathname) && navigator.serviceWorker) return;
    event.preventDefault();
    isWarned = true;
    setTimeout(() => { isWarned = false; }, AGAIN_MS);
    say("off", "现在没有网络，打不开别的页。这一页可以接着写，写好的有网了自己会送。");
  });
  tidy().then(flush);
}
