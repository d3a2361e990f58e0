// Command pulumi-resource-random is the plugin behind npm @pulumi/random. Its schema.json is written by ../schemagen
// before it is built.
package main

import (
	"context"
	_ "embed"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"

	"kafka-platform/toolchain/pulumi/random"
)

//go:embed schema.json
var schema []byte

// version is that of the npm package; the build sets it (-X main.version=…).
var version = "0.0.0-dev"

func main() {
	metadata := tfbridge.ProviderMetadata{PackageSchema: schema}
	tfbridge.Main(context.Background(), "random", random.Provider(version), metadata)
}
