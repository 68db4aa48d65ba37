// The operators' page: asks for what changes each second and writes what differs, so that a selection or a focus stays. When the
// server does not answer it says so, and since when: figures that have stopped must not look like those of now.
"use strict";

const SECOND = 1000;
const now = document.getElementById("now");
const lost = document.getElementById("lost");
let heard = Date.now();

/** Makes one node like another. @param {Node} old @param {Node} next */
function become(old, next) {
  if (old.nodeName !== next.nodeName) return old.replaceWith(next);
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) if (!next.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of next.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const [shown, wanted] = [[...old.childNodes], [...next.childNodes]];
  shown.slice(wanted.length).forEach((node) => node.remove());
  wanted.forEach((node, at) => (at < shown.length ? become(shown[at], node) : old.append(node)));
}

/** The part of the page that changes, as it is now. */
async function ask() {
  const answer = await fetch("/ops/now", { cache: "no-store", signal: AbortSignal.timeout(5 * SECOND) });
  if (!answer.ok) throw new Error(answer.status === 401 ? "The token is no longer taken: load the page again." : `The server answers ${answer.status}.`);
  const next = now.cloneNode(false);
  next.innerHTML = await answer.text();
  become(now, next);
  heard = Date.now();
}

async function follow() {
  try {
    await ask();
    lost.hidden = true;
  } catch (error) {
    const why = error instanceof Error && !["TypeError", "TimeoutError"].includes(error.name) ? error.message : "The server does not answer.";
    const words = `${why} These figures are of ${new Date(heard).toLocaleTimeString("en-GB")}.`;
    if (lost.textContent !== words) lost.textContent = words;
    lost.hidden = false;
  }
  setTimeout(follow, SECOND);
}

setTimeout(follow, SECOND);
