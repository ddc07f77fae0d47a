/* 大屏: asks for a new frame once a minute, and keeps the last one, with its time, while the network is gone. A link that
   is over or was revoked shows nothing any more. */

const EVERY = 60_000;
const PATIENCE = 20_000;
const part = (name) => document.querySelector(name);

async function next() {
  const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.status === 404) return over();
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("main[data-at]");
  if (!fresh) throw new Error("no frame");
  part("main").replaceWith(document.importNode(fresh, true));
}

function gone() {
  if (!part("main").dataset.at) return;
  part("#note").textContent = `数据时间 ${part("main").dataset.at}，网络断开，仍显示最后一次`;
  part("main").classList.add("is-old");
}

function over() {
  const words = document.createElement("p");
  words.className = "over";
  words.textContent = "这条大屏链接停用了。请区司法局另发一条。";
  part("main").removeAttribute("data-at");
  part("main").replaceChildren(words);
}

setInterval(() => next().catch(gone), EVERY);
addEventListener("offline", gone);
addEventListener("online", () => next().catch(gone));
