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

/* 读给我听: only with a Chinese voice that lives on this phone, so that no word leaves it */
const reader = document.querySelector("[data-read]");
const speech = window.speechSynthesis;

function voice() {
  return speech.getVoices().find((one) => one.localService && /^(zh|cmn)/i.test(one.lang));
}

function hush() {
  speech.cancel();
  if (reader.dataset.start) reader.textContent = reader.dataset.start;
  reader.setAttribute("aria-pressed", "false");
}

function read() {
  const words = document.querySelector(reader.dataset.read).innerText;
  const lines = (words.match(/[^。！？；\n]+[。！？；]?/g) || []).filter((line) => line.trim());
  speech.cancel();
  lines.forEach((line, at) => { // short pieces: some engines fall silent in a long one
    const piece = new SpeechSynthesisUtterance(line);
    piece.lang = "zh-CN";
    piece.voice = voice();
    piece.rate = 0.9;
    if (at === lines.length - 1) piece.onend = hush;
    speech.speak(piece);
  });
  reader.dataset.start = reader.textContent;
  reader.textContent = reader.dataset.stop;
  reader.setAttribute("aria-pressed", "true");
}

if (reader && speech) {
  const show = () => { reader.hidden = !voice(); };
  show();
  speech.onvoiceschanged = show;
  reader.addEventListener("click", () => (reader.getAttribute("aria-pressed") === "true" ? hush() : read()));
  window.addEventListener("pagehide", () => speech.cancel());
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
