// The CSI controller service for snapshots. A snapshot is complete, in a folder that all nodes share, before the call
// returns, so a volume can be restored from it on any node and without its source.
package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// CreateSnapshot copies a volume of this node as of one moment.
func (d *driver) CreateSnapshot(_ context.Context, r *csi.CreateSnapshotRequest) (*csi.CreateSnapshotResponse, error) {
	id := snapshotID(r.GetSourceVolumeId(), r.GetName())
	image, err := d.store.snapshotPath(id)
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	volume, err := d.store.volumePath(r.GetSourceVolumeId())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	release, ok := d.locks.acquire(r.GetSourceVolumeId(), r.GetName())
	if !ok {
		return nil, busy(r.GetSourceVolumeId())
	}
	defer release()

	existing, err := d.store.snapshotNamed(r.GetName())
	if err != nil {
		return nil, internal(err)
	}
	switch {
	case existing == id:
		return snapshotAt(image, id)
	case existing != "":
		return nil, status.Errorf(codes.AlreadyExists, "snapshot %s exists already, of another volume", existing)
	}
	if _, err := os.Stat(volume); errors.Is(err, os.ErrNotExist) {
		return nil, status.Errorf(codes.NotFound, "%s has no volume %s", d.node, r.GetSourceVolumeId())
	}
	if err := d.store.create(image, func(part string) error { return copyImage(volume, part) }); err != nil {
		return nil, internal(err)
	}
	return snapshotAt(image, id)
}

// snapshotAt describes a snapshot; its image is written once, so the time of that is when it was taken.
func snapshotAt(image, id string) (*csi.CreateSnapshotResponse, error) {
	info, err := os.Stat(image)
	if err != nil {
		return nil, internal(err)
	}
	volume, _, _ := strings.Cut(id, "@")
	return &csi.CreateSnapshotResponse{Snapshot: &csi.Snapshot{
		SnapshotId: id, SourceVolumeId: volume, SizeBytes: info.Size(), CreationTime: timestamppb.New(info.ModTime()), ReadyToUse: true,
	}}, nil
}

// DeleteSnapshot removes a snapshot; one that is not there is as good as removed.
func (d *driver) DeleteSnapshot(_ context.Context, r *csi.DeleteSnapshotRequest) (*csi.DeleteSnapshotResponse, error) {
	image, err := d.store.snapshotPath(r.GetSnapshotId())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	if err := os.Remove(image); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, internal(err)
	}
	return &csi.DeleteSnapshotResponse{}, nil
}
