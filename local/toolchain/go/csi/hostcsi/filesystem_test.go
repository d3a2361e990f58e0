// Tests of how an image's file system is recognised.
package main

import (
	"encoding/binary"
	"testing"
)

func TestReadSuperblock(t *testing.T) {
	xfsHead := make([]byte, superblockLength)
	copy(xfsHead, "XFSB")
	binary.BigEndian.PutUint32(xfsHead[4:], 4096)
	binary.BigEndian.PutUint64(xfsHead[8:], 76800)

	ext4Head := make([]byte, superblockLength)
	super := ext4Head[1024:]
	binary.LittleEndian.PutUint16(super[0x38:], 0xEF53)
	binary.LittleEndian.PutUint32(super[4:], 262144)
	binary.LittleEndian.PutUint32(super[0x18:], 2) // blocks of 1 KiB << 2

	for _, c := range []struct {
		name, kind string
		head       []byte
		size       int64
		fails      bool
	}{
		{"xfs", "xfs", xfsHead, 300 * mebibyte, false},
		{"ext4", "ext4", ext4Head, 1024 * mebibyte, false},
		{"neither", "", make([]byte, superblockLength), 0, true},
		{"short", "", []byte("XFSB"), 0, true},
	} {
		kind, size, err := readSuperblock(c.head)
		if kind != c.kind || size != c.size || (err != nil) != c.fails {
			t.Errorf("%s: got %q, %d, %v", c.name, kind, size, err)
		}
	}
}
