// The file systems that a volume can have. Both are run by their standard tools; what differs is when they can grow:
// XFS only while mounted, ext4 while mounted only for a process with CAP_SYS_RESOURCE, which root in a container or a
// restricted machine may lack, and else between two mounts.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// fileSystem is one kind of file system.
type fileSystem interface {
	// minimum is the smallest volume, in bytes, that the kind can be made on.
	minimum() int64
	// make puts an empty file system on an image.
	make(image string) error
	// prepare repairs and, where that is its time to grow, grows the file system of an image that is not mounted.
	prepare(image string) error
	// mountOptions are those that the kind needs beyond the common ones.
	mountOptions() []string
	// grow extends a mounted file system to the size of its device; it does nothing where the size is reached.
	grow(device, point string) error
}

// fileSystems are the kinds by the name that a StorageClass gives in csi.storage.k8s.io/fstype.
var fileSystems = map[string]fileSystem{"ext4": ext4{}, "xfs": xfs{}}

// defaultKind serves requests that name no kind. See the top of this file: XFS is what grows in use everywhere.
const defaultKind = "xfs"

// errNotOnline is the refusal of the kernel to grow a mounted file system for want of a capability.
var errNotOnline = errors.New("the kernel grows a mounted ext4 file system only for a process with CAP_SYS_RESOURCE, " +
	"which is missing here: restart the pod, the volume grows before its next mount (or use a StorageClass with fstype xfs)")

type ext4 struct{}

func (ext4) minimum() int64 { return 16 * mebibyte }

// make reserves no blocks for root: the volume's user, not root, is who needs the whole of it.
func (ext4) make(image string) error { return tool("mkfs.ext4", "-F", "-q", "-m", "0", image) }

func (e ext4) prepare(image string) error {
	if err := e.check("-p", image); err != nil {
		return err
	}
	_, size, err := imageSuperblock(image)
	if err != nil {
		return err
	}
	info, err := os.Stat(image)
	if err != nil {
		return err
	}
	if size+mebibyte > info.Size() { // a last group too small to be of use is left out, so the two need not be equal
		return nil
	}
	if err := e.check("-fp", image); err != nil { // resize2fs insists on a full check first
		return err
	}
	return tool("resize2fs", image)
}

// check replays the journal and repairs what can be repaired without asking; 1 is e2fsck's exit code for "repaired".
func (ext4) check(flags, image string) error {
	err := tool("e2fsck", flags, image)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("repair the volume by hand with `e2fsck -f %s` on its node: %w", image, err)
	}
	return nil
}

func (ext4) mountOptions() []string { return nil }

func (ext4) grow(device, _ string) error {
	err := tool("resize2fs", device)
	if err != nil && strings.Contains(err.Error(), "Permission denied to resize") {
		return errNotOnline
	}
	return err
}

type xfs struct{}

func (xfs) minimum() int64 { return 300 * mebibyte } // mkfs.xfs refuses less

func (xfs) make(image string) error { return tool("mkfs.xfs", "-f", "-q", image) }

func (xfs) prepare(string) error { return nil } // the kernel replays the log when it mounts

// mountOptions lets a volume and a restored copy of it, which have the same UUID, be mounted on one machine.
func (xfs) mountOptions() []string { return []string{"nouuid"} }

func (xfs) grow(_, point string) error { return tool("xfs_growfs", "-d", point) }

// superblockLength covers the superblocks of both kinds: XFS has its at the start, ext4 behind the first KiB.
const superblockLength = 2048

// readSuperblock tells the kind and the size in bytes of the file system in an image's first bytes. What is in the
// image decides, not what was asked for: a restored volume has the kind of its source.
func readSuperblock(head []byte) (kind string, size int64, err error) {
	if len(head) < superblockLength {
		return "", 0, errors.New("the image is shorter than a superblock")
	}
	if string(head[:4]) == "XFSB" {
		return "xfs", int64(binary.BigEndian.Uint32(head[4:])) * int64(binary.BigEndian.Uint64(head[8:])), nil
	}
	super := head[1024:]
	if binary.LittleEndian.Uint16(super[0x38:]) == 0xEF53 {
		blocks := int64(binary.LittleEndian.Uint32(super[4:])) | int64(binary.LittleEndian.Uint32(super[0x150:]))<<32
		return "ext4", blocks << (10 + binary.LittleEndian.Uint32(super[0x18:])), nil
	}
	return "", 0, errors.New("the image holds neither XFS nor ext4")
}

func imageSuperblock(image string) (string, int64, error) {
	file, err := os.Open(image)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	head := make([]byte, superblockLength)
	if _, err := io.ReadFull(file, head); err != nil {
		return "", 0, fmt.Errorf("%s: %w", image, err)
	}
	kind, size, err := readSuperblock(head)
	if err != nil {
		err = fmt.Errorf("%s: %w", image, err)
	}
	return kind, size, err
}

// fileSystemOf returns the kind of file system that an image holds.
func fileSystemOf(image string) (string, fileSystem, error) {
	kind, _, err := imageSuperblock(image)
	return kind, fileSystems[kind], err
}

// tool runs a program; what it printed becomes part of the error.
func tool(name string, args ...string) error {
	output, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(string(output)))
	}
	return nil
}
