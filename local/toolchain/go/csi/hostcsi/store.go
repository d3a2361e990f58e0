// The image files of volumes and snapshots: their names, and how a file comes into being so that one that was
// interrupted never looks complete.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

const (
	imageSuffix = ".img"
	partSuffix  = ".part"
)

// store knows where the images are. Volumes lie on the node's own disk, snapshots in a folder shared by all nodes.
type store struct {
	node, volumes, snapshots string
}

func newStore(node, data, snapshots string) (*store, error) {
	if !validID(node) {
		return nil, fmt.Errorf("%q is no node name: set --node or NODE_NAME", node)
	}
	s := &store{node: node, volumes: filepath.Join(data, "volumes"), snapshots: snapshots}
	for _, folder := range []string{s.volumes, s.snapshots} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, err
		}
	}
	return s, nil
}

var idPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)

// validID accepts what can be a file name without meaning anything else, so that no id leads out of the store.
func validID(id string) bool { return idPattern.MatchString(id) }

// volumePath returns the image of a volume.
func (s *store) volumePath(id string) (string, error) {
	if !validID(id) {
		return "", fmt.Errorf("%q is no volume id", id)
	}
	return filepath.Join(s.volumes, id+imageSuffix), nil
}

// A snapshot's id is VOLUME@NAME: that it carries its source spares a file that would have to be kept in step.

func snapshotID(volume, name string) string { return volume + "@" + name }

// snapshotPath returns the image of a snapshot.
func (s *store) snapshotPath(id string) (string, error) {
	volume, name, _ := strings.Cut(id, "@")
	if !validID(volume) || !validID(name) {
		return "", fmt.Errorf("%q is no snapshot id", id)
	}
	return filepath.Join(s.snapshots, id+imageSuffix), nil
}

// snapshotNamed returns the id of the snapshot with this name, of whichever volume it is, or "".
func (s *store) snapshotNamed(name string) (string, error) {
	entries, err := os.ReadDir(s.snapshots)
	if err != nil {
		return "", err
	}
	for _, entry := range entries {
		if id, ok := strings.CutSuffix(entry.Name(), imageSuffix); ok && strings.HasSuffix(id, "@"+name) {
			return id, nil
		}
	}
	return "", nil
}

// create lets fill make the image under a name that nothing takes for an image, and renames it only when it is whole
// and on disk.
func (s *store) create(image string, fill func(part string) error) error {
	part := s.partPath(image)
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	defer os.Remove(part)
	if err := fill(part); err != nil {
		return err
	}
	if err := syncPath(part); err != nil {
		return err
	}
	if err := os.Rename(part, image); err != nil {
		return err
	}
	return syncPath(filepath.Dir(image))
}

// partPath carries the node's name, because other nodes write to the folder of snapshots at the same time.
func (s *store) partPath(image string) string { return image + "." + s.node + partSuffix }

// recover clears what a killed process left: unfinished images of this node, and file systems frozen for a copy.
func (s *store) recover() error {
	for _, folder := range []string{s.volumes, s.snapshots} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return err
		}
		for _, entry := range entries {
			if strings.HasSuffix(entry.Name(), "."+s.node+partSuffix) {
				if err := os.Remove(filepath.Join(folder, entry.Name())); err != nil {
					return err
				}
			}
		}
	}
	images, err := filepath.Glob(filepath.Join(s.volumes, "*"+imageSuffix))
	if err != nil {
		return err
	}
	for _, image := range images {
		device, err := attachedLoop(image)
		if err != nil {
			return err
		}
		if point := device.anyMount(); point != "" {
			if err := thaw(point); err != nil {
				return err
			}
		}
	}
	return nil
}

// check reports whether the driver has what it needs: its folders and loop devices.
func (s *store) check() error {
	for _, path := range []string{s.volumes, s.snapshots, "/dev/loop-control"} {
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("mount the host's folder into the container: %w", err)
		}
	}
	return nil
}

func syncPath(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return file.Sync()
}

// locks keeps two calls off the same volume or snapshot. A caller does not wait: all CSI clients retry what is
// aborted, and a queue of retries of one slow copy would help nobody.
type locks struct {
	mutex sync.Mutex
	held  map[string]bool
}

// acquire takes all ids or none; the function it returns gives them back.
func (l *locks) acquire(ids ...string) (release func(), ok bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for _, id := range ids {
		if l.held[id] {
			return nil, false
		}
	}
	for _, id := range ids {
		l.held[id] = true
	}
	return func() {
		l.mutex.Lock()
		defer l.mutex.Unlock()
		for _, id := range ids {
			delete(l.held, id)
		}
	}, true
}
