/* 用这个浏览器: asks the browser for its address and hands it over in the form. Without it the page says what else there is. */
const form = document.querySelector("[data-subscribe]");
const said = form.querySelector("[data-said]");
const button = form.querySelector("button");

function bytes(word) {
  const plain = atob(word.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function letters(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

async function subscribed() {
  const worker = await navigator.serviceWorker.register(form.dataset.worker);
  const key = bytes(form.dataset.subscribe);
  const old = await worker.pushManager.getSubscription();
  if (old && letters(old.options.applicationServerKey || new ArrayBuffer(0)) !== letters(key)) await old.unsubscribe();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function add() {
  button.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      said.textContent = said.dataset.no;
      return;
    }
    const one = await subscribed();
    form.elements.endpoint.value = one.endpoint;
    for (const name of ["p256dh", "auth"]) form.elements[name].value = letters(one.getKey(name));
    form.submit();
  } catch {
    said.textContent = said.dataset.cannot; // no push service is reached from here, as with many browsers in China
  } finally {
    button.disabled = false;
  }
}

if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  said.textContent = "";
  button.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add();
  });
} else {
  said.textContent = said.dataset.cannot;
}
