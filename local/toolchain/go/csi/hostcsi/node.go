// The CSI node service: it mounts a volume for a pod, grows it, and tells how full it is.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"golang.org/x/sys/unix"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// NodeGetInfo tells the node's name, which is also its place in the topology.
func (d *driver) NodeGetInfo(context.Context, *csi.NodeGetInfoRequest) (*csi.NodeGetInfoResponse, error) {
	return &csi.NodeGetInfoResponse{NodeId: d.node, AccessibleTopology: d.topology()}, nil
}

// NodeGetCapabilities lists what the node service can do. There is no staging: a volume is mounted where the pod has it.
func (d *driver) NodeGetCapabilities(context.Context, *csi.NodeGetCapabilitiesRequest) (*csi.NodeGetCapabilitiesResponse, error) {
	var capabilities []*csi.NodeServiceCapability
	for _, t := range []csi.NodeServiceCapability_RPC_Type{
		csi.NodeServiceCapability_RPC_EXPAND_VOLUME,
		csi.NodeServiceCapability_RPC_GET_VOLUME_STATS,
	} {
		capabilities = append(capabilities, &csi.NodeServiceCapability{
			Type: &csi.NodeServiceCapability_Rpc{Rpc: &csi.NodeServiceCapability_RPC{Type: t}},
		})
	}
	return &csi.NodeGetCapabilitiesResponse{Capabilities: capabilities}, nil
}

// lockedVolume returns the image of a volume of this node and holds the volume until release is called.
func (d *driver) lockedVolume(id string) (image string, release func(), err error) {
	image, err = d.store.volumePath(id)
	if err != nil {
		return "", nil, status.Error(codes.InvalidArgument, err.Error())
	}
	if _, err := os.Stat(image); errors.Is(err, os.ErrNotExist) {
		return "", nil, status.Errorf(codes.NotFound, "%s has no volume %s: it is on another node, or was deleted", d.node, id)
	}
	release, ok := d.locks.acquire(id)
	if !ok {
		return "", nil, busy(id)
	}
	return image, release, nil
}

// NodePublishVolume mounts a volume for a pod. After a power cut of the node the same call mounts it again.
func (d *driver) NodePublishVolume(_ context.Context, r *csi.NodePublishVolumeRequest) (*csi.NodePublishVolumeResponse, error) {
	if r.GetTargetPath() == "" {
		return nil, status.Error(codes.InvalidArgument, "the request names no target path")
	}
	if err := supported([]*csi.VolumeCapability{r.GetVolumeCapability()}); err != nil {
		return nil, err
	}
	image, release, err := d.lockedVolume(r.GetVolumeId())
	if err != nil {
		return nil, err
	}
	defer release()
	if err := publish(image, r.GetTargetPath(), extraOptions(r.GetVolumeCapability()), r.GetReadonly()); err != nil {
		return nil, internal(err)
	}
	return &csi.NodePublishVolumeResponse{}, nil
}

func publish(image, target string, options []string, readOnly bool) error {
	if err := os.MkdirAll(target, 0o750); err != nil {
		return err
	}
	target, err := filepath.EvalSymlinks(target) // as the kernel's table of mounts spells it
	if err != nil {
		return err
	}
	device, err := attachedLoop(image)
	if err != nil {
		return err
	}
	if !device.mountedAt(target) {
		if other, err := mounted(target); err != nil || other {
			return errors.Join(err, fmt.Errorf("something else is mounted at %s: unmount it", target))
		}
		if err := mountImage(image, target, options); err != nil {
			return err
		}
	}
	if readOnly {
		return makeReadOnly(target)
	}
	return nil
}

// NodeUnpublishVolume unmounts a volume of a pod; with its last mount the loop device goes too.
func (d *driver) NodeUnpublishVolume(_ context.Context, r *csi.NodeUnpublishVolumeRequest) (*csi.NodeUnpublishVolumeResponse, error) {
	if !validID(r.GetVolumeId()) || r.GetTargetPath() == "" {
		return nil, status.Error(codes.InvalidArgument, "the request names no volume or no target path")
	}
	release, ok := d.locks.acquire(r.GetVolumeId())
	if !ok {
		return nil, busy(r.GetVolumeId())
	}
	defer release()
	target := r.GetTargetPath()
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real
	}
	if err := unmount(target); err != nil {
		return nil, internal(err)
	}
	return &csi.NodeUnpublishVolumeResponse{}, nil
}

// NodeExpandVolume extends a volume while its pod goes on using it.
func (d *driver) NodeExpandVolume(_ context.Context, r *csi.NodeExpandVolumeRequest) (*csi.NodeExpandVolumeResponse, error) {
	if r.GetVolumePath() == "" {
		return nil, status.Error(codes.InvalidArgument, "the request names no volume path")
	}
	image, release, err := d.lockedVolume(r.GetVolumeId())
	if err != nil {
		return nil, err
	}
	defer release()
	info, err := os.Stat(image)
	if err != nil {
		return nil, internal(err)
	}
	// A request for less than there is gets what there is: volumes do not shrink.
	size, err := volumeSize(r.GetCapacityRange(), info.Size())
	if r.GetCapacityRange().GetRequiredBytes() == 0 {
		size, err = info.Size(), nil
	}
	if err != nil {
		return nil, err
	}
	if err := growImage(image, size); err != nil {
		return nil, internal(err)
	}
	return &csi.NodeExpandVolumeResponse{CapacityBytes: size}, nil
}

// NodeGetVolumeStats reports bytes and inodes; the kubelet's metrics of volumes (kubelet_volume_stats_*) come from it.
func (d *driver) NodeGetVolumeStats(_ context.Context, r *csi.NodeGetVolumeStatsRequest) (*csi.NodeGetVolumeStatsResponse, error) {
	if r.GetVolumeId() == "" || r.GetVolumePath() == "" {
		return nil, status.Error(codes.InvalidArgument, "the request names no volume or no path")
	}
	// Without this check the numbers of the node's own disk would pass for the volume's.
	point, err := filepath.EvalSymlinks(r.GetVolumePath())
	if err != nil {
		return nil, status.Error(codes.NotFound, err.Error())
	}
	if there, err := mounted(point); err != nil || !there {
		return nil, status.Errorf(codes.NotFound, "volume %s is not mounted at %s", r.GetVolumeId(), r.GetVolumePath())
	}
	var s unix.Statfs_t
	if err := unix.Statfs(point, &s); err != nil {
		return nil, internal(err)
	}
	block := s.Bsize
	return &csi.NodeGetVolumeStatsResponse{Usage: []*csi.VolumeUsage{
		{
			Unit:  csi.VolumeUsage_BYTES,
			Total: int64(s.Blocks) * block, Available: int64(s.Bavail) * block, Used: int64(s.Blocks-s.Bfree) * block,
		},
		{
			Unit:  csi.VolumeUsage_INODES,
			Total: int64(s.Files), Available: int64(s.Ffree), Used: int64(s.Files - s.Ffree),
		},
	}}, nil
}
