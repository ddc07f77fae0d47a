/* Residents' pages. Every page works without this file. */

const root = document.documentElement;

/* 字大一点: at once, while the server keeps the choice for the next page */
const sizes = [...document.querySelectorAll("[data-size]")];
const NEXT = { standard: "large", large: "largest", largest: "standard" };
for (const link of sizes) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    fetch(link.href, { credentials: "same-origin", redirect: "manual", keepalive: true }).catch(() => {});
    root.classList.remove(...Object.keys(NEXT));
    root.classList.add(link.dataset.size);
    for (const other of sizes) other.hidden = other.dataset.size !== NEXT[link.dataset.size];
    sizes.find((other) => !other.hidden).focus();
  });
}

/* 读给我听, 听一听: only with a Chinese voice that lives on this phone, so that no word leaves it */
const readers = [...document.querySelectorAll("[data-read]")];
const speech = window.speechSynthesis;
const isReading = (reader) => reader.getAttribute("aria-pressed") === "true";

function voice() {
  return speech.getVoices().find((one) => one.localService && /^(zh|cmn)/i.test(one.lang));
}

function hush() {
  speech.cancel();
  for (const reader of readers.filter(isReading)) {
    reader.textContent = reader.dataset.start;
    reader.setAttribute("aria-pressed", "false");
  }
}

function read(reader) {
  hush();
  const told = document.querySelector(reader.dataset.read);
  const fold = told.querySelector(":scope > [data-unfold]");
  if (fold) fold.open = true;
  const lines = (told.innerText.match(/[^。！？；\n]+[。！？；]?/g) || []).filter((line) => line.trim());
  lines.forEach((line, at) => { // short pieces: some engines fall silent in a long one
    const piece = new SpeechSynthesisUtterance(line);
    piece.lang = "zh-CN";
    piece.voice = voice();
    piece.rate = 0.9;
    if (at === lines.length - 1) piece.onend = () => isReading(reader) && hush();
    speech.speak(piece);
  });
  reader.dataset.start = reader.textContent;
  reader.textContent = reader.dataset.stop;
  reader.setAttribute("aria-pressed", "true");
}

function showReaders() {
  for (const reader of readers) reader.hidden = "instead" in reader.dataset || !speech || !voice();
}

showReaders();
if (speech && readers.length) {
  speech.onvoiceschanged = showReaders;
  for (const reader of readers) reader.addEventListener("click", () => (isReading(reader) ? hush() : read(reader)));
  window.addEventListener("pagehide", () => speech.cancel());
}

/* 听一听: what an officer read aloud; where this phone cannot play it, its own voice, or a word of it */
for (const button of document.querySelectorAll("[data-play]")) {
  const box = button.parentElement;
  const sound = box.querySelector("audio");
  const words = button.querySelector("span");
  const start = words.textContent;
  button.hidden = false;
  sound.hidden = true; // its own controls come with the first tap
  button.addEventListener("click", () => {
    sound.hidden = false;
    if (sound.paused) sound.play().catch(() => {});
    else sound.pause();
  });
  sound.addEventListener("play", () => { words.textContent = button.dataset.stop; if (speech) hush(); });
  sound.addEventListener("pause", () => { words.textContent = start; });
  sound.addEventListener("error", () => {
    button.hidden = sound.hidden = true;
    const reader = box.querySelector("[data-instead]");
    delete reader.dataset.instead;
    showReaders();
    box.querySelector("[data-unplayable]").hidden = !reader.hidden;
  });
}

/* 取件码 from the QR stands after # and so never reaches a server's log; take it, then wipe it */
const code = document.querySelector("input[data-code]");
if (code && location.hash.length > 1) {
  const found = decodeURIComponent(location.hash).toUpperCase().replace(/[^0-9A-Z]/g, "");
  if (found.length === (Number(code.dataset.code) || 8)) {
    code.value = found.match(/.{4}/g).join(" ");
    history.replaceState(null, "", location.pathname + location.search);
  }
}

/* 快速离开: the page is gone at once, and 返回 does not bring it back */
for (const exit of document.querySelectorAll("[data-exit]")) {
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    root.dataset.leaving = "yes";
    try { sessionStorage.setItem("left", exit.href); } catch { /* then 返回 is as the browser has it (left.js) */ }
    if (speech) speech.cancel();
    document.title = "";
    document.body.hidden = true;
    location.replace(exit.href);
  });
}

/* 抹掉: what this phone keeps of clips and photos that were not sent, and of what was sent for somebody else */
const wipe = () => new Promise((done) => { // an adviser's own clips stay: their place begins with an account, ours with /
  const opening = indexedDB.open("menkou", 1);
  opening.onupgradeneeded = () => opening.transaction.abort(); // nobody has spoken on this phone
  opening.onerror = done;
  opening.onsuccess = () => {
    const wiping = opening.result.transaction("said", "readwrite");
    wiping.oncomplete = wiping.onabort = () => { opening.result.close(); done(); };
    wiping.objectStore("said").openCursor().onsuccess = ({ target: { result: at } }) => {
      if (!at) return;
      if (at.value.page.startsWith("/")) at.delete();
      at.continue();
    };
  };
}).catch(() => {});
if (document.querySelector("[data-wipe]:not(form)")) wipe();
for (const form of document.querySelectorAll("form[data-wipe]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const patience = new Promise((done) => { setTimeout(done, 3000); });
    Promise.race([wipe(), patience]).then(() => form.submit());
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
