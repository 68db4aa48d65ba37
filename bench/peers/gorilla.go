// gorilla: gorilla PORT BYTES RATE
package main

import (
	"net/http"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

func main() {
	bytes, _ := strconv.Atoi(os.Args[2])
	rate, _ := strconv.ParseFloat(os.Args[3], 64)
	var lock sync.Mutex
	readers := map[*websocket.Conn]bool{}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	go func() {
		message, _ := websocket.NewPreparedMessage(websocket.BinaryMessage, make([]byte, bytes))
		for range time.Tick(time.Duration(float64(time.Second) / rate)) {
			lock.Lock()
			for reader := range readers {
				if reader.WritePreparedMessage(message) != nil {
					delete(readers, reader)
				}
			}
			lock.Unlock()
		}
	}()
	http.HandleFunc("/", func(answer http.ResponseWriter, request *http.Request) {
		if reader, err := upgrader.Upgrade(answer, request, nil); err == nil {
			lock.Lock()
			readers[reader] = true
			lock.Unlock()
		}
	})
	http.ListenAndServe("127.0.0.1:"+os.Args[1], nil)
}
