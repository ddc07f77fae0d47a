// 画面: draws what /sim/screen says. Nothing here knows what it means.

const WHEN = new Intl.DateTimeFormat("zh-CN", {
    timeZone: "Asia/Shanghai", year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit",
    second: "2-digit",
});
const DAY = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", weekday: "long" });
const PARTS = { image: "照片", voice: "语音" };

export const $ = (id) => document.getElementById(id);
export const when = (seconds) => WHEN.format(new Date(seconds * 1000));
export const clock = (seconds) => `${when(seconds)} ${DAY.format(new Date(seconds * 1000))}`;

/** An element with properties and children. */
export function make(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
}

/** One piece of a text: plain, a link, or an answer to tap. */
function piece(one, answer) {
    if (one.href) return make("a", { href: one.href, target: "_blank", rel: "noopener", textContent: one.text });
    if (one.menu === undefined) return one.text;
    const button = make("button", { type: "button", textContent: one.text.trim() });
    button.addEventListener("click", () => answer(one));
    return button;
}

/** A piece without the line break before it where it follows a button, which ends its line itself. */
function after(before, one) {
    return before && before.menu !== undefined ? { ...one, text: one.text.replace(/^\n/, "") } : one;
}

/** What a line holds: its words, a picture, or a voice to fetch. */
function content(line, answer) {
    if (!line.media) return line.parts.map((one, at) => piece(after(line.parts[at - 1], one), (tapped) => answer(line, tapped)));
    const address = `/phone/media/${encodeURIComponent(line.media)}`;
    if (line.kind === "image") return [make("a", { href: address, target: "_blank", rel: "noopener" }, make("img", { src: address, alt: "照片" }))];
    return [make("a", { href: address, textContent: "▶ 语音（AMR 文件）" })];
}

/** A line of the phone. */
export function line(one, answer) {
    const said = make("div", { className: "words" }, ...content(one, answer));
    const origin = one.side === "account" ? `${one.from} · ` : "";
    const again = one.again ? "（同一条又来了一次）" : "";
    const head = make("span", { className: "from" }, `${origin}${when(one.at)}${again}`);
    return make("li", { className: one.side }, head, said);
}

/** What is said of a line where there is little room. */
export function summary(one) {
    return one.media ? `［${PARTS[one.kind]}］` : one.parts.map((part) => part.text).join("");
}
