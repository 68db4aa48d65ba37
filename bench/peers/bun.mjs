// Bun: bun bun.mjs PORT BYTES RATE
const [port, bytes, rate] = process.argv.slice(2).map(Number)
const server = Bun.serve({
  hostname: '127.0.0.1',
  port,
  fetch: (request, server) => (server.upgrade(request) ? undefined : new Response('a socket, please', { status: 400 })),
  websocket: { perMessageDeflate: false, open: (socket) => socket.subscribe('n'), message() {} },
})
const payload = Buffer.alloc(bytes, 7)
setInterval(() => server.publish('n', payload), 1000 / rate)
