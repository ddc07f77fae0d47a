/* Reading a text aloud at a desk: recorded whole, heard once more, and put where a chosen file would be. Without this file,
   or where a browser does not record, a file is chosen. Residents' speaking is speak.js: there nothing may be lost on a bad
   network, here it is an office's, and what was said can be said again. */

const form = document.querySelector("[data-recite]");
const part = (name) => form.querySelector(`[data-${name}]`);
const [button, words, live, clock, said, told] = ["record", "record-words", "live", "clock", "said", "told"].map(part);
const file = form.elements.sound;
const LONGEST_S = +form.dataset.seconds;
const KINDS = [ // what most phones play comes first
  ["audio/mp4;codecs=mp4a.40.2", "m4a"],
  ["audio/webm;codecs=opus", "webm"],
  ["audio/mp4", "m4a"],
  ["audio/ogg;codecs=opus", "ogg"],
];
let stop = null;

function tell(sentence) {
  told.textContent = sentence;
  told.hidden = !sentence;
}

function show(sound) {
  const player = Object.assign(document.createElement("audio"), { controls: true, src: URL.createObjectURL(sound) });
  player.setAttribute("aria-label", "刚录的");
  said.replaceChildren(player);
}

async function record() {
  tell("");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  } catch (refused) {
    return tell("没让用话筒。请在浏览器里允许，或者用手机录好，选文件。");
  }
  const [type, end] = KINDS.find(([one]) => MediaRecorder.isTypeSupported(one)) || ["", "webm"];
  const recorder = new MediaRecorder(stream, { ...(type && { mimeType: type }), audioBitsPerSecond: 32000 });
  const chunks = [];
  const since = performance.now();
  const meter = meterOf(stream);
  recorder.ondataavailable = ({ data }) => data.size && chunks.push(data);
  recorder.onstop = () => {
    stream.getTracks().forEach((track) => track.stop());
    stop = null;
    draw();
    if (!chunks.length) return;
    const kept = new DataTransfer();
    kept.items.add(new File(chunks, `said.${end}`, { type: type.split(";")[0] }));
    file.files = kept.files;
    show(kept.files[0]);
  };
  stop = () => recorder.state !== "inactive" && recorder.stop();
  stream.getTracks()[0].onended = stop;
  recorder.start();
  draw();
  return tick(since, meter);
}

function meterOf(stream) {
  const sound = new AudioContext();
  const meter = sound.createAnalyser();
  meter.fftSize = 256;
  sound.createMediaStreamSource(stream).connect(meter);
  const bytes = new Uint8Array(meter.fftSize);
  return (isOver) => {
    if (isOver) sound.close().catch(() => {});
    else meter.getByteTimeDomainData(bytes);
    return bytes.reduce((most, one) => Math.max(most, Math.abs(one - 128)), 0) / 128;
  };
}

function tick(since, meter) {
  const level = meter(!stop);
  if (!stop) return;
  const seconds = Math.floor((performance.now() - since) / 1000);
  clock.textContent = `念了 ${seconds} 秒，最多 ${LONGEST_S} 秒`;
  live.querySelectorAll("i").forEach((bar, at) => {
    bar.style.height = `${4 + Math.round(36 * Math.min(1, level * (2 + ((at * 3) % 5) / 2)))}px`;
  });
  if (seconds >= LONGEST_S) stop();
  setTimeout(tick, 100, since, meter);
}

function draw() {
  form.toggleAttribute("data-recording", Boolean(stop));
  live.hidden = !stop;
  words.textContent = stop ? "念完了，点一下" : file.files.length ? "重新念" : "开始念";
}

/* Sent from here, so that what was recorded stays where the server says that something is missing */
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (stop) return tell("还在录。念完了先点一下，再存。");
  const press = form.querySelector("button:not([type=button])");
  press.disabled = true;
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(location.href, { method: "POST", body: new FormData(form), headers, credentials: "same-origin" });
    const said = await answer.json();
    if (answer.ok) return void location.assign(said.go);
    tell(said.words || "没有存下来，请再点一次。");
  } catch (lost) {
    tell("没有存下来：网络断了，或者文件太大。录的还在，请再点一次。");
  }
  press.disabled = false;
  return undefined;
});

file.addEventListener("change", () => { if (file.files.length) show(file.files[0]); });
if (window.MediaRecorder && window.DataTransfer && navigator.mediaDevices) {
  part("recorder").hidden = false;
  button.addEventListener("click", () => (stop ? stop() : record()));
}
