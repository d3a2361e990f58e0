// Loop devices and mounts, as the kernel reports them. Nothing is remembered between calls: after a restart of the
// driver or a power cut of the node the kernel's tables are what is true.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// loop is a loop device that has an image attached. The zero value stands for none.
type loop struct {
	path   string // /dev/loopN
	number string // major:minor, as in the table of mounts
	mounts []string
}

// attached tells whether there is a device at all.
func (l loop) attached() bool { return l.path != "" }

// anyMount returns one of the places where the device is mounted, or "".
func (l loop) anyMount() string {
	if len(l.mounts) == 0 {
		return ""
	}
	return l.mounts[0]
}

// mountedAt tells whether the device is mounted at point.
func (l loop) mountedAt(point string) bool {
	for _, m := range l.mounts {
		if m == point {
			return true
		}
	}
	return false
}

// attachedLoop finds the device of an image, by device and inode: the nodes share the machine's loop devices, and on
// all of them the path of an image reads the same.
func attachedLoop(image string) (loop, error) {
	var want unix.Stat_t
	if err := unix.Stat(image, &want); err != nil {
		return loop{}, fmt.Errorf("%s: %w", image, err)
	}
	devices, err := filepath.Glob("/dev/loop[0-9]*")
	if err != nil {
		return loop{}, err
	}
	for _, device := range devices {
		info, number, err := loopStatus(device)
		if err != nil || info.Device != want.Dev || info.Inode != want.Ino {
			continue // not in use, gone meanwhile, or another file's
		}
		mounts, err := mountsOf(number)
		return loop{path: device, number: number, mounts: mounts}, err
	}
	return loop{}, nil
}

func loopStatus(device string) (*unix.LoopInfo64, string, error) {
	file, err := os.Open(device)
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	info, err := unix.IoctlLoopGetStatus64(int(file.Fd()))
	if err != nil {
		return nil, "", err
	}
	var s unix.Stat_t
	if err := unix.Fstat(int(file.Fd()), &s); err != nil {
		return nil, "", err
	}
	return info, fmt.Sprintf("%d:%d", unix.Major(s.Rdev), unix.Minor(s.Rdev)), nil
}

// refreshCapacity makes the device see that its image has grown (what `losetup --set-capacity` does).
func (l loop) refreshCapacity() error {
	file, err := os.OpenFile(l.path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	return unix.IoctlSetInt(int(file.Fd()), unix.LOOP_SET_CAPACITY, 0)
}

// The two requests of linux/fs.h that golang.org/x/sys does not name.
const (
	ioctlFreeze = 0xc0045877 // FIFREEZE
	ioctlThaw   = 0xc0045878 // FITHAW
)

// freeze writes everything out and holds all writers, so that the image can be copied as one moment in time.
func freeze(point string) error { return fileSystemIoctl(point, ioctlFreeze) }

// thaw lets the writers go on; a file system that is not frozen is left as it is.
func thaw(point string) error {
	if err := fileSystemIoctl(point, ioctlThaw); !errors.Is(err, unix.EINVAL) {
		return err
	}
	return nil
}

func fileSystemIoctl(point string, request uint) error {
	root, err := os.Open(point)
	if err != nil {
		return err
	}
	defer root.Close()
	return unix.IoctlSetInt(int(root.Fd()), request, 0)
}

// mountsOf lists where a device is mounted, in the order in which the kernel lists it.
func mountsOf(number string) ([]string, error) {
	return mountPoints(func(_, n string) bool { return n == number })
}

// mounted tells whether anything is mounted at point.
func mounted(point string) (bool, error) {
	points, err := mountPoints(func(p, _ string) bool { return p == point })
	return len(points) > 0, err
}

func mountPoints(accept func(point, number string) bool) ([]string, error) {
	file, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return parseMountInfo(file, accept)
}

// parseMountInfo reads the format of proc(5): id, parent, major:minor, root, mount point, and more.
func parseMountInfo(table io.Reader, accept func(point, number string) bool) ([]string, error) {
	var points []string
	lines := bufio.NewScanner(table)
	lines.Buffer(nil, 1<<20) // overlay mounts list all their layers in one line
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 5 {
			continue
		}
		if point := unescape(fields[4]); accept(point, fields[2]) {
			points = append(points, point)
		}
	}
	return points, lines.Err()
}

// unescape undoes the octal escapes (\040 for a blank) of the kernel's tables.
func unescape(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				out.WriteByte(byte(c))
				i += 3
				continue
			}
		}
		out.WriteByte(s[i])
	}
	return out.String()
}
