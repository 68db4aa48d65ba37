// A country of as many units as a benchmark asks for: a mesh whose neighbours share crooked borders, with a complete first
// count. The same files every time; they go to an ignored folder.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Night } from "../server.ts";

const LISTS = [
  ["north", "North", "#1551b8"],
  ["south", "South", "#f0631f"],
  ["work", "Work", "#a3305f"],
  ["green", "Green", "#35a57e"],
  ["field", "Field", "#654a00"],
  ["forum", "Forum", "#c052e6"],
];
// Points between the corners of a unit, along each side.
const BENDS = 4;

type Point = [number, number];
export type Unit = { id: string; name: string; registered: number; votes: number[] };
export type Country = Night & { units: Unit[]; lists: string[][]; geojson: string; heads: string };

// Between −1 and 1, from two whole numbers only.
function noise(a: number, b: number): number {
  const wave = Math.sin(a * 12.9898 + b * 78.233) * 43758.5453;
  return (wave - Math.floor(wave)) * 2 - 1;
}

// A corner of the mesh in degrees; the whole mesh is about eight by six of them.
function corner(x: number, y: number, side: number): Point {
  const [u, v] = [(x + 0.33 * noise(x, y)) / side, (y + 0.33 * noise(y + 51, x + 7)) / side];
  return [10 + 8 * u, 49 - 6 * v - u];
}

// A side from one corner to another, the same points from both ends; its last point is left out.
function side(from: Point, to: Point): Point[] {
  const forwards = from[0] < to[0] || (from[0] === to[0] && from[1] < to[1]);
  const [a, b] = forwards ? [from, to] : [to, from];
  const seed = Math.round((a[0] + b[0]) * 9973) % 7919;
  const between = Array.from({ length: BENDS }, (_, at): Point => {
    const share = (at + 1) / (BENDS + 1);
    const off = 0.12 * noise(seed, at + 3);
    return [a[0] + share * (b[0] - a[0]) - off * (b[1] - a[1]), a[1] + share * (b[1] - a[1]) + off * (b[0] - a[0])];
  });
  return [from, ...(forwards ? between : between.reverse())];
}

function outline(x: number, y: number, width: number): Point[] {
  const corners: Point[] = [corner(x, y, width), corner(x, y + 1, width), corner(x + 1, y + 1, width), corner(x + 1, y, width)];
  const ring = corners.flatMap((from, at) => side(from, corners[(at + 1) % 4]));
  return [...ring, ring[0]].map(([east, north]) => [Number(east.toFixed(5)), Number(north.toFixed(5))]);
}

// The cells nearest to the middle of the mesh.
function cells(count: number): [number, number, number][] {
  const width = Math.ceil(Math.sqrt(count * 1.35));
  const all = Array.from({ length: width * width }, (_, at): [number, number] => [at % width, Math.floor(at / width)]);
  const far = ([x, y]: [number, number]) => Math.hypot(x + 0.5 - width / 2, y + 0.5 - width / 2) + 0.4 * noise(x, y);
  const chosen = all.map((cell) => ({ cell, far: far(cell) })).sort((a, b) => a.far - b.far).slice(0, count);
  return chosen.map(({ cell }) => [...cell, width] as [number, number, number]).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}

function unit(at: number, [x, y, width]: [number, number, number]): Unit {
  const registered = Math.round(400 * 10 ** (0.8 + 0.8 * noise(x + 3, y)));
  const weights = LISTS.map((_, list) => Math.exp(1.2 * Math.sin((x / width) * (3 + list) + list * 2) + noise(x + list, y) * 0.5));
  const sum = weights.reduce((a, b) => a + b);
  return {
    id: `u${String(at).padStart(4, "0")}`,
    name: `Place ${at + 1}`,
    registered,
    votes: weights.map((weight) => Math.floor((0.6 * registered * weight) / sum)),
  };
}

const definition = (id: string) => `format = 1
id = "${id}"
date = 2025-10-12
time_zone = "UTC"
polls_close = 2025-10-12T19:00:00+00:00
languages = ["en"]
source = "A benchmark"
sample = true

[title]
en = "A country of a benchmark"

[publication]
soft_flags = "mark"

[[levels]]
id = "country"
name = { en = "Country" }
plural = { en = "Countries" }

[[levels]]
id = "place"
name = { en = "Place" }
plural = { en = "Places" }

[[categories]]
id = "regular"
kind = "election-day"
name = { en = "Polling stations" }

${LISTS.map(([list, name, colour]) => `[[parties]]\nid = "${list}"\nshort = "${name}"\nname = { en = "${name}" }\ncolour = "${colour}"\n`).join("\n")}
[[contests]]
id = "assembly"
title = { en = "Assembly" }
variation = "proportional"
figures = ["registered", "ballots", "valid", "invalid", "blank"]

[map]
level = "place"
property = "id"
attribution = "Drawn by a program"
`;

// A full count of a unit; each revision moves votes between the lists.
export function report(unit: Unit, revision: number): string {
  const votes = unit.votes.map((votes, list) => votes + ((revision * (list + 3)) % 7) * (1 + (unit.registered % 5)));
  const valid = votes.reduce((a, b) => a + b);
  return ["2025-10-12T20:00:00Z", unit.id, "regular", revision, "completed", unit.registered, valid, valid, 0, 0, ...votes, "counted again", ""].join(",");
}

export function country(count: number): Country {
  const id = `country-${count}`;
  const folder = resolve(import.meta.dirname, "../target", id);
  const places = cells(count);
  const units = places.map((cell, at) => unit(at, cell));
  const features = places.map(([x, y, width], at) => ({
    type: "Feature",
    properties: { id: units[at].id, name: units[at].name },
    geometry: { type: "Polygon", coordinates: [outline(x, y, width)] },
  }));
  const geojson = JSON.stringify({ type: "FeatureCollection", features });
  const heads = ["time", "unit", "category", "revision", "status", "registered", "ballots", "valid", "invalid", "blank", ...LISTS.map(([list]) => list), "reason", "source"].join(",");
  mkdirSync(folder, { recursive: true });
  const write = (name: string, lines: string[]) => writeFileSync(join(folder, name), lines.join("\n") + "\n");
  write("election.toml", [definition(id)]);
  write("options.csv", ["contest,id,number,party", ...LISTS.map(([list], at) => `assembly,${list},${at + 1},${list}`)]);
  write("units.csv", ["id,parent,level,name,registered,categories", "land,,country,Land,,", ...units.map(({ id, name, registered }) => `${id},land,place,${name},${registered},regular`)]);
  write("map.geojson", [geojson]);
  write("night.csv", [heads, ...units.map((unit) => report(unit, 1))]);
  return { folder, election: id, contest: "assembly", units, lists: LISTS, geojson, heads };
}
