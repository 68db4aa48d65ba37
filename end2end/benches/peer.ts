// The peer: a plain page that somebody would write by hand with d3, of the same map and figures: it loads the polygons and the
// figures as JSON, draws a path for each unit and a table beside it, and takes deltas as JSON over a WebSocket. Everything
// comes from the loopback, compressed as our server's files are.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { resolve } from "node:path";
import type { Socket } from "node:net";
import { brotliCompressSync, constants } from "node:zlib";
import type { Country } from "./country.ts";

const PARTS = ["d3-array", "d3-geo", "d3-selection"];
const modules = resolve(import.meta.dirname, "../node_modules");

// `[row, votes of each list, counted voters]`, all rows.
export type Delta = { seq: number; rows: [number, number[], number][] };

const page = (title: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{margin:0 auto;max-width:1200px;padding:1rem;font:16px/1.4 system-ui,sans-serif}
main{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
path{stroke:#fff;stroke-width:.5px}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem}
td{font-variant-numeric:tabular-nums}
</style></head><body><h1>${title}</h1><p id="state">loading</p><main><svg id="map"></svg><table><thead><tr><th>Place</th><th>Leader</th>
<th>Share</th><th>Second</th><th>Share</th><th>Counted</th></tr></thead><tbody></tbody></table></main>
${PARTS.map((part) => `<script src="/${part}.js"></script>`).join("")}<script src="/page.js"></script></body></html>`;

// Runs in the browser.
function draw() {
  type Row = { unit: number; votes: number[]; counted: number };
  const d3 = (window as unknown as { d3: any }).d3;
  const percent = new Intl.NumberFormat("en", { style: "percent", minimumFractionDigits: 1 });
  const number = new Intl.NumberFormat("en");
  Promise.all(["/map.geojson", "/view.json"].map((path) => fetch(path).then((answer) => answer.json()))).then(([map, view]) => {
    const rows: Row[] = view.rows.map(([unit, votes, counted]: [number, number[], number]) => ({ unit, votes, counted }));
    const projection = d3.geoConicEqualArea().parallels([43, 48]).rotate([-14, 0]).fitSize([560, 560], map);
    const path = d3.geoPath(projection).digits(1);
    const shapes = d3.select("#map").attr("viewBox", "0 0 560 560").selectAll("path").data(map.features).join("path").attr("d", path);
    shapes.append("title");
    const lines = d3.select("tbody").selectAll("tr").data(view.units).join("tr");
    lines.append("th").text((unit: { name: string }) => unit.name);
    const cells = lines.selectAll("td").data([0, 1, 2, 3, 4]).join("td");
    const show = () => {
      const told = rows.map(({ votes, counted }) => {
        const order = d3.range(votes.length).sort((a: number, b: number) => votes[b] - votes[a]);
        const sum = d3.sum(votes);
        const [first, second] = order.map((list: number) => ({ list: view.lists[list], share: sum ? votes[list] / sum : 0 }));
        return { first, second, margin: first.share - second.share, counted };
      });
      shapes.data(told).attr("fill", (row: any) => row.first.list[2]).attr("fill-opacity", (row: any) => 0.4 + Math.min(0.6, row.margin * 2));
      shapes.select("title").data(told).text((row: any, at: number) => `${view.units[at].name}: ${row.first.list[1]} ${percent.format(row.first.share)}`);
      cells.text((_: number, column: number, of: HTMLElement[]) => {
        const row = told[(of[column].parentElement as HTMLTableRowElement).sectionRowIndex];
        return [row.first.list[1], percent.format(row.first.share), row.second.list[1], percent.format(row.second.share), number.format(row.counted)][column];
      });
    };
    show();
    const socket = new WebSocket(`ws://${location.host}/live`);
    socket.onopen = () => (document.querySelector<HTMLElement>("#state")!.dataset.state = "live");
    socket.onmessage = (message) => {
      const delta = JSON.parse(message.data);
      for (const [unit, votes, counted] of delta.rows) rows[unit] = { unit, votes, counted };
      show();
      document.querySelector("#state")!.textContent = `live, ${delta.seq}`;
    };
  });
}

// A text frame of the WebSocket protocol, unmasked as a server's is.
function frame(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = bytes.length < 126 ? Buffer.from([0x81, bytes.length]) : Buffer.alloc(bytes.length < 65536 ? 4 : 10);
  if (bytes.length >= 126) {
    head[0] = 0x81;
    head[1] = bytes.length < 65536 ? 126 : 127;
    if (bytes.length < 65536) head.writeUInt16BE(bytes.length, 2);
    else head.writeBigUInt64BE(BigInt(bytes.length), 2);
  }
  return Buffer.concat([head, bytes]);
}

export class Peer {
  readonly page: string;
  private readonly sockets = new Set<Socket>();
  private seq = 0;

  private constructor(
    private readonly server: Server,
    port: number,
  ) {
    this.page = `http://127.0.0.1:${port}/`;
  }

  static async start(country: Country, port: number): Promise<Peer> {
    const view = {
      units: country.units.map(({ name }) => ({ name })),
      lists: country.lists,
      rows: country.units.map(({ votes, registered }, at) => [at, votes, registered]),
    };
    const files = new Map<string, [string, Buffer]>();
    const add = (path: string, type: string, text: string) => {
      files.set(path, [type, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })]);
    };
    add("/", "text/html; charset=utf-8", page("A country of a benchmark"));
    add("/page.js", "text/javascript", `(${draw.toString()})()`);
    add("/map.geojson", "application/json", country.geojson);
    add("/view.json", "application/json", JSON.stringify(view));
    for (const part of PARTS) add(`/${part}.js`, "text/javascript", readFileSync(`${modules}/${part}/dist/${part}.min.js`, "utf8"));
    const server = createServer((request, answer) => {
      const file = files.get(request.url ?? "");
      if (!file) return void answer.writeHead(404).end();
      answer.writeHead(200, { "content-type": file[0], "content-encoding": "br", "content-length": file[1].length }).end(file[1]);
    });
    const peer = new Peer(server, port);
    server.on("upgrade", (request, socket: Socket) => {
      const key = createHash("sha1").update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
      peer.sockets.add(socket);
      socket.on("close", () => peer.sockets.delete(socket));
      socket.on("error", () => peer.sockets.delete(socket));
    });
    await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
    return peer;
  }

  send(rows: Delta["rows"]): void {
    this.seq += 1;
    const bytes = frame(JSON.stringify({ seq: this.seq, rows }));
    for (const socket of this.sockets) socket.write(bytes);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}
