// Command pulumi-resource-kafka is the plugin behind npm @pulumi/kafka. Its schema.json is written by ../schemagen
// before it is built.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"

	"kafka-platform/toolchain/pulumi/kafka"
)

//go:embed schema.json
var schema []byte

// version is that of the npm package; the build sets it (-X main.version=…).
var version = "0.0.0-dev"

func main() {
	tfbridge.Main("kafka", version, kafka.Provider(version), schema)
}
