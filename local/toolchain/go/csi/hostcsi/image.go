// What is done to an image: made, copied, mounted, grown. These functions know nothing of CSI.
package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

const mebibyte = int64(1) << 20

// makeImage makes a sparse file of the size with an empty file system in it.
func makeImage(image string, fs fileSystem, size int64) error {
	file, err := os.OpenFile(image, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Truncate(size), file.Close()); err != nil {
		return err
	}
	return fs.make(image)
}

// copyImage copies an image as of one moment: while it is mounted, its writers are held for as long as the copy takes.
// Holes stay holes; where the host's file system can share blocks, cp does that and the pause is short.
func copyImage(source, target string) (err error) {
	device, err := attachedLoop(source)
	if err != nil {
		return err
	}
	if device.attached() {
		point := device.anyMount()
		if point == "" {
			return fmt.Errorf("%s is in use by %s outside of this container's mounts: restart the hostcsi pod of the node", source, device.path)
		}
		if err := freeze(point); err != nil {
			return fmt.Errorf("cannot freeze %s: %w", point, err)
		}
		defer func() { err = errors.Join(err, thaw(point)) }()
	}
	return tool("cp", "--sparse=always", source, target)
}

// extendImage makes an image larger; it never makes one smaller.
func extendImage(image string, size int64) error {
	info, err := os.Stat(image)
	if err != nil || info.Size() >= size {
		return err
	}
	return os.Truncate(image, size)
}

// mountImage mounts an image at point. A second mount of the same image on the node, for a second pod, gets the same
// loop device and so the same file system, never a second view of the same blocks.
func mountImage(image, point string, options []string) error {
	kind, fs, err := fileSystemOf(image)
	if err != nil {
		return err
	}
	device, err := attachedLoop(image)
	if err != nil {
		return err
	}
	first := !device.attached()
	if first {
		if err := fs.prepare(image); err != nil {
			return err
		}
	}
	// discard returns the blocks of deleted files to the host; mount(8) sets the loop device to vanish with its last mount.
	all := append([]string{"loop", "discard"}, append(fs.mountOptions(), options...)...)
	if err := tool("mount", "-n", "-t", kind, "-o", strings.Join(all, ","), image, point); err != nil {
		return err
	}
	if err := settle(image, point, fs, first); err != nil {
		return errors.Join(err, unix.Unmount(point, 0))
	}
	return nil
}

// settle thaws a file system that a power cut left frozen, and at the first mount lets it fill an image that has been
// extended since the last one.
func settle(image, point string, fs fileSystem, first bool) error {
	if err := thaw(point); err != nil || !first {
		return err
	}
	device, err := attachedLoop(image)
	if err != nil {
		return err
	}
	return fs.grow(device.path, point)
}

// makeReadOnly makes one mount point read-only, leaving the file system writable for other pods.
func makeReadOnly(point string) error {
	return unix.Mount("", point, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, "")
}

// unmount undoes every mount at point and removes the folder. A folder that still has content is an error: nothing
// that might be data is ever removed here.
func unmount(point string) error {
	for {
		if _, err := os.Lstat(point); errors.Is(err, os.ErrNotExist) {
			return nil
		}
		there, err := mounted(point)
		if err != nil {
			return err
		}
		if !there {
			return os.Remove(point)
		}
		if err := unix.Unmount(point, unix.UMOUNT_NOFOLLOW); err != nil {
			return fmt.Errorf("cannot unmount %s, a process may still use it: %w", point, err)
		}
	}
}

// growImage extends an image and, where it is mounted, the file system in it, without interrupting its users.
func growImage(image string, size int64) error {
	if err := extendImage(image, size); err != nil {
		return err
	}
	_, fs, err := fileSystemOf(image)
	if err != nil {
		return err
	}
	device, err := attachedLoop(image)
	if err != nil {
		return err
	}
	if !device.attached() {
		slog.Info("the volume is not mounted, its file system grows at the next mount", "image", image)
		return nil
	}
	if err := device.refreshCapacity(); err != nil {
		return fmt.Errorf("cannot tell %s its new size: %w", device.path, err)
	}
	return fs.grow(device.path, device.anyMount())
}
