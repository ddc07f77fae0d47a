/* Speaking and photographing, on pages where something is sent. What is said goes up in pieces while it is said; a copy
   stays on the phone until it has been sent, and is offered again when the page was killed. Gone with 快速离开. */

const box = document.querySelector("[data-say]");
const form = box.closest("form");
const part = (name) => box.querySelector(`[data-${name}]`);
const [recordButton, words, live, clock, told, list] =
  ["record", "record-words", "live", "clock", "told", "enclosed"].map(part);
const START = words.textContent;
const LIMIT = { clips: +box.dataset.clips, seconds: +box.dataset.seconds, pages: +box.dataset.pages };
const CHUNK_MS = 1000;
const CHUNKS_IN_A_PIECE = 5;
const KEPT_MS = 24 * 3600 * 1000;
const LONGEST_WAIT_MS = 15000;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const REFUSED = "手机没让用话筒。可以改成写字，或者直接打电话。";
const NO_SIGNAL = "现在没信号。您说的已经存在手机里，有信号就送出去。";
const items = []; // {number, kind, mime, chunks, sent, seconds, isDone, isOut, url, problem}
let recording = null;
const desk = box.dataset.desk ? (await import(box.dataset.desk)).desk : null; // an adviser's page: sealed, and sent by the outbox
const keeps = Boolean(desk) || !box.dataset.desk;
const PLACE = desk ? desk.mine(box.dataset.say) : box.dataset.say;

const rest = (ms) => new Promise((go) => {
  setTimeout(go, ms);
  window.addEventListener("online", go, { once: true });
});

function tell(sentence) {
  told.textContent = sentence;
  told.hidden = !sentence;
}

/* The copy on the phone. Where a phone keeps nothing, speaking works all the same. */

const theirs = new Set(); // the forms in which a resident has spoken on this phone
let isGone = false; // left in a hurry

const store = new Promise((use, fail) => {
  const opening = indexedDB.open("menkou", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("said", { keyPath: ["form", "number", "at"] });
  opening.onsuccess = () => {
    opening.result.onversionchange = () => opening.result.close(); // another page wipes it
    use(opening.result);
  };
  opening.onerror = fail;
}).catch(() => null);

async function kept(mode, ask) {
  const base = await store;
  if (!base || !keeps || isGone) return [];
  return new Promise((use) => {
    const asked = ask(base.transaction("said", mode).objectStore("said"));
    asked.onsuccess = () => use(asked.result);
    asked.onerror = () => use([]);
  });
}

async function keep(item, at, chunk) {
  const facts = { number: item.number, kind: item.kind, mime: item.mime, page: PLACE, time: Date.now() };
  const whole = { ...facts, form: form.elements.form.value, at, chunk: desk ? await desk.seal(chunk) : chunk };
  return item.isGiven ? [] : kept("readwrite", (said) => said.put(whole));
}

function forget(id, number) {
  const range = number === undefined ? [[id], [id, []]] : [[id, number], [id, number, []]];
  return kept("readwrite", (said) => said.delete(IDBKeyRange.bound(...range)));
}

/* 快速离开: nothing of a resident's stays on the phone; an adviser's own clips do, whose place begins with an account */
const leave = () => store.then((base) => {
  if (!base) return;
  const said = base.transaction("said", "readwrite").objectStore("said");
  for (const id of [...theirs, form.elements.form.value]) said.delete(IDBKeyRange.bound([id], [id, []]));
  base.transaction("said", "readwrite").objectStore("said").openCursor().onsuccess = ({ target: { result: at } }) => {
    if (!at) return; // what was said in other tabs, while there is time; what is known goes first
    if (at.value.page.startsWith("/")) at.delete();
    at.continue();
  };
  isGone = true;
});

/* Sending, one after the other, again and again till it has arrived */

let queue = Promise.resolve();

function post(url, body, more = {}) {
  const token = form.elements.csrfmiddlewaretoken;
  if (token && !body.has("csrfmiddlewaretoken")) body.set("csrfmiddlewaretoken", token.value);
  return fetch(url, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" }, ...more });
}

async function insist(url, make, isOver = () => false) {
  for (let wait = 1000; !isOver(); wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      const answer = await post(url, make());
      if (answer.status !== 429 && answer.status < 500) {
        if (told.textContent === NO_SIGNAL) tell("");
        return answer;
      }
      wait = Math.max(wait, 1000 * (answer.headers.get("Retry-After") || 0));
    } catch (lost) {
      tell(NO_SIGNAL);
    }
    await rest(wait);
  }
  return null;
}

const piecesOf = (item) => Math.ceil(item.chunks.length / CHUNKS_IN_A_PIECE);

function piece(item, number) {
  const body = new FormData();
  const from = number * CHUNKS_IN_A_PIECE;
  const facts = { form: form.elements.form.value, kind: item.kind, number: item.number, piece: number, mime: item.mime };
  Object.entries(facts).forEach(([name, value]) => body.set(name, value));
  body.set("file", new Blob(item.chunks.slice(from, from + CHUNKS_IN_A_PIECE)), "said");
  return body;
}

/* What is whole goes up: every five chunks of what is being said, and the rest of it at its end */
function sendOn(item) {
  if (item.waits) return; // a photo, of which a part may still be covered
  const whole = item.isDone ? piecesOf(item) : Math.floor(item.chunks.length / CHUNKS_IN_A_PIECE);
  for (; item.queued < whole; item.queued += 1) {
    const number = item.queued;
    queue = queue.then(async () => {
      if (item.isOut || item.problem || item.isGiven) return;
      const answer = await insist(box.dataset.say, () => piece(item, number), () => item.isGiven);
      if (!answer) return;
      if (answer.ok) item.arrived = number + 1;
      else item.problem = (await answer.json().catch(() => ({}))).words || "没有收下，请再来一次。";
      draw();
    });
  }
}

/* Saying */

function begin(kind, mime, number) {
  const next = number || items.reduce((most, one) => Math.max(most, one.number), 0) + 1;
  const item = { kind, mime, number: next, chunks: [], queued: 0, seconds: 0, isDone: false, isOut: false };
  items.push(item);
  return item;
}

const going = (kind) => items.filter((one) => one.kind === kind && !one.isOut);

/* Whoever speaks, writes or sends has done with the photos: till then none of them leaves the phone */
function letGo() {
  for (const item of items.filter((one) => one.waits)) {
    item.waits = false;
    sendOn(item);
  }
}

async function speak() {
  letGo();
  if (going("voice").length >= LIMIT.clips) return tell(`一次最多说 ${LIMIT.clips} 段。请先送出去，再接着说。`);
  tell("");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  } catch (refused) {
    tell(REFUSED);
    const write = document.getElementById("write");
    if (write) write.open = true;
    return undefined;
  }
  const mimeType = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 16000 });
  const item = begin("voice", (recorder.mimeType || mimeType).split(";")[0]);
  const since = performance.now();
  recorder.ondataavailable = ({ data }) => {
    if (!data.size) return;
    item.chunks.push(data);
    keep(item, item.chunks.length - 1, data);
    sendOn(item);
  };
  const ended = new Promise((done) => { recorder.onstop = done; }).then(() => {
    stream.getTracks().forEach((track) => track.stop());
    item.isDone = true;
    item.seconds = Math.min(LIMIT.seconds, Math.max(1, Math.round((performance.now() - since) / 1000)));
    recording = null;
    if (!item.chunks.length) items.splice(items.indexOf(item), 1);
    sendOn(item);
    draw();
  });
  const stop = () => (recorder.state === "inactive" ? ended : (recorder.stop(), ended));
  stream.getTracks().forEach((track) => { track.onended = () => cut(); });
  recording = { stop, levels: levelsOf(stream), since };
  recorder.start(CHUNK_MS);
  draw();
  tick();
  return undefined;
}

function cut() {
  if (!recording) return;
  tell("刚才断了一下。说过的都留着，可以再说一段。");
  recording.stop();
}

function levelsOf(stream) {
  const Sound = window.AudioContext || window.webkitAudioContext;
  if (!Sound) return () => 0;
  const sound = new Sound();
  const meter = sound.createAnalyser();
  meter.fftSize = 256;
  sound.createMediaStreamSource(stream).connect(meter);
  stream.getTracks()[0].addEventListener("ended", () => sound.close().catch(() => {}));
  const bytes = new Uint8Array(meter.fftSize);
  return () => {
    meter.getByteTimeDomainData(bytes);
    return bytes.reduce((most, one) => Math.max(most, Math.abs(one - 128)), 0) / 128;
  };
}

function tick() {
  if (!recording) return;
  const seconds = Math.floor((performance.now() - recording.since) / 1000);
  const level = recording.levels();
  clock.textContent = `说了 ${seconds} 秒，还能说 ${Math.max(0, LIMIT.seconds - seconds)} 秒`;
  live.querySelectorAll("i").forEach((bar, at) => {
    bar.style.height = `${4 + Math.round(36 * Math.min(1, level * (2 + ((at * 3) % 5) / 2)))}px`;
  });
  if (seconds >= LIMIT.seconds) {
    tell(`一段满 ${LIMIT.seconds} 秒了，说过的都留着。可以再说一段。`);
    recording.stop();
  }
  setTimeout(tick, 100);
}

/* What will be sent, to hear and to look at once more */

function draw() {
  box.toggleAttribute("data-recording", Boolean(recording));
  live.hidden = !recording;
  words.textContent = recording ? "说完了，点一下" : going("voice").length ? "再说一段" : START;
  list.replaceChildren(...items.filter((one) => one.isDone).map(row));
  part("cover-hint").hidden = !going("photo").length;
}

function row(item) {
  const line = document.createElement("li");
  if (item.isOut) line.append("去掉了，不会送。");
  else {
    if (!item.shown) item.shown = show(item);
    line.append(item.shown, item.problem || `${item.kind === "voice" ? `${item.seconds} 秒` : "照片"}`);
  }
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--second";
    made.textContent = words;
    made.setAttribute("aria-label", `${words}：${item.kind === "voice" ? `${item.seconds} 秒的话` : "照片"}`);
    made.addEventListener("click", act);
    line.append(made);
  };
  if (item.doubt && !item.isOut) line.append(Object.assign(document.createElement("b"), { className: "doubt", textContent: item.doubt }));
  if (item.kind === "photo" && !item.isOut) button("涂掉一块", () => coverPart(item));
  button(item.isOut ? "还是要送" : "不要这个", () => {
    item.isOut = !item.isOut;
    if (!item.isOut) {
      item.queued = 0; // what was left out while it was going up
      sendOn(item);
    }
    draw();
  });
  return line;
}

function show(item) {
  const shown = document.createElement(item.kind === "voice" ? "audio" : "img");
  shown.src = URL.createObjectURL(new Blob(item.chunks, { type: item.mime }));
  if (item.kind === "voice") shown.controls = true;
  else shown.alt = "要送的照片";
  return shown;
}

/* Photos: made small, judged and covered on the phone, in order; by a module of its own, which comes when it is needed */

const pages = () => import(box.dataset.module);

async function takePhotos(input) {
  const chosen = [...input.files];
  input.value = "";
  for (const file of chosen) {
    if (going("photo").length >= LIMIT.pages) {
      tell(`一次最多送 ${LIMIT.pages} 张。请先送出去，再接着拍。`);
      break;
    }
    const item = begin("photo", "image/jpeg");
    const page = await pages().then((module) => module.prepare(file)).catch(() => ({ photo: file, doubt: "" }));
    Object.assign(item, { waits: true, doubt: page.doubt, isDone: true });
    item.chunks.push(page.photo);
    await keep(item, 0, page.photo);
    draw();
  }
}

/* An adviser's form is given to the outbox with all its pieces; what has arrived already need not go again */

async function give(button) {
  const before = button.textContent;
  button.disabled = true;
  if (recording) await recording.stop();
  const id = form.elements.form.value;
  const left = items.filter((one) => !one.isOut);
  const problem = left.map((one) => one.problem).find(Boolean);
  const pieces = left.flatMap((item) => [...Array(piecesOf(item)).keys()].map((number) => piecesFact(item, number)));
  const told = problem ? { is: "refused", words: problem } : await desk.send(pieces, claimsOf(left));
  if (told.is === "unkept") return void send(button);
  if (told.is === "sent") {
    await forget(id);
    form.dataset.sent = "yes";
    return void location.assign(told.go);
  }
  tell(told.is === "refused" ? told.words : "");
  button.disabled = false;
  button.textContent = before;
  if (told.is === "refused") return undefined;
  items.forEach((one) => { one.isGiven = true; });
  const parked = items.splice(0).filter((one) => !one.isOut);
  await forget(id);
  desk.onBack(() => parked.forEach((one) => {
    Object.assign(one, { isGiven: false, queued: 0, arrived: 0 });
    items.push(one);
    one.chunks.forEach((chunk, at) => keep(one, at, chunk));
    sendOn(one);
    draw();
  }));
  draw();
  return undefined;
}

function piecesFact(item, number) {
  const from = number * CHUNKS_IN_A_PIECE;
  const blob = new Blob(item.chunks.slice(from, from + CHUNKS_IN_A_PIECE));
  return { number: item.number, kind: item.kind, mime: item.mime, piece: number, blob, isThere: number < (item.arrived || 0) };
}

const claimsOf = (left) => left.map((one) => (one.kind === "voice" ? `${one.number}:${piecesOf(one)}:${one.seconds}` : `${one.number}`));

async function coverPart(item) {
  const photo = await pages().then((module) => module.cover(item.chunks[0])).catch(() => null);
  if (!photo) return;
  item.chunks = [photo];
  item.shown = null;
  item.queued = 0; // it takes the place of what may have gone up
  await keep(item, 0, photo);
  sendOn(item);
  draw();
}

/* The form itself goes once everything has arrived */

async function send(button) {
  const before = button.textContent;
  button.disabled = true;
  button.textContent = "正在送…";
  if (recording) await recording.stop();
  letGo();
  let all;
  do { all = queue; await all; } while (all !== queue);
  const left = items.filter((one) => !one.isOut);
  const problem = left.map((one) => one.problem).find(Boolean);
  const id = form.elements.form.value;
  const claims = claimsOf(left);
  const whole = () => {
    const body = new FormData(form);
    claims.forEach((claim) => body.append("enclosed", claim));
    return body;
  };
  const answer = problem ? null : await insist(form.action, whole);
  const said = answer ? await answer.json().catch(() => ({})) : {};
  if (!answer || !(answer.ok || said.asks)) {
    tell(problem || said.words || "没有送成，请再点一次。");
    button.disabled = false;
    button.textContent = before;
    return;
  }
  await forget(id);
  form.dataset.sent = "yes";
  if (said.go) return void location.assign(said.go);
  claims.forEach((claim) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "enclosed", value: claim })));
  form.submit(); // a phone without cookies: sent again it is the same question, and its page says the 取件码; or a 暗号 is asked first
}

/* Said before, and the page was killed: it is still here */
async function recall() {
  const said = await kept("readonly", (all) => all.getAll());
  said.filter(({ page }) => page.startsWith("/")).forEach((one) => theirs.add(one.form));
  const old = said.filter((one) => Date.now() - one.time > KEPT_MS);
  old.forEach((one) => forget(one.form));
  const here = said.filter((one) => !old.includes(one) && one.page === PLACE);
  if (!here.length || items.length || recording) return;
  const id = here.reduce((last, one) => (one.time > last.time ? one : last)).form;
  here.filter((one) => one.form !== id).forEach((one) => forget(one.form));
  form.elements.form.value = id;
  for (const one of here.filter(({ form: of }) => of === id)) { // in order of number and chunk, as the key is
    const item = items.find(({ number }) => number === one.number) || begin(one.kind, one.mime, one.number);
    item.chunks.push(desk ? new Blob([await desk.unseal(one.chunk)]) : one.chunk);
  }
  for (const item of items) {
    item.isDone = true;
    item.waits = item.kind === "photo";
    item.seconds = item.chunks.length;
    sendOn(item);
  }
  tell("上次说的还在，没有送出去。听一听，要送就点下面的按钮。");
  draw();
}

function open() {
  const photos = box.querySelector("input[type=file]");
  photos.removeAttribute("name"); // they go up by themselves
  photos.classList.add("far");
  photos.addEventListener("change", () => takePhotos(photos));
  form.addEventListener("submit", (event) => {
    if (!recording && !items.some((one) => !one.isOut) && !(desk && desk.hasWords())) return; // the server says what is missing
    event.preventDefault();
    (desk ? give : send)(event.submitter || form.querySelector("button:not([type=button])"));
  });
  form.addEventListener("focusin", (event) => event.target.matches("textarea") && letGo());
  const forgets = () => form.querySelector("[data-forgets]:checked");
  form.addEventListener("change", () => { form.autocomplete = forgets() ? "off" : "on"; });
  window.addEventListener("pagehide", () => { // 替别人问: 返回 brings nothing back
    if (!form.dataset.sent || !forgets()) return;
    form.reset();
    list.replaceChildren();
  });
  const write = document.getElementById("write");
  if (write && /^#(speak|photo)$/.test(location.hash) && !form.querySelector(".wrong")) write.open = false;
  if (!window.MediaRecorder || !navigator.mediaDevices) return;
  part("recorder").hidden = false;
  recordButton.addEventListener("click", () => (recording ? recording.stop() : speak()));
  document.addEventListener("visibilitychange", () => document.hidden && cut());
  window.addEventListener("pagehide", cut);
  for (const exit of document.querySelectorAll("[data-exit]")) {
    exit.addEventListener("click", leave);
  }
}

open();
recall().then(() => {
  const came = performance.getEntriesByType("navigation")[0];
  if (location.hash === "#speak" && window.MediaRecorder && !items.length && came && came.type === "navigate") {
    history.replaceState(null, "", location.pathname + location.search);
    speak(); // they have just tapped 说出您的问题
  }
});
