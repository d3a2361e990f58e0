// Command hostcsi is the CSI driver of the local cluster. A volume is a file system of its own in a sparse image file
// on the node's disk, mounted through a loop device: it has the size that was asked for, it can be full, it grows
// while a pod writes to it, and it survives a power cut of the node like a disk does. Snapshots are copies of the
// image in a folder that all nodes share, so that they can be restored on any node.
//
// One process a node serves all three CSI services to the sidecars and the kubelet, and registers itself there.
package main

import (
	"context"
	"flag"
	"log/slog"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// driverName is what StorageClasses, PersistentVolumes and the kubelet know the driver by; topologyKey is the node
// label that ties a volume to the node whose disk holds it.
const (
	driverName    = "hostcsi.local"
	driverVersion = "1.0.0"
	topologyKey   = "topology.hostcsi.local/node"
)

func main() {
	node := flag.String("node", os.Getenv("NODE_NAME"), "name of the Kubernetes node (default: $NODE_NAME)")
	data := flag.String("data", "/var/lib/hostcsi", "folder of this node that holds the volumes")
	snapshots := flag.String("snapshots", "/var/lib/hostcsi-snapshots", "folder shared by all nodes that holds the snapshots")
	socket := flag.String("socket", "/csi/csi.sock", "socket that serves CSI")
	kubeletSocket := flag.String("kubelet-socket", "/var/lib/kubelet/plugins/"+driverName+"/csi.sock", "the same socket as the kubelet sees it")
	registration := flag.String("registration", "/registration/"+driverName+"-reg.sock", "socket in the kubelet's folder of plugin registrations")
	health := flag.String("health", ":9808", "address that serves /healthz and /readyz")
	flag.Parse()

	if err := run(*node, *data, *snapshots, *socket, *kubeletSocket, *registration, *health); err != nil {
		slog.Error("hostcsi stops", "error", err)
		os.Exit(1)
	}
}

func run(node, data, snapshots, socket, kubeletSocket, registration, health string) error {
	s, err := newStore(node, data, snapshots)
	if err != nil {
		return err
	}
	if err := s.recover(); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), unix.SIGTERM, unix.SIGINT)
	defer stop()
	slog.Info("hostcsi serves", "node", node, "data", data, "snapshots", snapshots)
	return serve(ctx, newDriver(node, s), &registrar{endpoint: kubeletSocket}, socket, registration, health)
}
