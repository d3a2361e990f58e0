// Package random describes the Pulumi provider "random": the Terraform provider that the official plugin is made from,
// and how its names become those of npm @pulumi/random. A program and its state cannot tell this plugin from the
// official one, except that RandomUuid4 and RandomUuid7 are newer than the Terraform provider that can be had.
package random

import (
	"context"
	"errors"

	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/terraform-providers/terraform-provider-random/shim"
)

const name = "random"

// Provider describes the plugin of the given version, which is that of the npm package.
func Provider(version string) tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		Name:    name,
		Version: version,
		P:       pf.ShimProvider(shim.NewProvider()),
		Resources: map[string]*tfbridge.ResourceInfo{
			"random_bytes": {ComputeID: bytesID},
		},
		// The history of earlier names, which this plugin does not have.
		MetadataInfo: tfbridge.NewProviderMetadata([]byte("{}")),
		// As in the official plugin, so that states written by either have the same form.
		EnableAccurateBridgePreview: true,
		EnableRawStateDelta:         true,
	}
	standard := tokens.MakeStandard(name)
	info.MustComputeTokens(tokens.SingleModule(name+"_", "index", func(module, resource string) (string, error) {
		return standard(module, "Random"+resource)
	}))
	return info
}

// bytesID gives RandomBytes an ID, which its Terraform resource has none of. The ID is the secret value itself, in the
// clear, as in the official plugin; a program that must not show the value should use RandomPassword.
func bytesID(_ context.Context, state resource.PropertyMap) (resource.ID, error) {
	value := state["base64"]
	if value.IsSecret() {
		value = value.SecretValue().Element
	}
	if !value.IsString() {
		return "", errors.New("random_bytes has no base64 text to take its ID from")
	}
	return resource.ID(value.StringValue()), nil
}
