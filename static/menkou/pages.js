/* A photo of a page of paper, on the phone: made small, looked at whether it can be read, and covered in part. Comes only
   when somebody takes a photo. What is covered is black in the pixels themselves before they leave the phone. */

const LONGEST = 1600; // pixels of the longer side
const QUALITY = 0.72;
const LOOKED_AT = 800; // pixels of the longer side that are looked at
const TILE = 40;
const INKY = 120; // grey levels squared: a tile with less varies too little to have writing on it
const SHARP = 0.43; // measured (tests/journeys/test_pages.py): of how much of its writing a page is edges
const LIGHT = 85; // of 255: the paper itself, the lightest tenth, is darker than this
const DARK = "太暗，看着费劲。再拍一张亮的更好。";
const BLURRED = "太糊，字看不清。拿稳了再拍一张更好。";

function canvasOf(width, height) {
  return Object.assign(document.createElement("canvas"), { width: Math.round(width), height: Math.round(height) });
}

const jpeg = (canvas) => new Promise((use) => canvas.toBlob(use, "image/jpeg", QUALITY));

/* {photo, doubt}: what is sent, and what may be wrong with it in a sentence. Raises where the phone cannot read it. */
export async function prepare(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const by = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = canvasOf(picture.width * by, picture.height * by);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return { photo: (await jpeg(canvas)) || file, doubt: doubtOf(canvas) };
}

function doubtOf(canvas) {
  const by = Math.min(1, LOOKED_AT / Math.max(canvas.width, canvas.height));
  const small = canvasOf(canvas.width * by, canvas.height * by);
  const brush = small.getContext("2d");
  brush.drawImage(canvas, 0, 0, small.width, small.height);
  const { light, sharp } = seen(brush.getImageData(0, 0, small.width, small.height));
  if (light < LIGHT) return DARK;
  return sharp < SHARP ? BLURRED : "";
}

/* How light the paper is, and how much of what varies in the tiles with writing is edges: the Laplacian's variance by the
   variance itself, which is the same in dim light as in bright, both less the camera's noise, which is what the flattest
   tiles have. 1 where there is no writing to judge. */
export function seen({ data, width, height }) {
  const grey = new Float32Array(width * height);
  for (let at = 0; at < grey.length; at += 1) {
    grey[at] = 0.299 * data[4 * at] + 0.587 * data[4 * at + 1] + 0.114 * data[4 * at + 2];
  }
  const light = grey.slice().sort()[Math.floor(grey.length * 0.9)];
  const tiles = [];
  for (let top = 1; top + TILE < height; top += TILE) {
    for (let left = 1; left + TILE < width; left += TILE) tiles.push(edges(grey, width, left, top));
  }
  const noise = middle(tiles.map(({ edge }) => edge), 0.1);
  const written = tiles.filter(({ varies }) => varies > INKY + noise / 10);
  const shares = written.map(({ edge, varies }) => (edge - noise) / (varies - noise / 20)); // noise's own Laplacian: 20
  return { light, sharp: shares.length ? middle(shares, 0.5) : 1 };
}

const middle = (numbers, share) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length * share)] || 0;

function edges(grey, width, left, top) {
  let [sum, squares, edge] = [0, 0, 0];
  for (let y = top; y < top + TILE; y += 1) {
    for (let x = left; x < left + TILE; x += 1) {
      const at = y * width + x;
      const bend = 4 * grey[at] - grey[at - 1] - grey[at + 1] - grey[at - width] - grey[at + width];
      sum += grey[at];
      squares += grey[at] * grey[at];
      edge += bend * bend;
    }
  }
  const count = TILE * TILE;
  const varies = squares / count - (sum / count) ** 2;
  return { edge: edge / count, varies };
}

/* The photo with what was covered, or null: drag over it, tap two corners, or move the cross with the arrow keys */
export async function cover(photo) {
  const picture = await createImageBitmap(photo);
  const canvas = canvasOf(picture.width, picture.height);
  const brush = canvas.getContext("2d");
  const boxes = [];
  let corner = null; // the first of two
  let cross = null; // where the arrow keys are

  const paint = (open) => {
    brush.drawImage(picture, 0, 0);
    brush.fillStyle = "#000";
    for (const [a, b] of open ? [...boxes, open] : boxes) brush.fillRect(...between(a, b));
    for (const point of [corner, cross].filter(Boolean)) mark(brush, point, canvas.width / 40);
  };
  const close = (a, b) => {
    if (Math.abs(a.x - b.x) > 4 && Math.abs(a.y - b.y) > 4) boxes.push([a, b]);
    corner = null;
    paint();
  };
  const put = (point) => (corner ? close(corner, point) : ((corner = point), paint()));
  const pointOf = (event) => {
    const shown = canvas.getBoundingClientRect();
    const at = (value, from, size, whole) => Math.min(whole, Math.max(0, ((value - from) / size) * whole));
    return {
      x: at(event.clientX, shown.left, shown.width, canvas.width),
      y: at(event.clientY, shown.top, shown.height, canvas.height),
    };
  };
  draggable(canvas, pointOf, { put, close, paint });
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", "照片：方向键移动十字，回车点一个角");
  canvas.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way && event.key !== "Enter") return;
    event.preventDefault();
    cross = cross || { x: canvas.width / 2, y: canvas.height / 2 };
    if (way) cross = { x: cross.x + (way[0] * canvas.width) / 50, y: cross.y + (way[1] * canvas.height) / 50 };
    else put(cross);
    paint();
  });
  paint();
  const undo = () => {
    if (corner) corner = null;
    else boxes.pop();
    paint();
  };
  const isDone = await shown(canvas, undo);
  [corner, cross] = [null, null];
  paint();
  return isDone && boxes.length ? jpeg(canvas) : null;
}

const between = (a, b) => [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.abs(a.x - b.x), Math.abs(a.y - b.y)];

function mark(brush, { x, y }, size) {
  brush.strokeStyle = "#A8281E";
  brush.lineWidth = size / 5;
  brush.beginPath();
  brush.moveTo(x - size, y);
  brush.lineTo(x + size, y);
  brush.moveTo(x, y - size);
  brush.lineTo(x, y + size);
  brush.stroke();
}

function draggable(canvas, pointOf, { put, close, paint }) {
  let from = null;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    from = pointOf(event);
  });
  canvas.addEventListener("pointermove", (event) => from && paint([from, pointOf(event)]));
  canvas.addEventListener("pointerup", (event) => {
    const to = pointOf(event);
    const [, , width, height] = between(from || to, to);
    if (width + height < canvas.width / 40) put(to);
    else close(from, to);
    from = null;
  });
}

/* Over the whole page, till 涂好了 (true) or 不涂了 */
function shown(canvas, undo) {
  const before = document.activeElement;
  const sheet = document.createElement("section");
  sheet.className = "cover resident";
  sheet.setAttribute("role", "dialog");
  sheet.setAttribute("aria-modal", "true");
  sheet.setAttribute("aria-label", "涂掉一块");
  const words = Object.assign(document.createElement("p"), { className: "lead" });
  words.textContent = "手指按住拖一下，盖住不想给人看的；也可以点两下，点两个角。";
  const buttons = Object.assign(document.createElement("div"), { className: "buttons" });
  return new Promise((use) => {
    const button = (named, kind, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: `button ${kind}` });
      made.textContent = named;
      made.addEventListener("click", act);
      buttons.append(made);
    };
    const leave = (isDone) => {
      sheet.remove();
      if (before) before.focus();
      use(isDone);
    };
    button("涂好了", "button--main", () => leave(true));
    button("撤掉一块", "button--second", undo);
    button("不涂了", "button--second", () => leave(false));
    sheet.addEventListener("keydown", (event) => event.key === "Escape" && leave(false));
    sheet.append(words, canvas, buttons);
    document.body.append(sheet);
    canvas.focus();
  });
}
