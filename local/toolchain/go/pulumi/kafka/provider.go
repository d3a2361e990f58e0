// Package kafka describes the Pulumi provider "kafka": the Terraform provider that the official plugin is made from,
// and how its names become those of npm @pulumi/kafka. A program and its state cannot tell this plugin from the
// official one.
package kafka

import (
	"github.com/Mongey/terraform-provider-kafka/kafka"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	sdkv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
)

const name = "kafka"

// maxTopicName is how long a name may get that is made up for a topic without one; the figure is the official plugin's.
const maxTopicName = 255

// Provider describes the plugin of the given version, which is that of the npm package.
func Provider(version string) tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		Name:    name,
		Version: version,
		P:       sdkv2.NewProvider(kafka.Provider()),
		Config: map[string]*tfbridge.SchemaInfo{
			"sasl_mechanism":  defaultFrom("KAFKA_SASL_MECHANISM", "plain"),
			"skip_tls_verify": defaultFrom("KAFKA_SKIP_VERIFY", false),
			"tls_enabled":     defaultFrom("KAFKA_ENABLE_TLS", true),
		},
		Resources: map[string]*tfbridge.ResourceInfo{
			"kafka_acl": {
				// The plain names would read as those of the Pulumi resource itself.
				Fields: map[string]*tfbridge.SchemaInfo{
					"resource_name": {Name: "aclResourceName"},
					"resource_type": {Name: "aclResourceType"},
				},
			},
		},
		DataSources: map[string]*tfbridge.DataSourceInfo{
			// The npm package calls them without the standard form's folder (index/getTopic).
			"kafka_topic":  {Tok: "kafka:index:getTopic"},
			"kafka_topics": {Tok: "kafka:index:getTopics"},
		},
		// The history of earlier names, which this plugin does not have.
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
	}
	info.MustComputeTokens(tokens.SingleModule(name+"_", "index", tokens.MakeStandard(name)))
	info.SetAutonaming(maxTopicName, "-")
	return info
}

// defaultFrom takes a setting from the environment if the program leaves it out.
func defaultFrom(variable string, otherwise any) *tfbridge.SchemaInfo {
	return &tfbridge.SchemaInfo{Default: &tfbridge.DefaultInfo{EnvVars: []string{variable}, Value: otherwise}}
}
