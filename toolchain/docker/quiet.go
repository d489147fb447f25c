package main

import (
	"context"
	"os"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// quietEngine is the engine's client without what only who debugs the provider reads.
type quietEngine struct {
	pulumirpc.EngineClient
}

// Log implements the engine's protocol.
func (q quietEngine) Log(
	ctx context.Context, req *pulumirpc.LogRequest, opts ...grpc.CallOption,
) (*emptypb.Empty, error) {
	if req.GetSeverity() == pulumirpc.LogSeverity_DEBUG {
		return &emptypb.Empty{}, nil
	}
	return q.EngineClient.Log(ctx, req, opts...)
}

// quieten keeps the Terraform provider's debug lines from the engine, unless TF_LOG asks for lines of some level. The
// bridge sends each of them in a call of its own, and waits for the answer: a quarter of what the plugin does.
//
// A host is a type of its own and not an interface, so its client is reached by its name; a host that calls it
// otherwise is left as it is.
func quieten(host *provider.HostClient) {
	if host == nil || os.Getenv("TF_LOG") != "" {
		return
	}
	field := reflect.ValueOf(host).Elem().FieldByName("client")
	if !field.IsValid() || field.Type() != reflect.TypeFor[pulumirpc.EngineClient]() {
		return
	}
	client := (*pulumirpc.EngineClient)(field.Addr().UnsafePointer())
	*client = quietEngine{*client}
}
