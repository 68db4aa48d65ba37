// Pins, notifications, copying, and the installed page. What it says comes with the page; it computes no figures.
// @ts-check

/** @typedef {{ leader: string, share: number, done: string, call: string }} Seen */
/** @typedef {{ path: string, seen?: Seen }} Pin */

const STORE = "nightcount-pins";
/** Milliseconds between two looks at the pinned places. */
const EVERY = 20_000;
const version = new URL(import.meta.url).searchParams.get("v") ?? "0";

/** @returns {Pin[]} */
const pins = () => {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "[]");
  } catch {
    return [];
  }
};
/** @param {Pin[]} all */
const keep = (all) => {
  try {
    localStorage.setItem(STORE, JSON.stringify(all));
  } catch {} // A browser that keeps nothing: pins last as long as the page.
};

/** The button of a contest's page. @param {HTMLButtonElement} button */
function pinButton(button) {
  const path = button.dataset.pin ?? "";
  const off = button.textContent ?? "";
  const show = () => {
    const on = pins().some((pin) => pin.path === path);
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? (button.dataset.on ?? off) : off;
  };
  button.addEventListener("click", () => {
    const others = pins().filter((pin) => pin.path !== path);
    keep(others.length < pins().length ? others : [...others, { path }]);
    show();
  });
  show();
  button.hidden = false;
}

/** @param {HTMLButtonElement} button */
function copyButton(button) {
  const text = button.parentElement?.querySelector("textarea");
  if (!text || !navigator.clipboard) return;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.value);
    button.textContent = button.dataset.copy ?? "";
  });
  button.hidden = false;
}

/** The page of pinned places. @param {HTMLElement} list */
function following(list) {
  const empty = document.getElementById("pins-empty");
  const failed = document.getElementById("pins-failed");
  /** What each row says now. @type {Map<string, Seen>} */
  const now = new Map();
  /** What the reader had seen when the page was opened. */
  const before = new Map(pins().map((pin) => [pin.path, pin.seen]));

  /** @param {string} path */
  const row = (path) => {
    let item = [...list.children].find((one) => /** @type {HTMLElement} */ (one).dataset.path === path);
    if (!item) {
      item = document.createElement("li");
      /** @type {HTMLElement} */ (item).dataset.path = path;
      list.append(item);
    }
    return item;
  };

  /** @param {string} path */
  const load = async (path) => {
    const answer = await fetch(path);
    if (answer.status === 404) return;
    if (!answer.ok) throw new Error(String(answer.status));
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("article");
    if (!parsed) return;
    /** @type {Seen} */
    const seen = {
      leader: parsed.dataset.leader ?? "",
      share: Number(parsed.dataset.share),
      done: parsed.dataset.done ?? "0",
      call: parsed.dataset.call ?? "",
    };
    const known = now.get(path);
    if (known) tell(parsed, known, seen);
    now.set(path, seen);
    change(parsed, before.get(path), seen);
    const item = row(path);
    // Not under a finger: a row with the focus in it waits for the next look.
    if (!item.contains(document.activeElement)) item.replaceChildren(parsed);
  };

  const look = async () => {
    const all = pins();
    if (empty) empty.hidden = all.length > 0;
    const loaded = await Promise.allSettled(all.map((pin) => load(pin.path)));
    if (failed) failed.textContent = loaded.some((one) => one.status === "rejected") ? (failed.dataset.says ?? "") : "";
    keep(pins().map((pin) => ({ ...pin, seen: now.get(pin.path) ?? pin.seen })));
  };

  list.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-unpin]");
    const item = button?.closest("li");
    if (!item) return;
    keep(pins().filter((pin) => pin.path !== item.dataset.path));
    const next = /** @type {HTMLElement | null} */ ((item.nextElementSibling ?? item.previousElementSibling)?.querySelector("a"));
    item.remove();
    (next ?? document.getElementById("results"))?.focus();
    if (empty) empty.hidden = pins().length > 0;
  });
  notifyButton();
  look();
  setInterval(look, EVERY);
}

/** @param {HTMLElement} row @param {Seen | undefined} before @param {Seen} now */
function change(row, before, now) {
  const line = /** @type {HTMLElement | null} */ (row.querySelector(".brief-change"));
  if (!line || !before || !now.leader) return;
  const points = (now.share - before.share) / 10;
  const says = line.dataset;
  if (before.leader && before.leader !== now.leader) line.textContent = says.newLeader ?? "";
  else if (points === 0) line.textContent = says.same ?? "";
  else {
    const format = new Intl.NumberFormat(row.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "always" });
    line.textContent = (says.change ?? "").replace("{points}", format.format(points).replace("-", "−"));
  }
}

/** A notification, unless the reader is looking. @param {HTMLElement} row @param {Seen} before @param {Seen} now */
function tell(row, before, now) {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted" || !wanted()) return;
  const { toldCall, toldLead, toldDone, says } = row.dataset;
  const show = (/** @type {string | undefined} */ title, /** @type {string | undefined} */ body) =>
    navigator.serviceWorker.ready.then((worker) => worker.showNotification(title ?? "", { body, icon: "/icons/192.png", tag: title }));
  if (now.call && now.call !== before.call) show(toldCall, now.call);
  else if (now.leader && before.leader && now.leader !== before.leader) show(toldLead, says);
  else if (now.done === "1" && before.done === "0") show(toldDone, says);
}

const wanted = () => localStorage.getItem("nightcount-notify") === "on";

function notifyButton() {
  const button = /** @type {HTMLButtonElement | null} */ (document.getElementById("notify"));
  if (!button || !("Notification" in window) || !("serviceWorker" in navigator)) return;
  const off = button.textContent;
  const show = () => {
    const on = Notification.permission === "granted" && wanted();
    button.setAttribute("aria-pressed", String(on));
    button.textContent = Notification.permission === "denied" ? (button.dataset.off ?? "") : on ? (button.dataset.on ?? "") : off;
    button.disabled = Notification.permission === "denied";
  };
  button.addEventListener("click", async () => {
    if (wanted() && Notification.permission === "granted") localStorage.removeItem("nightcount-notify");
    else if ((await Notification.requestPermission()) === "granted") localStorage.setItem("nightcount-notify", "on");
    show();
  });
  show();
  button.hidden = false;
}

/** Registers the worker and hands it this page and its files, so that the very first page is there without network. */
async function install() {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  await navigator.serviceWorker.register(`/sw.js?v=${version}`);
  await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
  const built = files.filter((url) => url.origin === location.origin && /^\/(pkg|fonts)\//.test(url.pathname));
  const shell = await caches.open(`shell-${version}`);
  for (const url of built) if (!(await shell.match(url))) await shell.add(url).catch(() => {});
  const pages = await caches.open(`pages-${version}`);
  if (!(await pages.match(location.href))) await pages.add(location.href).catch(() => {});
  const data = /** @type {HTMLLinkElement | null} */ (document.getElementById("client-data"));
  if (!data) return;
  const name = new URL(data.href);
  name.searchParams.set("figures", "");
  const figures = await fetch(data.href).catch(() => null);
  if (figures?.ok && !(await pages.match(name))) await pages.put(name, figures);
}

document.querySelectorAll("[data-pin]").forEach((button) => pinButton(/** @type {HTMLButtonElement} */ (button)));
document.querySelectorAll("[data-copy]").forEach((button) => copyButton(/** @type {HTMLButtonElement} */ (button)));
const list = document.getElementById("pins");
if (list) following(list);
// After all that the reader waits for. Without network, or where storage is closed, the page is as it is without this.
const later = () => install().catch(() => {});
if (document.readyState === "complete") later();
else addEventListener("load", () => setTimeout(later, 1_000));
