// Command pulumi-resource-kubernetes is the upstream Kubernetes provider, built from its own module.
//
// schema.json and terraform-mapping.json are files of that module; the toolchain copies them beside this file
// before it builds, and sets version to the release they belong to.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

var (
	version = "unset" // set by -ldflags

	//go:embed schema.json
	schema []byte

	//go:embed terraform-mapping.json
	terraformMapping []byte
)

func main() { provider.Serve("kubernetes", version, schema, terraformMapping) }
