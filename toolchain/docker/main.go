// Command pulumi-resource-docker is the plugin for the package @pulumi/docker: the Terraform provider for Docker behind
// Pulumi's bridge.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// version is the version of @pulumi/docker whose typings this plugin serves; the build sets it.
var version = "5.2.0"

func main() {
	err := provider.Main(packageName, func(host *provider.HostClient) (pulumirpc.ResourceProviderServer, error) {
		return newServer(context.Background(), host)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// newServer returns the bridged provider with the refusal of what it does not have in front of it.
func newServer(ctx context.Context, host *provider.HostClient) (pulumirpc.ResourceProviderServer, error) {
	quieten(host)
	info := providerInfo()
	schema, err := stubSchema()
	if err != nil {
		return nil, err
	}
	bridged := tfbridge.NewProvider(ctx, host, packageName, version, info.P, info, schema)
	return &server{ResourceProviderServer: bridged}, nil
}

// stubSchema is the little that the bridge and the engine want of a package schema at run time. The full one serves
// code generation, which @pulumi/docker's own package has behind it.
func stubSchema() ([]byte, error) {
	return json.Marshal(map[string]any{
		"name":        packageName,
		"version":     version,
		"description": "Docker by way of the Terraform provider; this build carries no full schema.",
	})
}
