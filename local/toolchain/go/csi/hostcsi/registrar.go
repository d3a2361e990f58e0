// Registration with the kubelet, which finds the registration socket in its folder of plugins and asks what is behind
// it. Doing it here spares the usual sidecar (node-driver-registrar).
package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync/atomic"

	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

// registrar answers the kubelet's plugin watcher.
type registrar struct {
	registration.UnimplementedRegistrationServer
	endpoint   string // the CSI socket as the kubelet sees it
	registered atomic.Bool
}

// GetInfo tells the kubelet what kind of plugin this is and where it serves.
func (r *registrar) GetInfo(context.Context, *registration.InfoRequest) (*registration.PluginInfo, error) {
	return &registration.PluginInfo{
		Type: registration.CSIPlugin, Name: driverName, Endpoint: r.endpoint, SupportedVersions: []string{"1.0.0"},
	}, nil
}

// NotifyRegistrationStatus receives the kubelet's verdict. The kubelet does not ask again after a refusal, so the
// process ends and its restart is the next attempt.
func (r *registrar) NotifyRegistrationStatus(_ context.Context, s *registration.RegistrationStatus) (*registration.RegistrationStatusResponse, error) {
	if !s.PluginRegistered {
		slog.Error("the kubelet refused the driver", "error", s.Error)
		os.Exit(1)
	}
	r.registered.Store(true)
	slog.Info("registered with the kubelet")
	return &registration.RegistrationStatusResponse{}, nil
}

func (r *registrar) check() error {
	if !r.registered.Load() {
		return errors.New("the kubelet has not registered the driver yet")
	}
	return nil
}
