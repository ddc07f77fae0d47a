/* The box in which an adviser answers: kept each second on the phone and every few seconds on the server, phrases at a
   tap, and given to the outbox when it is sent, so that it goes without a network too. */

const form = document.querySelector("form[data-answer]");
const box = form.querySelector("textarea");
const told = form.querySelector("[data-answer-told]");
const undo = document.querySelector("[data-answer-undo]");
const talk = document.querySelector(".talk");
const { page, label, wording, undeclared, empty } = form.dataset;
const outbox = await import(form.dataset.outbox);
const EACH_MS = 1000;
const SERVER_MS = 3000;
let seen = +form.dataset.seen || 0;
let onPhone = box.value;
let onServer = box.value;
let isSaving = false;
let keeping = Promise.resolve();
let going = null; // the words given to the outbox: while they still stand in the box they are no draft
let isBehind = false; // another device has kept something since
let given = null; // what was given to the outbox last, and can be taken back
let giveBack = () => {};

function tell(sentence) {
  told.textContent = sentence;
}

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

/* The draft */

async function keepOnPhone() {
  const text = box.value;
  if (!outbox.isUsable || text === onPhone || text === going) return;
  onPhone = text;
  await (keeping = text.trim() ? outbox.keepDraft(page, { text, seen, isKept: false }) : outbox.dropDraft(page));
  box.defaultValue = text; // leaving the page loses nothing now
}

async function keepOnServer(isLast = false) {
  const text = box.value;
  if (text === onServer || isSaving || isBehind || text === going || form.dataset.sent) return;
  isSaving = true;
  const body = new FormData();
  const facts = { text, seen, form: form.elements.form.value, account: outbox.account };
  Object.entries(facts).forEach(([name, value]) => body.set(name, value));
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(wording, { method: "POST", body, headers, credentials: "same-origin", keepalive: isLast });
    const said = await answer.json();
    if (answer.ok) {
      onServer = text;
      seen = said.kept;
      tell(text.trim() ? "草稿存好了，换一台设备也能接着写。" : "");
      if (outbox.isUsable && text.trim() && box.value === text && text !== going) {
        await (keeping = outbox.keepDraft(page, { text, seen, isKept: true }));
      }
    } else if (answer.status === 409) {
      isBehind = true;
      tell(said.words);
    }
  } catch (lost) {
    if (outbox.isUsable) tell("草稿先存在这部手机里，还没有存到别处。");
  } finally {
    isSaving = false;
  }
}

async function recall() {
  if (!outbox.isUsable || !form.dataset.fresh) return;
  const draft = await outbox.draftOf(page).catch(() => null);
  if (!draft || draft.text === box.value) return;
  if (draft.isKept) return void outbox.dropDraft(page); // it went on elsewhere, or was sent
  if (draft.seen === seen) {
    put(draft.text);
    return tell("上次写的还在，没有发出。接着写。");
  }
  const offer = Object.assign(document.createElement("button"), { type: "button", className: "button button--second" });
  offer.textContent = `换成这部手机上没存上去的那份（${draft.text.slice(0, 12)}…）`;
  offer.addEventListener("click", () => { put(draft.text); offer.remove(); });
  return told.after(offer);
}

function put(text) {
  box.value = text;
  box.dispatchEvent(new Event("input"));
}

/* Sending: the outbox has it first, whatever becomes of the network */

export const desk = outbox.isUsable && {
  seal: outbox.seal,
  unseal: outbox.unseal,
  mine: outbox.mine,
  onBack(act) { giveBack = act; },
  hasWords: () => Boolean(box.value.trim()),
  send,
};

async function send(pieces, claims) {
  box.readOnly = true; // what would be typed on meanwhile would be lost with the page
  const result = await hand(pieces, claims).catch((fault) => { stay(); throw fault; });
  if (result.is !== "sent") stay(); // else the page is about to be another
  return result;
}

function stay() {
  going = null;
  box.readOnly = false;
}

window.addEventListener("pageshow", (event) => event.persisted && stay()); // 返回, to the page as it was left

async function hand(pieces, claims) {
  const id = form.elements.form.value;
  const tick = form.elements.has_no_interest;
  if (!box.value.trim() && !claims.length) return { is: "refused", words: empty };
  if (tick && !tick.checked) return { is: "refused", words: undeclared };
  const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  const said = { form: id, action: form.action, enclose: form.dataset.enclose, page, label, text: box.value.trim(), fields, claims };
  try {
    await outbox.put(said, pieces);
  } catch (full) {
    return { is: "unkept" }; // a phone that is full: it goes the way of a phone that keeps nothing
  }
  going = box.value;
  await keeping.catch(() => {});
  await outbox.dropDraft(page);
  const result = (await outbox.flush()).get(id) || (await outbox.flush()).get(id) || { is: "lost" };
  if (result.is === "refused") {
    await outbox.drop(id);
    if (!claims.length) form.elements.form.value = newId(); // under its old name it may have arrived before
    onPhone = "";
    return result;
  }
  if (result.is !== "sent") {
    given = { form: id, text: box.value };
    form.elements.form.value = newId();
    onPhone = onServer = "";
    put("");
    box.defaultValue = "";
    tell("");
    offerBack("存在这部手机里了，有网就送。");
  }
  return result;
}

function offerBack(sentence) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "撤回" });
  button.addEventListener("click", takeBack);
  const words = Object.assign(document.createElement("p"), { textContent: sentence });
  words.setAttribute("role", "status");
  undo.replaceChildren(words, button);
  undo.hidden = false;
}

async function takeBack() {
  const item = (await outbox.waitingOn(page)).find(({ said }) => said.form === given.form);
  undo.hidden = true;
  if (!item) return tell("已经送到了。重新打开这一页，刚送到的十秒内还能撤回。");
  const { text } = given;
  given = null;
  await outbox.drop(item.said.form);
  put([text, box.value].filter((one) => one.trim()).join("\n"));
  giveBack();
  box.focus();
  return tell(item.isTried
    ? "撤回来了。送的时候断过一次，那一次可能已经送到，有网时打开这件事看看。"
    : "撤回来了，对方没有看到。可以改好再发。");
}

/* What of this matter waits stands in the talk; once it has arrived, the page says so */
document.addEventListener("menkou:waiting", ({ detail }) => {
  talk.querySelectorAll("[data-waits]").forEach((one) => one.remove());
  for (const { said, problem } of detail.filter((one) => one.said.page === page)) {
    const line = Object.assign(document.createElement("li"), { className: "bubble bubble--mine" });
    line.dataset.waits = "";
    line.append(Object.assign(document.createElement("header"), { textContent: problem ? "您 · 没送成" : "您 · 待上传" }));
    line.append(Object.assign(document.createElement("p"), { textContent: said.text || `语音和照片 ${said.claims.length} 份` }));
    talk.append(line);
  }
  if (given && detail.some(({ said, problem }) => problem && said.form === given.form)) undo.hidden = true; // the bar says what to do
  if (!given || detail.some(({ said }) => said.form === given.form)) return;
  given = null;
  undo.hidden = true;
  if (!box.value.trim() && !document.querySelector("[data-recording]")) return void location.assign(page); // ten seconds of 撤回
  tell("刚才存的送到了。重新打开这一页，十秒内还能撤回。");
});

for (const phrase of document.querySelectorAll("[data-phrase]")) {
  phrase.addEventListener("click", (event) => {
    event.preventDefault();
    put([box.value, phrase.value].filter((one) => one.trim()).join("\n"));
    box.focus();
  });
}

await recall();
setInterval(keepOnPhone, EACH_MS);
setInterval(keepOnServer, SERVER_MS);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return;
  keepOnPhone();
  keepOnServer(true);
});
