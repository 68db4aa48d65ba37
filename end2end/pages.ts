// Every kind of page that the public can reach, by name: what the audits, the transcripts and the pictures walk.
import type { Night, Server } from "./server.ts";

export type Kind = { name: string; path: string };

// The pages of a contest: at the root, at a place, at a station that has reported.
export function kinds({ election, contest }: Night, place: string, station: string): Kind[] {
  const root = `/e/${election}/${contest}`;
  return [
    { name: "front", path: "/" },
    { name: "contest", path: root },
    { name: "municipality", path: `${root}/${place}` },
    { name: "station", path: `${root}/${station}` },
    { name: "not-found", path: `${root}/nowhere` },
  ];
}

export const LANGUAGES = ["en", "sq"];

// The page's address in a language.
export function address(server: Server, kind: Kind, language: string): string {
  return `${server.base}${kind.path}${kind.path.includes("?") ? "&" : "?"}lang=${language}`;
}
