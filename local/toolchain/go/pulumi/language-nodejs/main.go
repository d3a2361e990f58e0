// Command pulumi-language-nodejs is a language host: the process that the Pulumi engine asks to run a program
// written for Node.js. The official host cannot be had as a Go module, so this one serves the same gRPC service
// (pulumirpc.LanguageRuntime) and starts the launchers that ship in the npm package @pulumi/pulumi; everything that
// happens inside Node.js is therefore the official SDK's.
//
// This file is the process: flags, the server, and when it stops.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// version is the release this host stands for; the build sets it (-X main.version=…), because the engine wants a
// semantic version of every plugin.
var version = "0.0.0-dev"

// engineCheckInterval is how often the host asks whether the engine is still there. An engine that was killed cannot
// end its children, so its absence must; ten seconds of an orphan is bearable, and the question costs nothing.
const engineCheckInterval = 10 * time.Second

func main() {
	tracing := flag.String("tracing", "", "address that the program sends its traces to")
	flag.String("root", "", "accepted for older engines, which pass it; not used")
	flag.Parse()

	if err := serve(flag.Arg(0), *tracing); err != nil {
		cmdutil.Exit(fmt.Errorf("language host: %w", err))
	}
}

// serve answers the engine until it interrupts this process or is gone, which a broken pipe tells first. The context of
// the host ends then, and with it every child; only after that can the calls that wait for children return and the
// server stop.
func serve(engine, tracing string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGPIPE)
	defer stop()
	host := newLanguageHost(ctx, engine, tracing)
	if engine != "" {
		if err := rpcutil.Healthcheck(host.lifetime, engine, engineCheckInterval, host.endChildren); err != nil {
			return fmt.Errorf("connecting to the engine at %s: %w", engine, err)
		}
	}

	stopServer := make(chan bool)
	context.AfterFunc(host.lifetime, func() { close(stopServer) })
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel:  stopServer,
		Init:    host.register,
		Options: rpcutil.TracingServerInterceptorOptions(nil),
	})
	if err != nil {
		return err
	}
	// The engine learns the port from the first line of standard output.
	fmt.Println(server.Port)
	return <-server.Done
}

func (h *languageHost) register(server *grpc.Server) error {
	pulumirpc.RegisterLanguageRuntimeServer(server, h)
	return nil
}
