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
  if (form.dataset.sent) event.preventDefault();
  else busy(form, event.submitter || form.querySelector("button:not([type=button])"));
});

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
