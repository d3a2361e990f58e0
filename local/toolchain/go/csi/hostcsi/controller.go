// The CSI controller service for volumes. It runs on every node, beside the disk on which the volumes are made; the
// provisioner of a node calls only its own (--node-deployment).
package main

import (
	"context"
	"errors"
	"os"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// defaultSize is what a request without a size gets.
const defaultSize = 1024 * mebibyte

// ControllerGetCapabilities lists what the controller service can do. Expansion is not in it: it happens where the
// volume is mounted, on the node.
func (d *driver) ControllerGetCapabilities(context.Context, *csi.ControllerGetCapabilitiesRequest) (*csi.ControllerGetCapabilitiesResponse, error) {
	var capabilities []*csi.ControllerServiceCapability
	for _, t := range []csi.ControllerServiceCapability_RPC_Type{
		csi.ControllerServiceCapability_RPC_CREATE_DELETE_VOLUME,
		csi.ControllerServiceCapability_RPC_CREATE_DELETE_SNAPSHOT,
		csi.ControllerServiceCapability_RPC_CLONE_VOLUME,
	} {
		capabilities = append(capabilities, &csi.ControllerServiceCapability{
			Type: &csi.ControllerServiceCapability_Rpc{Rpc: &csi.ControllerServiceCapability_RPC{Type: t}},
		})
	}
	return &csi.ControllerGetCapabilitiesResponse{Capabilities: capabilities}, nil
}

// CreateVolume makes a volume on this node: empty, from a snapshot, or as a clone of a volume of this node.
func (d *driver) CreateVolume(_ context.Context, r *csi.CreateVolumeRequest) (*csi.CreateVolumeResponse, error) {
	image, err := d.store.volumePath(r.GetName())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	if err := supported(r.GetVolumeCapabilities()); err != nil {
		return nil, err
	}
	release, ok := d.locks.acquire(append([]string{r.GetName()}, sourceIDs(r)...)...)
	if !ok {
		return nil, busy(r.GetName())
	}
	defer release()
	if info, err := os.Stat(image); err == nil {
		if !fits(info.Size(), r.GetCapacityRange()) {
			return nil, status.Errorf(codes.AlreadyExists, "volume %s exists with %d bytes, which is not the size asked for", r.GetName(), info.Size())
		}
		return d.created(r, info.Size()), nil
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, internal(err)
	}

	fs, err := requestedFileSystem(r.GetVolumeCapabilities())
	if err != nil {
		return nil, err
	}
	source, least, err := d.source(r.GetVolumeContentSource())
	if err != nil {
		return nil, err
	}
	size, err := volumeSize(r.GetCapacityRange(), max(least, fs.minimum()))
	if err != nil {
		return nil, err
	}

	err = d.store.create(image, func(part string) error {
		if source == "" {
			return makeImage(part, fs, size)
		}
		if err := copyImage(source, part); err != nil {
			return err
		}
		return extendImage(part, size) // its file system follows at the first mount
	})
	if err != nil {
		return nil, internal(err)
	}
	return d.created(r, size), nil
}

func (d *driver) created(r *csi.CreateVolumeRequest, size int64) *csi.CreateVolumeResponse {
	return &csi.CreateVolumeResponse{Volume: &csi.Volume{
		VolumeId: r.GetName(), CapacityBytes: size, ContentSource: r.GetVolumeContentSource(),
		AccessibleTopology: []*csi.Topology{d.topology()},
	}}
}

// source returns the image that a new volume starts from, or "", and the least size that it needs.
func (d *driver) source(content *csi.VolumeContentSource) (string, int64, error) {
	var image string
	var err error
	var missing error
	switch {
	case content.GetSnapshot() != nil:
		id := content.GetSnapshot().GetSnapshotId()
		image, err = d.store.snapshotPath(id)
		missing = status.Errorf(codes.NotFound, "there is no snapshot %s", id)
	case content.GetVolume() != nil:
		id := content.GetVolume().GetVolumeId()
		image, err = d.store.volumePath(id)
		// The source may well be on another node; with this code the scheduler chooses again.
		missing = status.Errorf(codes.ResourceExhausted, "%s has no volume %s: a clone is made on its source's node, pin the pod to that", d.node, id)
	default:
		return "", 0, nil
	}
	if err != nil {
		return "", 0, status.Error(codes.InvalidArgument, err.Error())
	}
	info, err := os.Stat(image)
	if errors.Is(err, os.ErrNotExist) {
		return "", 0, missing
	}
	if err != nil {
		return "", 0, internal(err)
	}
	return image, info.Size(), nil
}

// sourceIDs are the ids to lock beside the new volume's own. A snapshot is not among them: an image that is renamed
// into place is complete, and one that is removed while it is read stays readable.
func sourceIDs(r *csi.CreateVolumeRequest) []string {
	if id := r.GetVolumeContentSource().GetVolume().GetVolumeId(); id != "" {
		return []string{id}
	}
	return nil
}

// DeleteVolume removes a volume that no pod uses; one that is not there is as good as removed.
func (d *driver) DeleteVolume(_ context.Context, r *csi.DeleteVolumeRequest) (*csi.DeleteVolumeResponse, error) {
	image, err := d.store.volumePath(r.GetVolumeId())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	release, ok := d.locks.acquire(r.GetVolumeId())
	if !ok {
		return nil, busy(r.GetVolumeId())
	}
	defer release()
	device, err := attachedLoop(image)
	if errors.Is(err, os.ErrNotExist) {
		return &csi.DeleteVolumeResponse{}, nil
	}
	if err != nil {
		return nil, internal(err)
	}
	if device.attached() {
		return nil, status.Errorf(codes.FailedPrecondition, "volume %s is still mounted through %s at %v: end the pods that use it", r.GetVolumeId(), device.path, device.mounts)
	}
	if err := os.Remove(image); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, internal(err)
	}
	return &csi.DeleteVolumeResponse{}, nil
}

// ValidateVolumeCapabilities confirms uses that the driver supports.
func (d *driver) ValidateVolumeCapabilities(_ context.Context, r *csi.ValidateVolumeCapabilitiesRequest) (*csi.ValidateVolumeCapabilitiesResponse, error) {
	image, err := d.store.volumePath(r.GetVolumeId())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	if _, err := os.Stat(image); err != nil {
		return nil, status.Errorf(codes.NotFound, "%s has no volume %s", d.node, r.GetVolumeId())
	}
	if err := supported(r.GetVolumeCapabilities()); err != nil {
		return &csi.ValidateVolumeCapabilitiesResponse{Message: err.Error()}, nil
	}
	return &csi.ValidateVolumeCapabilitiesResponse{
		Confirmed: &csi.ValidateVolumeCapabilitiesResponse_Confirmed{VolumeCapabilities: r.GetVolumeCapabilities()},
	}, nil
}

func (d *driver) topology() *csi.Topology {
	return &csi.Topology{Segments: map[string]string{topologyKey: d.node}}
}
