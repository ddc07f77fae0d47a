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

/* Keys: j, k and ? on lists, Ctrl+Enter in a text. They can be switched off (WCAG 2.1.4) */
const panel = document.getElementById("keys");
const remembered = {
  get: () => localStorage.getItem("menkou_keys"),
  set: (value) => localStorage.setItem("menkou_keys", value),
};

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.getClientRects().length);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
  const target = row && (row.matches("a, button") ? row : row.querySelector("a, button"));
  if (target) target.focus();
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
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") unfold(false);
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && typing && typing.form) {
    const send = typing.form.querySelector("button:not([type=button])");
    if (send) send.click();
  }
  if (typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (remembered.get() === "off") return;
  if (event.key === "?") unfold(panel && panel.hidden);
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keys]");
  if (!button) return;
  if (button.dataset.keys !== "switch") unfold(button.dataset.keys === "open");
  else remembered.set(remembered.get() === "off" ? "on" : "off");
  named();
});
named();

/* [data-copy]: what stands in a box, word for word; an old browser copies what is selected */
for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
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
