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
/** Above this share of changed places all of them are painted again, which leaves no trace of the borders before. */
const FEW = 0.1;

/** @typedef {{ place: Element, path: Element, outline: Path2D, tint: string, veil: number, open: boolean }} Shape */
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

  /** @type {Map<string, string>} */
  const tints = new Map();
  /** @type {Map<Element, Shape>} */
  const shapes = new Map();
  /** Reads how a place looks; whether that has changed. @param {Shape} shape */
  const look = (shape) => {
    const marks = shape.place.classList;
    const state = marks.contains("is-open") ? "open" : marks.contains("is-partly") ? "partly" : "";
    const style = shape.place.getAttribute("style") ?? "";
    const name = /--tint:\s*var\((--[\w-]+)\)/.exec(style)?.[1] ?? "--empty";
    const left = Number(/--left:\s*([\d.]+)/.exec(style)?.[1] ?? 1);
    // As the style sheet has it: the more is left, the denser.
    const [open, veil] = [state === "open", state === "partly" ? 0.1 + 0.6 * left * left : 0];
    if (name === shape.tint && open === shape.open && veil === shape.veil) return false;
    // One text for all shapes of a tint.
    if (!tints.has(name)) tints.set(name, name);
    Object.assign(shape, { tint: tints.get(name), open, veil });
    return true;
  };
  for (const place of svg.querySelectorAll("[data-at]")) {
    const path = place.querySelector("path");
    if (!path) continue;
    const outline = new Path2D(path.getAttribute("d") ?? "");
    const shape = { place, path, outline, tint: "", veil: 0, open: false };
    look(shape);
    shapes.set(place, shape);
  }

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
    return Math.sqrt((width * height) / Math.max(1, shapes.size));
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

  /** @param {Window} window @param {Iterable<Shape>} some @param {boolean} whole whether these are all of them */
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
    const [open, veil] = [hatch("--hatch", part[2]), hatch("--ground", part[2])];
    for (const shape of some) {
      context.fillStyle = colour(shape.tint);
      context.fill(shape.outline);
      const over = shape.open ? open : shape.veil > 0 ? veil : null;
      if (over) {
        context.globalAlpha = shape.open ? 1 : shape.veil;
        context.fillStyle = over;
        context.fill(shape.outline);
        context.globalAlpha = 1;
      }
      context.strokeStyle = colour(shape.open ? "--hatch" : "--ground");
      context.stroke(shape.outline);
    }
    context.restore();
  };

  /** @type {Set<Shape>} */
  const changed = new Set();
  let all = true;
  let due = false;
  const frame = () => {
    due = false;
    if (changed.size > shapes.size * FEW) all = true;
    if (all) {
      const [width, height] = [svg.clientWidth, svg.clientHeight].map((side) => Math.round(side * (devicePixelRatio || 1)));
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    }
    for (const window of windows()) draw(window, all ? shapes.values() : changed, all);
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
      const shape = shapes.get(/** @type {Element} */ (target)) ?? shapes.get(/** @type {Element} */ (target.parentNode));
      if (!shape) continue;
      if (attributeName === "d" && target === shape.path) {
        shape.outline = new Path2D(shape.path.getAttribute("d") ?? "");
        anew();
      } else if (attributeName !== "d" && look(shape)) {
        changed.add(shape);
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
