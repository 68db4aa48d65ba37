// Every kind of page that the public can reach, by name: what the audits, the transcripts and the pictures walk.
import { readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Night, Server } from "./server.ts";

export type Kind = { name: string; path: string };

// The pages of an election: of its first contest at the root, at a place, at a station that has reported, and what stands
// beside them.
export function kinds({ election, contest, list }: Night, place: string, station: string): Kind[] {
  const root = `/e/${election}/${contest}`;
  const beside = (page: string, rest = `/${contest}`) => ({ name: page, path: `/e/${election}/-/${page}${rest}` });
  return [
    { name: "front", path: "/" },
    { name: "contest", path: root },
    { name: "municipality", path: `${root}/${place}` },
    { name: "station", path: `${root}/${station}` },
    { name: "circles", path: `${root}?view=circles&map=turnout` },
    beside("seats"),
    beside("lists"),
    beside("list", `/${contest}/${list}`),
    beside("analysis"),
    beside("turnout"),
    beside("changes"),
    beside("corrections"),
    beside("method"),
    beside("data"),
    beside("about", ""),
    beside("search", "?q=al"),
    beside("lite"),
    { name: "following", path: "/following" },
    { name: "offline", path: "/offline" },
    { name: "not-found", path: `${root}/nowhere` },
  ];
}

// What only the school's election has: a contest that one wins, and lists with candidates.
export const SCHOOL: Kind[] = [
  { name: "one-winner", path: "/e/school/mascot" },
  { name: "outcome", path: "/e/school/-/outcome/mascot" },
  { name: "candidates", path: "/e/school/-/candidates/council" },
  { name: "list-candidates", path: "/e/school/-/list/council/stars" },
];

// Each language is a file.
export const LANGUAGES = readdirSync(resolve(import.meta.dirname, "../app/languages")).map((file) => basename(file, ".toml"));

// The page's address in a language.
export function address(server: Server, kind: Kind, language: string): string {
  return `${server.base}${kind.path}${kind.path.includes("?") ? "&" : "?"}lang=${language}`;
}
