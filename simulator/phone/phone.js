// 手机: asks /sim/screen each second and draws what changed; does what the person does through /sim/push.

import { $, clock, line, make, summary, when } from "./drawing.js";

const EMPTY = {
    chat: "还没有消息。打几个字发出去，或者扫公示牌上的码。",
    kf: "还没有消息。先扫公示牌上的码，或者按“进入会话”。",
    notice: "还没有通知。",
    sms: "还没有短信。",
};
const NOBODY = "这里还没有账号：起动时用 --accounts，或者向 /sim/accounts 开一个。";
const WRITES = { chat: "wechat", kf: "kf" };
const RULES = {
    "kf count": "微信客服：48 小时里第六条", "kf time": "微信客服：超过 48 小时才发",
    "app dropped": "应用消息：太多，被平台丢掉", "robot rate": "群机器人：一分钟超过 20 条", "sms rate": "短信：给一个号码太多",
    "sent out of the time window": "服务号：过了能发的时间", "sent more than the window allows": "服务号：发得太多",
    "a message without a yes": "服务号：没有人答应就发提醒",
};
const asked = new URLSearchParams(location.search);
let person = asked.get("person") || "wang";
let tab = asked.get("kf") ? "kf" : "chat";
let shown = null;
const drawn = {};
const seen = {};

async function ask(path, facts) {
    const options = facts && { method: "POST", body: JSON.stringify(facts) };
    const answer = await fetch(path, options);
    const read = await answer.json();
    if (!answer.ok || read.errcode) throw new Error(read.error || read.errmsg || "没有做成");
    return read;
}

function say(words) {
    $("word").textContent = words;
}

/** Do something for the person, then look again. What was typed stays where it failed. */
async function act(doing) {
    try {
        say("");
        await doing();
        await look();
        return true;
    } catch (problem) {
        say(`没有做成：${problem.message}`);
        return false;
    }
}

const users = { wechat: "openid", kf: "customer" };
const account = () => shown.accounts.find((one) => one.id === $("which").value);
const push = (to, facts) => ask("/sim/push", { account: to.id, user: shown.person[users[to.kind]], ...facts });

/** Draw a part only where it differs from what stands there. */
function differs(name, facts) {
    const text = JSON.stringify(facts);
    if (drawn[name] === text) return false;
    drawn[name] = text;
    return true;
}

function answer(of, tapped) {
    const to = shown.accounts.find((one) => one.id === of.account);
    const menu = to.kind === "kf" ? { kind: "text", menu_id: tapped.menu } : { kind: "menu_answer", key: tapped.menu };
    act(() => push(to, { content: tapped.text.trim(), ...menu }));
}

function drawPeople(people) {
    if (!differs("people", [people, person])) return;
    const held = $("people").contains(document.activeElement);
    $("people").replaceChildren(...people.map((one) => {
        const button = make("button", { type: "button", ariaPressed: String(one.id === person) }, one.name, make("small", {}, one.who));
        button.addEventListener("click", () => choose(one.id));
        return make("li", {}, button);
    }));
    if (held) $("people").querySelector("[aria-pressed=true]")?.focus();
}

function drawLines() {
    const lines = shown.tabs[tab];
    seen[`${person} ${tab}`] = lines.at(-1)?.id || 0;
    if (!differs("lines", [person, tab, lines, shown.accounts.length])) return;
    const alone = WRITES[tab] && !shown.accounts.some((one) => one.kind === WRITES[tab]);
    const empty = make("li", { className: "empty", textContent: alone ? NOBODY : EMPTY[tab] });
    $("lines").replaceChildren(...(lines.length ? lines.map((one) => line(one, answer)) : [empty]));
    $("screen").scrollTop = $("screen").scrollHeight;
}

function drawTabs() {
    for (const button of $("tabs").children) {
        const name = button.dataset.tab, last = seen[`${person} ${name}`] || 0;
        const fresh = shown.tabs[name].filter((one) => one.side === "account" && one.id > last).length;
        button.ariaSelected = String(name === tab);
        button.tabIndex = name === tab ? 0 : -1;
        const title = { chat: "服务号", kf: "微信客服", notice: "服务通知", sms: "短信" }[name];
        if (differs(`tab ${name}`, fresh)) {
            button.replaceChildren(title, ...(fresh ? [" ", make("b", { ariaLabel: `${fresh} 条没看` }, String(fresh))] : []));
        }
    }
    $("screen").setAttribute("aria-labelledby", `tab-${tab}`);
}

function menuButtons(buttons) {
    return buttons.flatMap((one) => (one.sub_button?.length ? one.sub_button : [one])).map((one) => {
        const button = make("button", { type: "button", className: "plain", textContent: one.name });
        button.addEventListener("click", () => {
            if (one.url) window.open(one.url, "_blank", "noopener");
            act(() => push(account(), one.url ? { kind: "view", url: one.url } : { kind: "click", key: one.key, label: one.name }));
        });
        return button;
    });
}

function drawWriting() {
    const kind = WRITES[tab];
    const to = shown.accounts.filter((one) => one.kind === kind);
    $("writing").hidden = !to.length;
    if (differs("which", [kind, to.map((one) => [one.id, one.name])])) {
        const chosen = asked.get("kf");
        $("which").replaceChildren(...to.map((one) => make("option", { value: one.id, textContent: one.name, selected: one.id === chosen })));
    }
    $("which").hidden = $("which-label").hidden = to.length < 2;
    const now = account();
    $("menu").hidden = !now?.menu.length;
    if (now && differs("menu", [now.id, now.menu])) $("menu").replaceChildren(...menuButtons(now.menu));
    $("follow").hidden = kind !== "wechat";
    $("follow").textContent = now?.following ? "取消关注" : "关注";
    $("enter").hidden = kind !== "kf";
    $("consent").hidden = !now?.templates.length || kind !== "wechat";
    for (const one of $("writing").querySelectorAll("button, textarea, input")) one.disabled = shown.outage;
    for (const one of $("menu").children) one.disabled = shown.outage;
    $("file").parentElement.classList.toggle("off", shown.outage);
}

function drawTools(now) {
    $("clock").textContent = clock(now);
    $("owner").textContent = `${shown.person.name}的手机`;
    $("down").hidden = !shown.outage;
    $("outage").checked = shown.outage;
    $("dropping").checked = shown.dropping;
    $("violations").className = shown.broken ? "bad" : "";
    $("violations").textContent = shown.broken ? `${shown.broken} 次。应当是 0 次。` : "0 次。";
    if (differs("broken", shown.violations)) {
        $("broken").replaceChildren(...shown.violations.map((one) => make("li", {}, `${when(one.at)} ${RULES[one.rule] || one.rule}`)));
    }
    if (differs("codes", shown.codes)) {
        const options = shown.codes.map((one) => make("option", { value: one.link, textContent: one.text }));
        $("code").replaceChildren(make("option", { value: "", textContent: options.length ? "选一个码" : "还没有码" }), ...options);
    }
}

function drawStaff() {
    if (!differs("staff", shown.staff)) return;
    $("tasks").replaceChildren(...shown.staff.tasks.map((one) => {
        const words = `${one.member}要群发给 ${one.customers} 人：${one.text}`;
        if (one.confirmed) return make("li", {}, `${words}（已发，${one.reached} 人收到）`);
        if (one.cancelled) return make("li", {}, `${words}（撤回了）`);
        const button = make("button", { type: "button", textContent: "确认发送" });
        button.addEventListener("click", () => act(() => ask("/sim/wecom/confirm", { corp: one.corp, task: one.id })));
        return make("li", {}, words, make("div", {}, button));
    }));
    const lines = shown.staff.lines.map((one) => make("li", {}, make("span", { className: "from" }, `${one.from} · ${when(one.at)}`), make("div", {}, summary(one))));
    $("staff").replaceChildren(...(lines.length || shown.staff.tasks.length ? lines : [make("li", {}, "还没有收到什么。")]));
}

function draw(read) {
    shown = read.screen;
    document.cookie = `sim_user=${encodeURIComponent(shown.person.openid)}; path=/; SameSite=Lax`;
    drawPeople(read.people);
    drawLines();
    drawTabs();
    drawWriting();
    drawTools(read.now);
    drawStaff();
}

const look = async () => draw(await ask(`/sim/screen?person=${encodeURIComponent(person)}`));

function choose(id) {
    person = id;
    act(async () => {});
}

function open(name) {
    tab = name;
    say("");
    act(async () => {}).then(() => $(`tab-${name}`).focus());
}

/** Scan a code: a service account's, a 客服's, or any other page. */
async function scan(link) {
    const path = new URL(link, location.href).pathname;
    const to = (kind, id) => shown.accounts.find((one) => one.kind === kind && (!id || one.id === id));
    if (path.startsWith("/open/q/")) {
        const ticket = decodeURIComponent(path.slice(8));
        for (const one of shown.accounts.filter((one) => one.kind === "wechat")) {
            try {
                await push(one, { kind: "scan", ticket });
                tab = "chat";
                return;
            } catch { /* another account's code */ }
        }
        throw new Error("没有这个码");
    }
    if (path.startsWith("/kf/")) {
        const desk = to("kf", path.slice(4));
        if (!desk) throw new Error("没有这个客服账号");
        tab = "kf";
        await push(desk, { kind: "enter", link });
        return;
    }
    window.open(link, "_blank", "noopener");
}

$("writing").addEventListener("submit", async (event) => {
    event.preventDefault();
    const content = $("text").value;
    if (!content.trim()) return say("还没有写字。");
    if (await act(() => push(account(), { kind: "text", content }))) $("text").value = "";
});
$("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        $("writing").requestSubmit();
    }
});
for (const button of document.querySelectorAll("[data-sample]")) {
    button.addEventListener("click", () => act(() => push(account(), { kind: button.dataset.sample })));
}
$("file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const media = btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
    await act(() => push(account(), { kind: file.type.startsWith("image/") ? "image" : "voice", media }));
    event.target.value = "";
});
$("follow").addEventListener("click", () => act(() => push(account(), { kind: account().following ? "unfollow" : "follow" })));
$("enter").addEventListener("click", () => act(() => push(account(), { kind: "enter" })));
$("consent").addEventListener("click", () => act(async () => {
    for (const one of account().templates) await push(account(), { kind: "consent", template: one.id });
}));
$("scan").addEventListener("submit", async (event) => {
    event.preventDefault();
    const link = $("link").value || $("code").value;
    if (!link) return say("先选一个码，或者粘贴网址。");
    if (await act(() => scan(link))) $("link").value = "";
});
for (const button of document.querySelectorAll("[data-hours]")) {
    button.addEventListener("click", () => act(() => ask("/sim/clock", { forward: 3600 * button.dataset.hours })));
}
for (const name of ["outage", "dropping"]) {
    $(name).addEventListener("change", (event) => act(() => ask("/sim/disturb", { [name]: event.target.checked })));
}
$("tabs").addEventListener("click", (event) => {
    const button = event.target.closest("[data-tab]");
    if (button) open(button.dataset.tab);
});
$("tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const all = [...$("tabs").children].map((one) => one.dataset.tab);
    if (step) open(all[(all.indexOf(tab) + step + all.length) % all.length]);
});

if (asked.get("enc_scene")) {
    $("link").value = `${location.origin}/kf/${asked.get("kf")}?${asked.toString().replace(/^kf=[^&]*&/, "")}`;
}
await act(async () => {});
if (asked.get("enc_scene")) say("码已经放在“扫一扫”里：选好人，再按“扫这个码”。");
setInterval(() => look().catch(() => say("和模拟器断开了。")), 1000);
