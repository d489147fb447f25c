package main

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// imageToken is the one resource of @pulumi/docker which is not behind the Terraform provider.
const imageToken = packageName + ":index/image:Image"

// server is the bridged provider, except that it refuses docker.Image with an answer that says what to use.
type server struct {
	pulumirpc.ResourceProviderServer
}

// refuse returns an error when the URN is one of a docker.Image, new or from a state which the official plugin wrote.
func refuse(urn string) error {
	if t := resource.URN(urn).Type(); string(t) != imageToken && string(t) != "docker:image:Image" {
		return nil
	}
	return fmt.Errorf("docker.Image is not in this build of the docker plugin: use docker.RemoteImage, which pulls an "+
		"image, or builds one from its `build` input, or put the official plugin resource-docker v%s in place of "+
		"this one", version)
}

// Check implements the provider protocol.
func (s *server) Check(ctx context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	if err := refuse(req.GetUrn()); err != nil {
		return nil, err
	}
	return s.ResourceProviderServer.Check(ctx, req)
}

// Diff implements the provider protocol.
func (s *server) Diff(ctx context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	if err := refuse(req.GetUrn()); err != nil {
		return nil, err
	}
	return s.ResourceProviderServer.Diff(ctx, req)
}

// Create implements the provider protocol.
func (s *server) Create(ctx context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	if err := refuse(req.GetUrn()); err != nil {
		return nil, err
	}
	return s.ResourceProviderServer.Create(ctx, req)
}

// Read implements the provider protocol.
func (s *server) Read(ctx context.Context, req *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	if err := refuse(req.GetUrn()); err != nil {
		return nil, err
	}
	return s.ResourceProviderServer.Read(ctx, req)
}

// Update implements the provider protocol.
func (s *server) Update(ctx context.Context, req *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	if err := refuse(req.GetUrn()); err != nil {
		return nil, err
	}
	return s.ResourceProviderServer.Update(ctx, req)
}

// Delete implements the provider protocol.
func (s *server) Delete(ctx context.Context, req *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	if err := refuse(req.GetUrn()); err != nil {
		return nil, err
	}
	return s.ResourceProviderServer.Delete(ctx, req)
}
