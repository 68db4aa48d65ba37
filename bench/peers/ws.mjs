// Node's `ws`: node ws.mjs PORT BYTES RATE
import { WebSocketServer } from 'ws'

const [port, bytes, rate] = process.argv.slice(2).map(Number)
const server = new WebSocketServer({ host: '127.0.0.1', port, perMessageDeflate: false })
const payload = Buffer.alloc(bytes, 7)
setInterval(() => server.clients.forEach((client) => client.send(payload)), 1000 / rate)
