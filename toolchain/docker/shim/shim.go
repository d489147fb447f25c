// Package shim makes the Terraform provider for Docker usable from outside its own module: its constructor is in an
// internal package, which only a module below its path may import.
package shim

import (
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// New returns the Terraform provider; version is what it calls itself.
func New(version string) *schema.Provider { return provider.New(version)() }
