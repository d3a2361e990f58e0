// Package shim reaches the provider package of terraform-provider-random, which is internal. Go lets a package import
// an internal one if its import path begins with the same path, and that is all this module is for: its name is below
// the provider's, and the replace directive in ../go.mod says where it really is.
package shim

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"
	random "github.com/terraform-providers/terraform-provider-random/internal/provider"
)

// NewProvider makes the Terraform provider "random".
func NewProvider() provider.Provider {
	return random.New()
}
