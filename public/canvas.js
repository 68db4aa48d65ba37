// Thousands of shapes are painted on one canvas under the map. Their elements stay what they were: figures are written into
// them, pointers and keys find them, screen readers read them; only nobody has to draw them one by one. Where the system
// chooses the colours, and on paper, they are drawn as they are.
// @ts-check

/** Width of the borders between places, in pixels, and at most as a part of how wide a place is. */
const BORDER = 0.9;
const THIN = 0.07;
/** A hatch's lines are this part of the width of its sheet apart, and this part of that wide: as `drawing.rs` has them. */
const GAP = 1 / 105;
const LINE = 0.38;
/** Pixels of a hatch's tile. */
const TILE = 16;
/** The veil of a place where nothing is counted. */
const OPEN = -1;
/** Above this share of changed places all of them are painted again, which leaves no trace of the borders before. */
const FEW = 0.1;

const PLACE = "[data-at]";

/** @typedef {{ part: number[], box: number[] }} Window What of the sheet is shown, and where: left, top, width, height. */

/** @param {SVGSVGElement} svg */
function paint(svg) {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!context) return;
  canvas.className = "map-canvas";
  canvas.ariaHidden = "true";
  svg.before(canvas);
  svg.classList.add("is-canvas");

  /** @type {Map<string, string>} */
  const known = new Map();
  const colours = getComputedStyle(document.documentElement);
  /** A custom property as it is now. @param {string} name */
  const colour = (name) => {
    let value = known.get(name);
    if (value === undefined) known.set(name, (value = colours.getPropertyValue(name).trim()));
    return value;
  };

  const places = svg.querySelectorAll(PLACE);
  const size = places.length;
  // Of thousands of places there are numbers only: in drawing order the outline, which of the tints, how dense the veil; and
  // by row the position in that order.
  /** @type {Path2D[]} */
  const outlines = [];
  /** @type {string[]} */
  const tints = [];
  const [tint, veil] = [new Uint16Array(size), new Float32Array(size)];
  /** @type {number[]} */
  const positions = [];
  /** Reads how a place looks; whether that has changed. @param {Element} place @param {number} at */
  const look = (place, at) => {
    const marks = place.getAttribute("class") ?? "";
    const style = place.getAttribute("style") ?? "";
    const name = /--tint:\s*var\((--[\w-]+)\)/.exec(style)?.[1] ?? "--empty";
    const left = Number(/--left:\s*([\d.]+)/.exec(style)?.[1] ?? 1);
    // As the style sheet has it: the more is left, the denser.
    const dense = Math.fround(marks.includes("is-open") ? OPEN : marks.includes("is-partly") ? 0.1 + 0.6 * left * left : 0);
    if (name === tints[tint[at]] && dense === veil[at]) return false;
    if (!tints.includes(name)) tints.push(name);
    [tint[at], veil[at]] = [tints.indexOf(name), dense];
    return true;
  };
  /** @param {Element} place */
  const row = (place) => Number(place.getAttribute("data-row"));
  const outline = (/** @type {Element | null} */ path) => new Path2D(path?.getAttribute("d") ?? "");
  places.forEach((place, at) => {
    positions[row(place)] = at;
    outlines.push(outline(place.querySelector("path")));
    look(place, at);
  });

  /** A hatch in a colour, as fine on the screen however close the map is. @param {string} name @param {number} width of the part that is shown */
  const hatch = (name, width) => {
    const tile = new OffscreenCanvas(TILE, TILE);
    const lines = tile.getContext("2d");
    if (!lines) return null;
    lines.fillStyle = colour(name);
    lines.fillRect(0, 0, TILE * LINE, TILE);
    const pattern = context.createPattern(/** @type {any} */ (tile), "repeat");
    pattern?.setTransform(new DOMMatrix().rotate(45).scale((width * GAP) / TILE));
    return pattern;
  };

  const numbers = (/** @type {Element} */ of, /** @type {string[]} */ ...names) =>
    names.flatMap((name) => (of.getAttribute(name) ?? "").split(" ").map(Number));
  /** How wide a place is on the sheet, about. */
  const usual = (() => {
    const [, , width, height] = numbers(svg, "viewBox");
    return Math.sqrt((width * height) / Math.max(1, size));
  })();
  /** The map itself, and its insets. @returns {Window[]} */
  const windows = () => {
    const { clientWidth: wide, clientHeight: high } = svg;
    const [left, top, width, height] = numbers(svg, "viewBox");
    const scale = Math.min(wide / width, high / height);
    const [right, down] = [(wide - width * scale) / 2, (high - height * scale) / 2];
    const main = { part: [left, top, width, height], box: [right, down, width * scale, height * scale] };
    const land = svg.closest("[data-drawn]")?.getAttribute("data-drawn") === "land";
    const insets = land ? [...svg.querySelectorAll(".inset svg")] : [];
    return [main, ...insets.map((inset) => {
      const [x, y, across, below] = numbers(inset, "x", "y", "width", "height");
      return { part: numbers(inset, "viewBox"), box: [right + (x - left) * scale, down + (y - top) * scale, across * scale, below * scale] };
    })];
  };

  /** @param {Window} window @param {Iterable<number>} some @param {boolean} whole whether these are all of them */
  const draw = ({ part, box }, some, whole) => {
    const dots = devicePixelRatio || 1;
    const scale = box[2] / part[2];
    context.save();
    context.setTransform(dots, 0, 0, dots, 0, 0);
    context.beginPath();
    context.rect(box[0], box[1], box[2], box[3]);
    context.clip();
    if (whole) {
      context.fillStyle = colour("--ground");
      context.fillRect(box[0], box[1], box[2], box[3]);
    }
    context.setTransform(scale * dots, 0, 0, scale * dots, (box[0] - part[0] * scale) * dots, (box[1] - part[1] * scale) * dots);
    context.lineWidth = Math.min(BORDER / scale, THIN * usual);
    const [empty, partly] = [hatch("--hatch", part[2]), hatch("--ground", part[2])];
    for (const at of some) {
      const open = veil[at] === OPEN;
      context.fillStyle = colour(tints[tint[at]]);
      context.fill(outlines[at]);
      const over = open ? empty : veil[at] > 0 ? partly : null;
      if (over) {
        context.globalAlpha = open ? 1 : veil[at];
        context.fillStyle = over;
        context.fill(outlines[at]);
        context.globalAlpha = 1;
      }
      context.strokeStyle = colour(open ? "--hatch" : "--ground");
      context.stroke(outlines[at]);
    }
    context.restore();
  };

  /** @type {Set<number>} */
  const changed = new Set();
  let all = true;
  let due = false;
  const frame = () => {
    due = false;
    if (changed.size > size * FEW) all = true;
    if (all) {
      const [width, height] = [svg.clientWidth, svg.clientHeight].map((side) => Math.round(side * (devicePixelRatio || 1)));
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    }
    for (const window of windows()) draw(window, all ? outlines.keys() : changed, all);
    changed.clear();
    all = false;
  };
  const soon = () => {
    if (!due) requestAnimationFrame(frame);
    due = true;
  };
  const anew = () => {
    all = true;
    soon();
  };

  const watch = new MutationObserver((changes) => {
    for (const { target, attributeName } of changes) {
      if (target === svg) {
        if (attributeName === "viewBox") anew();
        continue;
      }
      const element = /** @type {Element} */ (target);
      const place = element.closest(PLACE);
      const at = place ? positions[row(place)] : undefined;
      if (!place || at === undefined) continue;
      if (attributeName === "d") {
        outlines[at] = outline(element);
        anew();
      } else if (element === place && look(place, at)) {
        changed.add(at);
        soon();
      }
    }
  });
  watch.observe(svg, { subtree: true, attributes: true, attributeFilter: ["class", "style", "d", "viewBox"] });
  new ResizeObserver(anew).observe(svg);
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"])
    matchMedia(query).addEventListener("change", () => {
      known.clear();
      anew();
    });
  frame();
}

const svg = document.getElementById("map");
if (svg instanceof SVGSVGElement && !matchMedia("(forced-colors: active)").matches) paint(svg);
