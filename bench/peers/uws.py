# uWebSockets (C++), as socketify carries it: python3 uws.py PORT BYTES RATE
# Python is asked once a tick; connections, topics and sending are the library's own, on libuv.
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).with_name("python")))
from socketify import App, AppListenOptions, CompressOptions, OpCode  # noqa: E402

port, size, rate = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
app = App()
app.ws("/*", {"compression": CompressOptions.DISABLED, "idle_timeout": 0, "open": lambda socket: socket.subscribe("n")})
app.listen(AppListenOptions(port=port, host="127.0.0.1"), lambda _: None)
payload = bytes([7]) * size
loop = app.loop.uv_loop
timer = loop.create_timer(0, round(1000 / rate), lambda _: app.publish("n", payload, OpCode.BINARY), None)
loop.run()
