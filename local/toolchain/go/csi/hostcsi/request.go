// What a request asks for, and the errors for what it may not ask.
package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// supported refuses block volumes and access from more than one node.
func supported(capabilities []*csi.VolumeCapability) error {
	if len(capabilities) == 0 {
		return status.Error(codes.InvalidArgument, "the request names no volume capability")
	}
	for _, c := range capabilities {
		if c.GetBlock() != nil {
			return status.Error(codes.InvalidArgument, "hostcsi has no block volumes: use volumeMode Filesystem")
		}
		if strings.HasPrefix(c.GetAccessMode().GetMode().String(), "MULTI_NODE") {
			return status.Error(codes.InvalidArgument, "a hostcsi volume belongs to one node: use access mode ReadWriteOnce or ReadWriteOncePod")
		}
	}
	return nil
}

// requestedFileSystem returns the kind of file system that the StorageClass names.
func requestedFileSystem(capabilities []*csi.VolumeCapability) (fileSystem, error) {
	kind := defaultKind
	for _, c := range capabilities {
		if named := c.GetMount().GetFsType(); named != "" {
			kind = named
		}
	}
	fs, known := fileSystems[kind]
	if !known {
		return nil, status.Errorf(codes.InvalidArgument, "hostcsi has no file system %q: set csi.storage.k8s.io/fstype of the StorageClass to xfs or ext4", kind)
	}
	return fs, nil
}

// volumeSize is the size of a new volume: what is asked for, at least what its content or its file system needs, in
// whole MiB so that no file system leaves a rest unused.
func volumeSize(asked *csi.CapacityRange, least int64) (int64, error) {
	if asked.GetRequiredBytes() < 0 || asked.GetLimitBytes() < 0 {
		return 0, status.Error(codes.InvalidArgument, "a size cannot be negative")
	}
	size := asked.GetRequiredBytes()
	if size == 0 {
		size = defaultSize
		if limit := asked.GetLimitBytes(); limit > 0 {
			size = min(size, limit/mebibyte*mebibyte)
		}
	}
	size = (max(size, least) + mebibyte - 1) / mebibyte * mebibyte
	if limit := asked.GetLimitBytes(); limit > 0 && size > limit {
		return 0, status.Errorf(codes.OutOfRange, "the volume needs %d bytes, more than the limit of %d: ask for more", size, limit)
	}
	return size, nil
}

// fits tells whether an existing volume is what the request asks for.
func fits(size int64, asked *csi.CapacityRange) bool {
	return size >= asked.GetRequiredBytes() && (asked.GetLimitBytes() == 0 || size <= asked.GetLimitBytes())
}

// extraOptions are the mount options of the StorageClass without those that the driver sets itself.
func extraOptions(c *csi.VolumeCapability) []string {
	return slices.DeleteFunc(slices.Clone(c.GetMount().GetMountFlags()), func(o string) bool { return o == "loop" || o == "discard" })
}

func busy(id string) error {
	return status.Errorf(codes.Aborted, "another call works on %s; this one can be repeated", id)
}

// internal reports an error of the machine; where it already carries a code, that stays.
func internal(err error) error {
	if errors.Is(err, errNotOnline) {
		return status.Error(codes.FailedPrecondition, err.Error())
	}
	return status.Error(codes.Internal, err.Error())
}
