// A host of files that knows nothing else: types by ending, times of files, no compression, no other names.
import { createReadStream, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
};

export class Host {
  private constructor(
    private readonly server: Server,
    readonly base: string,
  ) {}

  // Serves the folder below this path, at a port that is free.
  static async start(folder: string, below: string): Promise<Host> {
    const server = createServer((request, response) => answer(folder, below, request, response));
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    return new Host(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}${below}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}

function answer(folder: string, below: string, request: IncomingMessage, response: ServerResponse): void {
  const path = decodeURIComponent(new URL(request.url!, "http://host").pathname);
  const file = join(folder, path.slice(below.length));
  const found = path.startsWith(`${below}/`) ? statSync(file, { throwIfNoEntry: false }) : undefined;
  if (!found?.isFile()) {
    response.writeHead(404).end();
    return;
  }
  // In whole seconds, as in HTTP.
  const written = found.mtime.toUTCString();
  const head = { "last-modified": written, "content-type": TYPES[extname(file)] ?? "application/octet-stream" };
  if (request.headers["if-modified-since"] === written) {
    response.writeHead(304, head).end();
    return;
  }
  response.writeHead(200, { ...head, "content-length": found.size });
  createReadStream(file).pipe(response);
}
