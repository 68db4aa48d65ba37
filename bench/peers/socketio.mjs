// socket.io: node socketio.mjs PORT BYTES RATE
import { Server } from 'socket.io'

const [port, bytes, rate] = process.argv.slice(2).map(Number)
const server = new Server({ transports: ['websocket'], perMessageDeflate: false, maxConnections: 20000 })
server.listen(port)
const payload = 'x'.repeat(bytes)
setInterval(() => server.emit('n', payload), 1000 / rate)
