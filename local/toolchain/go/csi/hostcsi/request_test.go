// Tests of what requests may ask for, and of what of them is logged.
package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func mountCapability(kind string, mode csi.VolumeCapability_AccessMode_Mode) *csi.VolumeCapability {
	return &csi.VolumeCapability{
		AccessType: &csi.VolumeCapability_Mount{Mount: &csi.VolumeCapability_MountVolume{FsType: kind}},
		AccessMode: &csi.VolumeCapability_AccessMode{Mode: mode},
	}
}

func TestVolumeSize(t *testing.T) {
	for _, c := range []struct {
		name                   string
		required, limit, least int64
		want                   int64
		code                   codes.Code
	}{
		{"nothing asked", 0, 0, 0, defaultSize, codes.OK},
		{"nothing asked, small limit", 0, 500*mebibyte + 1, 0, 500 * mebibyte, codes.OK},
		{"as asked", 2048 * mebibyte, 0, 300 * mebibyte, 2048 * mebibyte, codes.OK},
		{"rounded up to whole MiB", mebibyte + 1, 0, 0, 2 * mebibyte, codes.OK},
		{"raised to the least", mebibyte, 0, 300 * mebibyte, 300 * mebibyte, codes.OK},
		{"least above the limit", mebibyte, 10 * mebibyte, 300 * mebibyte, 0, codes.OutOfRange},
		{"negative", -1, 0, 0, 0, codes.InvalidArgument},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := volumeSize(&csi.CapacityRange{RequiredBytes: c.required, LimitBytes: c.limit}, c.least)
			if got != c.want || status.Code(err) != c.code {
				t.Errorf("got %d and %v, want %d and %v", got, err, c.want, c.code)
			}
		})
	}
}

func TestSupported(t *testing.T) {
	writer := csi.VolumeCapability_AccessMode_SINGLE_NODE_WRITER
	for name, c := range map[string]struct {
		capability *csi.VolumeCapability
		code       codes.Code
	}{
		"one node":   {mountCapability("xfs", writer), codes.OK},
		"many nodes": {mountCapability("xfs", csi.VolumeCapability_AccessMode_MULTI_NODE_MULTI_WRITER), codes.InvalidArgument},
		"block":      {&csi.VolumeCapability{AccessType: &csi.VolumeCapability_Block{Block: &csi.VolumeCapability_BlockVolume{}}}, codes.InvalidArgument},
	} {
		if err := supported([]*csi.VolumeCapability{c.capability}); status.Code(err) != c.code {
			t.Errorf("%s: got %v, want %v", name, err, c.code)
		}
	}
	if _, err := requestedFileSystem([]*csi.VolumeCapability{mountCapability("ntfs", writer)}); status.Code(err) != codes.InvalidArgument {
		t.Errorf("an unknown file system was accepted: %v", err)
	}
}

func TestIdentifiersHoldNoSecrets(t *testing.T) {
	logged := fmt.Sprint(identifiers(&csi.CreateVolumeRequest{
		Name: "pvc-1", Secrets: map[string]string{"password": "hidden"}, Parameters: map[string]string{"p": "hidden"},
	}))
	if strings.Contains(logged, "hidden") || !strings.Contains(logged, "pvc-1") {
		t.Errorf("logged %s", logged)
	}
}
