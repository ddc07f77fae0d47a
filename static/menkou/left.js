/* 快速离开 again where somebody presses 返回 after it: before anything of the page is drawn. A page that is opened anew is
   opened on purpose, and forgets that one has left. */

addEventListener("pageshow", (event) => event.persisted && goAgain());

function goAgain() {
  const way = sessionStorage.getItem("left");
  if (!way) return;
  document.documentElement.hidden = true;
  location.replace(way);
}

try {
  const [entry] = performance.getEntriesByType("navigation");
  if (entry && entry.type === "back_forward") goAgain();
  else sessionStorage.removeItem("left");
} catch { /* a browser that keeps nothing: 快速离开 works as before */ }
