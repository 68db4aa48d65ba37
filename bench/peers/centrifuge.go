// Centrifuge: centrifuge PORT BYTES RATE
package main

import (
	"context"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/centrifugal/centrifuge"
)

func main() {
	bytes, _ := strconv.Atoi(os.Args[2])
	rate, _ := strconv.ParseFloat(os.Args[3], 64)
	node, err := centrifuge.New(centrifuge.DefaultConfig)
	if err != nil {
		panic(err)
	}
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{
			Credentials:   &centrifuge.Credentials{UserID: "reader"},
			Subscriptions: map[string]centrifuge.SubscribeOptions{"n": {}},
		}, nil
	})
	if err := node.Run(); err != nil {
		panic(err)
	}
	go func() {
		// Its protocol is JSON, of which this is what stands around the data.
		around := len(`{"result":{"channel":"n","data":{"data":""}}}`)
		message := []byte(`"` + strings.Repeat("7", bytes-around) + `"`)
		for range time.Tick(time.Duration(float64(time.Second) / rate)) {
			node.Publish("n", message)
		}
	}()
	http.Handle("/", centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{}))
	http.ListenAndServe("127.0.0.1:"+os.Args[1], nil)
}
