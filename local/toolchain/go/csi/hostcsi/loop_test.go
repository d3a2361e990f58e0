// Tests of how the kernel's table of mounts is read.
package main

import (
	"slices"
	"strings"
	"testing"
)

func TestParseMountInfo(t *testing.T) {
	const table = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
31 22 7:3 / /var/lib/kubelet/pods/a/volumes/v/mount rw shared:5 - xfs /dev/loop3 rw,nouuid
32 22 7:3 / /srv/with\040blank rw - xfs /dev/loop3 rw
33 22 7:30 / /other rw - ext4 /dev/loop30 rw
`
	got, err := parseMountInfo(strings.NewReader(table), func(_, number string) bool { return number == "7:3" })
	want := []string{"/var/lib/kubelet/pods/a/volumes/v/mount", "/srv/with blank"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q and %v, want %q", got, err, want)
	}
}

func TestUnescape(t *testing.T) {
	for escaped, want := range map[string]string{`a\040b`: "a b", `a\134b`: `a\b`, `a\`: `a\`, `\999`: `\999`, "": ""} {
		if got := unescape(escaped); got != want {
			t.Errorf("%q: got %q, want %q", escaped, got, want)
		}
	}
}
