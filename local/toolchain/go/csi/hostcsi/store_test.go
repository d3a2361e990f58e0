// Tests of names and of how images come into being.
package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func testStore(t *testing.T) *store {
	t.Helper()
	folder := t.TempDir()
	s, err := newStore("node-1", filepath.Join(folder, "data"), filepath.Join(folder, "snapshots"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPathsStayInTheStore(t *testing.T) {
	s := testStore(t)
	for _, id := range []string{"", ".", "..", "../x", "a/b", "a\x00b", "-a", "a@b"} {
		if path, err := s.volumePath(id); err == nil {
			t.Errorf("volume id %q became %s", id, path)
		}
	}
	for _, id := range []string{"", "a", "@", "a@", "@b", "../a@b", "a@../b", "a@b@c"} {
		if path, err := s.snapshotPath(id); err == nil {
			t.Errorf("snapshot id %q became %s", id, path)
		}
	}
	if path, err := s.snapshotPath(snapshotID("pvc-1", "snapshot-2")); err != nil || path != filepath.Join(s.snapshots, "pvc-1@snapshot-2.img") {
		t.Errorf("got %s and %v", path, err)
	}
}

func TestAnInterruptedImageNeverLooksComplete(t *testing.T) {
	s := testStore(t)
	image, _ := s.volumePath("pvc-1")
	full := errors.New("no space left")
	err := s.create(image, func(part string) error {
		if err := os.WriteFile(part, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		return full
	})
	if entries, _ := os.ReadDir(s.volumes); !errors.Is(err, full) || len(entries) != 0 {
		t.Errorf("got %v, and left %v", err, entries)
	}
}

func TestRecoverRemovesOnlyWhatThisNodeLeft(t *testing.T) {
	s := testStore(t)
	mine, other := s.partPath(filepath.Join(s.snapshots, "a@b.img")), filepath.Join(s.snapshots, "a@c.img.node-2.part")
	whole := filepath.Join(s.snapshots, "a@d.img")
	for _, path := range []string{mine, other, whole} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.recover(); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{mine: false, other: true, whole: true} {
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s: exists is not %v", path, want)
		}
	}
	if id, err := s.snapshotNamed("d"); id != "a@d" || err != nil {
		t.Errorf("got %q and %v", id, err)
	}
}

func TestLocks(t *testing.T) {
	l := locks{held: map[string]bool{}}
	release, ok := l.acquire("a", "b")
	if !ok {
		t.Fatal("free ids were refused")
	}
	if _, ok := l.acquire("c", "b"); ok {
		t.Error("a held id was given twice")
	}
	if releaseC, ok := l.acquire("c"); !ok {
		t.Error("a refused call kept an id")
	} else {
		releaseC()
	}
	release()
	if _, ok := l.acquire("b"); !ok {
		t.Error("a released id is still held")
	}
}
