// The service worker: keeps the built files and the pages that the reader visited, for when there is no network.
// It never answers with a copy while the network answers, and keeps nothing of the figures' own addresses.
"use strict";

/** Changes with every build; copies of another build are thrown away. */
const VERSION = new URL(self.location.href).searchParams.get("v") ?? "0";
const SHELL = `shell-${VERSION}`;
const PAGES = `pages-${VERSION}`;
/** Pages that are kept, and as many figures of them; when there are more, those visited longest ago go. */
const MOST = 60;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(["/offline", "/following"])));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  const old = (name) => name !== SHELL && name !== PAGES;
  const clean = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(clean.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (/^\/(api|live|events|metrics|healthz|readyz|ops)(\/|$)/.test(url.pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (/^\/(pkg|fonts)\//.test(url.pathname)) event.respondWith(built(request));
  else if (url.searchParams.has("figures")) event.respondWith(fresh(event, figures(url)));
  else if (url.pathname.includes("/-/brief/") || url.pathname === "/follow.js") event.respondWith(fresh(event, request));
});

/** A page: the network's; without network the copy of it; else a page that says so. */
async function page(event) {
  try {
    // Asked anew each time: what the browser keeps by `stale-while-revalidate` would be old figures. A redirection is passed on.
    const answer = await fetch(event.request.url, { cache: "no-cache", redirect: "manual" });
    if (answer.ok && answer.type === "basic") event.waitUntil(keep(PAGES, event.request, answer.clone()));
    return answer;
  } catch {
    const shell = await caches.open(SHELL);
    const plain = new URL(event.request.url).pathname === "/following" ? "/following" : "/offline";
    return (await caches.match(event.request.url, { ignoreVary: true })) ?? (await shell.match(plain)) ?? Response.error();
  }
}

/** Something small that changes: the network's, and without network its copy. @param {Request | string} name of the copy */
async function fresh(event, name) {
  try {
    const answer = await fetch(event.request, { cache: "no-cache" });
    if (answer.ok) event.waitUntil(keep(PAGES, name, answer.clone()));
    return answer;
  } catch {
    return (await caches.match(name, { ignoreVary: true })) ?? Response.error();
  }
}

/** What a page goes on with is kept once, as the page is: of whatever state. @param {URL} url */
function figures(url) {
  url.searchParams.set("figures", "");
  return url.href;
}

/** A built file: its name changes when its content does. */
async function built(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}

async function keep(name, request, answer) {
  const cache = await caches.open(name);
  await cache.delete(request);
  await cache.put(request, answer);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST)).map((old) => cache.delete(old)));
}
