// The servers of the process: CSI for the kubelet and the sidecars, the kubelet's plugin registration, and health.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path"
	"strings"
	"time"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc"
	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

// driver implements the CSI services over the images in a store.
type driver struct {
	csi.UnimplementedIdentityServer
	csi.UnimplementedControllerServer
	csi.UnimplementedNodeServer
	node  string
	store *store
	locks locks
}

func newDriver(node string, s *store) *driver {
	return &driver{node: node, store: s, locks: locks{held: map[string]bool{}}}
}

// serve runs all servers until ctx ends or one of them fails. The registration comes last: from then on the kubelet calls.
func serve(ctx context.Context, d *driver, r *registrar, socket, registrationSocket, health string) error {
	failed := make(chan error, 3)
	start := func(address string, register func(*grpc.Server)) (*grpc.Server, error) {
		// A socket file left by a killed process would make the bind fail.
		if err := os.Remove(address); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		listener, err := net.Listen("unix", address)
		if err != nil {
			return nil, fmt.Errorf("cannot serve on %s, is its folder mounted into the container? %w", address, err)
		}
		server := grpc.NewServer(grpc.UnaryInterceptor(logCalls))
		register(server)
		go func() { failed <- server.Serve(listener) }()
		return server, nil
	}

	csiServer, err := start(socket, func(s *grpc.Server) {
		csi.RegisterIdentityServer(s, d)
		csi.RegisterControllerServer(s, d)
		csi.RegisterNodeServer(s, d)
	})
	if err != nil {
		return err
	}
	defer csiServer.GracefulStop()
	go func() { failed <- http.ListenAndServe(health, healthHandler(d, r)) }()
	registrationServer, err := start(registrationSocket, func(s *grpc.Server) { registration.RegisterRegistrationServer(s, r) })
	if err != nil {
		return err
	}
	defer registrationServer.GracefulStop()

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return nil
	}
}

// healthHandler answers /healthz while the store can be reached, and /readyz once the kubelet knows the driver.
func healthHandler(d *driver, r *registrar) http.Handler {
	mux := http.NewServeMux()
	check := func(address string, probe func() error) {
		mux.HandleFunc(address, func(w http.ResponseWriter, _ *http.Request) {
			if err := probe(); err != nil {
				http.Error(w, err.Error(), http.StatusServiceUnavailable)
			}
		})
	}
	check("/healthz", d.store.check)
	check("/readyz", r.check)
	return mux
}

// mutating names the calls that change something and are therefore always logged; others are logged when they fail.
var mutating = map[string]bool{
	"CreateVolume": true, "DeleteVolume": true, "CreateSnapshot": true, "DeleteSnapshot": true,
	"NodePublishVolume": true, "NodeUnpublishVolume": true, "NodeExpandVolume": true,
}

// logCalls logs a call with its outcome. Of the request it takes identifiers only: parameters, secrets and volume
// contexts never reach the log.
func logCalls(ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	started := time.Now()
	response, err := handler(ctx, request)
	method := path.Base(info.FullMethod)
	if err == nil && !mutating[method] {
		return response, nil
	}
	attributes := []any{"call", method, "took", time.Since(started).Round(time.Millisecond)}
	attributes = append(attributes, identifiers(request)...)
	if err != nil {
		slog.Error("failed", append(attributes, "error", err)...)
		return response, err
	}
	slog.Info("done", attributes...)
	return response, nil
}

// identifiers returns the name, ids, path and size in a request as key and value pairs for the log.
func identifiers(request any) []any {
	var pairs []any
	add := func(key, value string) {
		if value = strings.TrimSpace(value); value != "" {
			pairs = append(pairs, key, value)
		}
	}
	if r, ok := request.(interface{ GetName() string }); ok {
		add("name", r.GetName())
	}
	if r, ok := request.(interface{ GetVolumeId() string }); ok {
		add("volume", r.GetVolumeId())
	}
	if r, ok := request.(interface{ GetSourceVolumeId() string }); ok {
		add("source", r.GetSourceVolumeId())
	}
	if r, ok := request.(interface{ GetSnapshotId() string }); ok {
		add("snapshot", r.GetSnapshotId())
	}
	if r, ok := request.(interface{ GetTargetPath() string }); ok {
		add("target", r.GetTargetPath())
	}
	if r, ok := request.(interface{ GetCapacityRange() *csi.CapacityRange }); ok {
		pairs = append(pairs, "bytes", r.GetCapacityRange().GetRequiredBytes())
	}
	return pairs
}
