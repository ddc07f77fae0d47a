/* Staff pages: the ten seconds of 撤回, and the keyboard. Pages work without it; rows may come and go (htmx). */

/* [data-until]: counts down to an ISO moment; data-now, the server's moment, makes up for a wrong clock */
const begun = performance.now();
const opened = Date.now();

function remaining(bar) {
  const start = bar.dataset.now ? Date.parse(bar.dataset.now) : opened;
  if (!bar.dataset.seen) bar.dataset.seen = bar.dataset.now ? performance.now() : begun;
  return Math.ceil((Date.parse(bar.dataset.until) - start - (performance.now() - bar.dataset.seen)) / 1000);
}

function tick() {
  for (const bar of document.querySelectorAll("[data-until]")) {
    const seconds = remaining(bar);
    const left = bar.querySelector("[data-left]");
    if (left) left.textContent = seconds > 0 ? `（${seconds} 秒）` : "";
    if (seconds > 0) continue;
    const said = bar.querySelector("[data-over]");
    if (said) said.textContent = said.dataset.over;
    bar.querySelectorAll("form").forEach((form) => form.remove());
    bar.removeAttribute("data-until");
  }
}
tick();
setInterval(tick, 250);

/* Keys: j, k, x and ? on lists, Ctrl+Enter in a text. They can be switched off (WCAG 2.1.4) */
const panel = document.getElementById("keys");
const remembered = {
  get: () => localStorage.getItem("menkou_keys"),
  set: (value) => localStorage.setItem("menkou_keys", value),
};

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.getClientRects().length);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
  const target = row && (row.matches("a, button") ? row : row.querySelector("a, button, summary"));
  if (target) target.focus();
}

function tickRow() {
  const row = document.activeElement.closest("[data-row]");
  const box = row && row.querySelector("input[type=checkbox]:not([disabled])");
  if (box) box.click();
}

function unfold(open) {
  if (!panel || panel.hidden === !open) return;
  panel.hidden = !open;
  if (open) panel.focus();
}

function named() {
  const button = panel && panel.querySelector("[data-keys=switch]");
  if (button) button.textContent = remembered.get() === "off" ? button.dataset.on : button.dataset.off;
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  const typing = field && field.type !== "checkbox";
  if (event.key === "Escape") unfold(false);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && field && field.form) {
    const send = field.form.querySelector("button:not([type=button])");
    if (send) send.click();
  }
  if (typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (remembered.get() === "off") return;
  if (event.key === "?") unfold(panel && panel.hidden);
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  if (event.key === "x") tickRow();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keys]");
  if (!button) return;
  if (button.dataset.keys !== "switch") unfold(button.dataset.keys === "open");
  else remembered.set(remembered.get() === "off" ? "on" : "off");
  named();
});
named();

/* [data-tick-all]: one box for all those of the page's rows; [data-ticked] says how many are */
for (const all of document.querySelectorAll("[data-tick-all]")) {
  const form = all.closest("form");
  const own = all.querySelector("input");
  const boxes = [...form.querySelectorAll("[data-row] input[type=checkbox]")];
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    form.querySelector("[data-ticked]").textContent = form.elements.all.checked ? "都选了" : `勾了 ${count} 件`;
    own.checked = count > 0 && count === boxes.length;
  };
  all.hidden = boxes.length === 0;
  own.addEventListener("change", () => boxes.forEach((box) => (box.checked = own.checked)));
  form.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  tell();
}

/* Ctrl+K: the palette. What is typed is asked for as a part of a page; without script, [data-palette] leads to the page */
const palette = document.getElementById("palette");
const box = document.getElementById("palette-q");
const hits = document.getElementById("palette-found");
let [asked, before] = [0, null];

function search(open) {
  if (!palette || palette.hidden === !open) return;
  if (open) before = document.activeElement;
  palette.hidden = !open;
  if (open) box.select();
  if (open) box.focus();
  else if (before) before.focus();
}

async function ask() {
  const mine = ++asked;
  await new Promise((later) => setTimeout(later, 150));
  if (mine !== asked) return;
  const said = new URLSearchParams({ q: box.value, part: "1" });
  const answer = await fetch(`${box.form.action}?${said}`).catch(() => null);
  if (mine !== asked) return;
  if (answer && answer.ok && !answer.redirected) hits.innerHTML = await answer.text();
  else hits.textContent = "现在找不了，请按回车到“找”那一页。";
}

function choose(by) {
  const links = [box, ...hits.querySelectorAll("a")];
  const here = links.indexOf(document.activeElement);
  links[Math.min(Math.max(here + by, 0), links.length - 1)].focus();
}

if (palette) {
  box.addEventListener("input", ask);
  palette.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") search(false);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    }
    const first = event.key === "Enter" && event.target === box && hits.querySelector("a");
    if (!first) return;
    event.preventDefault();
    first.click();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    search(true);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) {
      event.preventDefault();
      search(true);
    } else if (!event.target.closest("#palette")) search(false);
  });
}

/* [data-copy]: what stands in a box, word for word; an old browser copies what is selected. A button that sends does so then */
for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async (event) => {
    if (button.type === "submit") event.preventDefault();
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
    if (button.type !== "submit") return;
    if (button.form.requestSubmit) button.form.requestSubmit(button);
    else button.form.submit();
  });
}

/* [data-words]: what is selected there stands in the box of that id, and the fold around it opens */
for (const place of document.querySelectorAll("[data-words]")) {
  const box = document.getElementById(place.dataset.words);
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    const words = String(chosen).trim();
    if (!words || words.length > box.maxLength) return;
    if (!place.contains(chosen.anchorNode) || !place.contains(chosen.focusNode)) return;
    box.value = words;
    box.closest("details").open = true;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
