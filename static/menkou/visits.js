/* A3 到村: arrive, say what was done, leave. Every tap is kept on the phone at once, so that nothing is lost when the page
   is killed; the page itself comes from its worker where there is no network (docs/adr/0051). */

const box = document.querySelector("[data-visit]");
const part = (name) => box.querySelector(`[data-${name}]`);
const queue = await import(box.dataset.queue);
const LONGEST_S = +box.dataset.seconds;
const MOST_OF_A_PHOTO = 300 * 1024;
const WAYS = [[1600, 0.72], [1600, 0.5], [1200, 0.5], [800, 0.5], [600, 0.4]]; // long side and quality, the best first
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const [arrive, here, told, wrong] = ["arrive", "here", "told", "wrong"].map(part);
const fields = here.elements;
let mine = null; // whose phone it is
let visit = null; // the one that goes on
let recorder = null;

function tell(place, sentence) {
  place.textContent = sentence;
  place.hidden = !sentence;
}

function newKey() { // a UUID; randomUUID is not in every WebView
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/* One change after the other is kept, each whole */

let keeping = Promise.resolve();

function change(facts) {
  visit = { ...visit, ...facts };
  const whole = visit;
  keeping = keeping.catch(() => {}).then(() => queue.keep(whole));
  keeping.catch(() => tell(wrong, "手机存满了，存不下。请删掉照片或语音，再记一次。"));
  draw();
  return keeping;
}

function begin(village, how) {
  visit = { account: mine.account, key: newKey(), village: village.id, name: village.name, how, came: Date.now(), left: null, kinds: [], people: 0, said: "", place: null, mime: "", seconds: 0, clip: null, photo: null };
  tell(told, "");
  change({});
  part("here-name").focus();
}

/* What is seen */

function draw() {
  arrive.hidden = Boolean(visit);
  here.hidden = !visit;
  if (!visit) return;
  part("here-name").textContent = `${visit.name} · 到村`;
  drawTimes();
  for (const one of fields.kinds) one.checked = visit.kinds.includes(one.value);
  part("people").textContent = visit.people;
  if (fields.said !== document.activeElement && fields.said.value !== visit.said) fields.said.value = visit.said;
  part("leave").textContent = visit.left ? "还没走" : "走了";
  part("place-told").textContent = visit.place ? "记下了（一公里上下，只用来核对）。" : "";
  part("place").hidden = Boolean(visit.place) || !navigator.geolocation;
  show(part("photo-shown"), part("photo-out"), visit.photo);
  show(part("clip-shown"), part("clip-out"), visit.clip);
  part("photo-label").hidden = Boolean(visit.photo);
  part("speak").hidden = Boolean(visit.clip);
}

function show(shown, out, blob) {
  shown.hidden = out.hidden = !blob;
  if (shown.blob === blob) return;
  if (shown.src) URL.revokeObjectURL(shown.src);
  shown.blob = blob;
  if (blob) shown.src = URL.createObjectURL(blob);
  else shown.removeAttribute("src");
}

function drawTimes() {
  if (!visit) return;
  const minutes = Math.max(1, Math.round(((visit.left || Date.now()) - visit.came) / 60000));
  const took = minutes < 60 ? `${minutes} 分钟` : `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分`;
  part("here-times").textContent = `${queue.time(visit.came)} 到，${visit.left ? `${queue.time(visit.left)} 走，共` : "已"} ${took}`;
}

function offer() {
  const choices = mine.villages.map((village) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "row" });
    button.append(Object.assign(document.createElement("b"), { textContent: village.name }), Object.assign(document.createElement("span"), { className: "arrive", textContent: "到了" }));
    button.setAttribute("aria-label", `到了${village.name}`);
    button.addEventListener("click", () => begin(village, "chosen"));
    const line = document.createElement("li");
    line.append(button);
    return line;
  });
  part("arrive-list").replaceChildren(...choices);
}

/* Speaking: twenty seconds, a tap to begin and one to end */

async function speak() {
  if (recorder) return void recorder.stop();
  tell(wrong, "");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  } catch {
    return tell(wrong, "手机没让用话筒。可以改成写两句，不写也行。");
  }
  const mimeType = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  const chunks = [];
  const since = performance.now();
  recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 16000 });
  recorder.ondataavailable = ({ data }) => data.size && chunks.push(data);
  const clock = setInterval(() => {
    const left = Math.ceil(LONGEST_S - (performance.now() - since) / 1000);
    part("speak").textContent = `说完了，点一下（还有 ${Math.max(0, left)} 秒）`;
    if (left <= 0 && recorder) recorder.stop();
  }, 250);
  const over = new Promise((done) => { recorder.onstop = done; }).then(() => {
    clearInterval(clock);
    stream.getTracks().forEach((track) => track.stop());
    const mime = (recorder.mimeType || mimeType).split(";")[0];
    recorder = null;
    part("speak").textContent = "说两句，二十秒";
    const seconds = Math.min(LONGEST_S, Math.max(1, Math.round((performance.now() - since) / 1000)));
    return visit && chunks.length ? change({ clip: new Blob(chunks, { type: mime }), mime, seconds }) : undefined;
  });
  recorder.over = over;
  recorder.start(1000);
  return undefined;
}

/* A photo, made small on the phone; what is written into the file does not come along */

async function photographed(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  for (const [longest, quality] of WAYS) {
    const by = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * by), height: Math.round(picture.height * by) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((use) => { canvas.toBlob(use, "image/jpeg", quality); });
    if (made && made.size <= MOST_OF_A_PHOTO) return made;
  }
  throw new Error("too large");
}

async function takePhoto() {
  const [file] = fields.photo.files;
  fields.photo.value = "";
  if (!file) return;
  tell(wrong, "");
  const photo = await photographed(file).catch(() => null);
  if (photo) await change({ photo });
  else tell(wrong, "这张照片手机打不开，没有加上。可以再拍一张，不拍也行。");
}

function findPlace() {
  part("place-told").textContent = "正在找…";
  const rough = (number) => Math.round(number * 100) / 100; // a kilometre: where, and no track
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => visit && change({ place: [rough(coords.longitude), rough(coords.latitude)] }),
    () => { part("place-told").textContent = "手机没给位置。不记也行。"; },
    { timeout: 15000, maximumAge: 600000 },
  );
}

/* 记好了 */

async function finish() {
  if (recorder) {
    const { over } = recorder;
    recorder.stop();
    await over;
  }
  if (!visit.kinds.length) {
    tell(wrong, "还没点做了什么。点一下上面的，可以点几样。");
    return fields.kinds[0].focus();
  }
  tell(wrong, "");
  const whole = { ...visit, said: fields.said.value.trim(), left: Math.max(visit.left || Date.now(), visit.came + 1000) };
  try {
    await keeping.catch(() => {});
    await queue.put(whole);
  } catch {
    return tell(wrong, "手机存满了，存不下。请删掉照片或语音，再点一次。");
  }
  visit = null;
  draw();
  tell(told, `${whole.name}记好了，存在这部手机里，有网就上传。`);
  told.focus();
  return queue.flush();
}

here.addEventListener("submit", (event) => { event.preventDefault(); finish(); });
for (const one of fields.kinds) {
  one.addEventListener("change", () => change({ kinds: [...fields.kinds].filter((kind) => kind.checked).map((kind) => kind.value) }));
}
fields.said.addEventListener("input", () => change({ said: fields.said.value }));
fields.photo.addEventListener("change", takePhoto);
part("fewer").addEventListener("click", () => change({ people: Math.max(0, visit.people - 1) }));
part("more").addEventListener("click", () => change({ people: Math.min(9999, visit.people + 1) }));
part("speak").addEventListener("click", speak);
part("clip-out").addEventListener("click", () => change({ clip: null, mime: "", seconds: 0 }));
part("photo-out").addEventListener("click", () => change({ photo: null }));
part("place").addEventListener("click", findPlace);
part("leave").addEventListener("click", () => change({ left: visit.left ? null : Date.now() }));
part("drop").addEventListener("click", async () => {
  await keeping.catch(() => {});
  await queue.forget(visit.account);
  visit = null;
  draw();
  tell(told, "这一次不记了。");
});
setInterval(drawTimes, 20000);

/* What has arrived stands in the list of one's own, with the way to the village's link */
document.addEventListener("menkou:visits", ({ detail: { arrived } }) => {
  const own = document.querySelector("[data-own]");
  for (const one of arrived.filter(({ go }) => own && go && !own.querySelector(`a[href="${go}"]`))) {
    const line = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { className: "row", href: one.go });
    link.append(`${one.name} ${queue.time(one.came)}–${queue.time(one.left)}`, Object.assign(document.createElement("span"), { className: "state is-planned", textContent: "已上传" }));
    line.append(link);
    own.prepend(line);
  }
  if (arrived.length && told.textContent.includes("有网就上传")) tell(told, "");
});

/* Whose phone it is, what went on when the page was killed, and the village whose code was scanned */

async function open() {
  if (!queue.isUsable) return tell(part("cannot"), "这个浏览器存不住东西，到村记不了。请换一个浏览器，比如手机自带的。");
  if (box.dataset.villages) await queue.introduce(JSON.parse(box.dataset.villages));
  mine = await queue.who();
  if (!mine) return tell(part("cannot"), "这部手机上还没有人登录过。请在有网的时候登录，打开一次“到村”，以后没网也能记。");
  if (!mine.villages.length) return tell(part("cannot"), "您现在没有负责的村。有了岗位，村名会出现在这里。");
  offer();
  visit = await queue.going(mine.account) || null;
  const scanned = mine.villages.find((one) => location.hash === `#${one.code}`);
  if (location.hash) history.replaceState(null, "", location.pathname);
  if (scanned && !visit) begin(scanned, "scan");
  else if (scanned && visit.village !== scanned.id) tell(told, `${visit.name}还没记好。先点“记好了”，再记${scanned.name}。`);
  draw();
  return undefined;
}

await open();
if ("serviceWorker" in navigator) navigator.serviceWorker.register(box.dataset.worker).catch(() => {});
