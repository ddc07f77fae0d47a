/* Forms on every page: nothing is sent twice, letters are counted, typed words are not lost by a slip.
   Nothing typed is stored: phones are shared. */

const WORDS_BACK_AFTER = 20000; // a slow network may still fail: give the button back

function resting(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-words]")) {
    button.disabled = false;
    button.textContent = button.dataset.words;
    delete button.dataset.words;
  }
}

function busy(form, button) {
  form.dataset.sent = "yes";
  if (!button) return;
  setTimeout(() => { // after the browser has read the form, or the button's own value would be missing
    button.dataset.words = button.textContent;
    button.textContent = button.dataset.busy || "正在送…";
    button.disabled = true;
  });
  setTimeout(() => resting(form), WORDS_BACK_AFTER);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  busy(form, event.submitter || form.querySelector("button:not([type=button])"));
  if (!form.matches("[data-keep]")) return bringDraft(form);
  event.preventDefault(); // typed words are not given to a network that is not there: the browser would lose them
  reach().then(() => form.submit(), () => tellNoSignal(form));
});

/* Words typed into another form of the page go along, so that they stand there again if this one is sent back */
function bringDraft(form) {
  const typed = [...document.querySelectorAll("form[data-keep] textarea")].filter((box) => box.value);
  if (!typed.length) return;
  const draft = form.elements.draft || form.appendChild(document.createElement("input"));
  Object.assign(draft, { type: "hidden", name: "draft", value: typed[0].value });
}

/* Whether we can be reached at all; a few bytes before the words themselves */
function reach() {
  const tooLong = new Promise((_, give_up) => setTimeout(give_up, 6000));
  return Promise.race([fetch("/healthz", { method: "HEAD", cache: "no-store" }), tooLong]);
}

function tellNoSignal(form) {
  resting(form);
  setTimeout(() => resting(form)); // the button's words change after the submit event
  const line = form.querySelector("[data-no-signal]") || document.createElement("p");
  line.className = "wrong";
  line.dataset.noSignal = "";
  line.setAttribute("role", "alert");
  line.textContent = "现在没信号，还没送出去。您写的还在这里，有信号了再点一次。";
  form.querySelector("button:not([type=button])").before(line);
}

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(resting);
});

/* <textarea maxlength data-count>: how many letters are left, said aloud only near the end */
for (const box of document.querySelectorAll("textarea[data-count]")) {
  const line = document.createElement("p");
  line.className = "hint";
  const tell = () => {
    const left = box.maxLength - box.value.length;
    line.textContent = box.value ? `写了 ${box.value.length} 字，还能写 ${left} 字` : "";
    line.setAttribute("aria-live", left < 50 ? "polite" : "off");
  };
  box.after(line);
  box.addEventListener("input", tell);
  tell();
}

/* <form data-keep>: asks before leaving what was typed */
window.addEventListener("beforeunload", (event) => {
  if (document.documentElement.dataset.leaving) return;
  const typed = [...document.querySelectorAll("form[data-keep]:not([data-sent]) textarea")];
  if (typed.some((box) => box.value !== box.defaultValue)) {
    event.preventDefault();
    event.returnValue = "";
  }
});

const first = document.querySelector("[data-focus]");
if (first) first.focus();
