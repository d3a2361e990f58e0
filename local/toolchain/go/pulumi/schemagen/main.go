// Command schemagen writes the Pulumi package schemas of the two bridged providers, which their plugins embed. The
// schemas follow from the Terraform providers, so they are made by the build and not kept.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"log"
	"os"

	pftfgen "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfgen"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfgen"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"

	"kafka-platform/toolchain/pulumi/kafka"
	"kafka-platform/toolchain/pulumi/random"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("schemagen: ")
	kafkaVersion := flag.String("kafka", "", "version of npm @pulumi/kafka")
	kafkaOut := flag.String("kafka-out", "resource-kafka/schema.json", "file to write")
	randomVersion := flag.String("random", "", "version of npm @pulumi/random")
	randomOut := flag.String("random-out", "resource-random/schema.json", "file to write")
	flag.Parse()
	if *kafkaVersion == "" || *randomVersion == "" {
		log.Fatal("-kafka and -random are needed: the versions that the program's package.json pins")
	}

	write(*kafkaOut, "kafka", func() ([]byte, error) { return kafkaSchema(*kafkaVersion) })
	write(*randomOut, "random", func() ([]byte, error) { return randomSchema(*randomVersion) })
}

func write(path, provider string, generate func() ([]byte, error)) {
	schema, err := generate()
	if err != nil {
		log.Fatalf("the schema of %s: %v", provider, err)
	}
	if err := os.WriteFile(path, schema, 0o644); err != nil {
		log.Fatal(err)
	}
}

// kafkaSchema uses the generator for providers built on Terraform's older plugin SDK.
func kafkaSchema(version string) ([]byte, error) {
	generated, err := tfgen.GenerateSchemaWithOptions(tfgen.GenerateSchemaOptions{
		ProviderInfo:    kafka.Provider(version),
		DiagnosticsSink: sink(),
		XInMemoryDocs:   true,
	})
	if err != nil {
		return nil, err
	}
	return json.Marshal(generated.PackageSpec)
}

// randomSchema uses the generator for providers built on Terraform's plugin framework.
func randomSchema(version string) ([]byte, error) {
	generated, err := pftfgen.GenerateSchema(context.Background(), pftfgen.GenerateSchemaOptions{
		ProviderInfo:    random.Provider(version),
		DiagnosticsSink: sink(),
		XInMemoryDocs:   true,
	})
	if err != nil {
		return nil, err
	}
	return generated.ProviderMetadata.PackageSchema, nil
}

// sink shows what the generators have to say. Documentation is not looked for (XInMemoryDocs): nobody reads it from a
// plugin, and its sources are not in the modules.
func sink() diag.Sink {
	return diag.DefaultSink(os.Stderr, os.Stderr, diag.FormatOptions{Color: colors.Never})
}
