package main

import (
	"context"
	"runtime"
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/terraform-providers/terraform-provider-docker/shim"
)

const (
	packageName = "docker"
	// terraformVersion is the release of the Terraform provider that the pinned commit leads to.
	terraformVersion = "4.6.0"
)

// resourceNames are the names in @pulumi/docker for the Terraform provider's resources.
var resourceNames = map[string]string{
	"docker_buildx_builder": "BuildxBuilder",
	"docker_config":         "ServiceConfig",
	"docker_container":      "Container",
	"docker_image":          "RemoteImage",
	"docker_network":        "Network",
	"docker_plugin":         "Plugin",
	"docker_registry_image": "RegistryImage",
	"docker_secret":         "Secret",
	"docker_service":        "Service",
	"docker_tag":            "Tag",
	"docker_volume":         "Volume",
}

// functionNames are the names in @pulumi/docker for the Terraform provider's data sources.
var functionNames = map[string]string{
	"docker_image":                    "getRemoteImage",
	"docker_logs":                     "getLogs",
	"docker_network":                  "getNetwork",
	"docker_plugin":                   "getPlugin",
	"docker_registry_image":           "getRegistryImage",
	"docker_registry_image_manifests": "getRegistryImageManifests",
}

// fieldNames are the properties which @pulumi/docker does not call what the bridge would: lists that stay singular, and
// names that would otherwise be made up by autonaming.
var fieldNames = map[string]map[string]*tfbridge.SchemaInfo{
	"docker_container": {
		"command":           {Name: "command"},
		"networks_advanced": {Name: "networksAdvanced"},
	},
	"docker_image": {"name": {Name: "name"}},
}

// providerInfo maps the Terraform provider to the package: tokens, property names, defaults and replacement order.
func providerInfo() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:            shimv2.NewProvider(shim.New(terraformVersion)),
		Name:         packageName,
		Version:      version,
		GitHubOrg:    "kreuzwerker",
		MetadataInfo: tfbridge.NewProviderMetadata([]byte(`{}`)),
		Config: map[string]*tfbridge.SchemaInfo{
			"host": {Default: &tfbridge.DefaultInfo{
				EnvVars:        []string{"DOCKER_HOST"},
				ComputeDefault: defaultHost,
			}},
			"registry_auth": {Name: "registryAuth", MaxItemsOne: tfbridge.False()},
		},
		Resources:   map[string]*tfbridge.ResourceInfo{},
		DataSources: map[string]*tfbridge.DataSourceInfo{},
	}
	for terraform, name := range resourceNames {
		info.Resources[terraform] = &tfbridge.ResourceInfo{
			Tok:    tokens.Type(token(name)),
			Fields: fieldNames[terraform],
		}
	}
	// A container's name and ports are free again only when the old container is gone.
	info.Resources["docker_container"].DeleteBeforeReplace = true
	for terraform, name := range functionNames {
		info.DataSources[terraform] = &tfbridge.DataSourceInfo{Tok: tokens.ModuleMember(token(name))}
	}
	info.SetAutonaming(255, "-")
	return info
}

// token is the type token of a resource or function: its module is its name with a small first letter.
func token(name string) string {
	return packageName + ":index/" + strings.ToLower(name[:1]) + name[1:] + ":" + name
}

// defaultHost is the engine's usual address where neither the configuration nor DOCKER_HOST names one.
func defaultHost(context.Context, tfbridge.ComputeDefaultOptions) (any, error) {
	if runtime.GOOS == "windows" {
		return "npipe:////./pipe/docker_engine", nil
	}
	return "unix:///var/run/docker.sock", nil
}
