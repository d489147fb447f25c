package main

import (
	"context"
	"net"
	"slices"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

// engine is an engine that keeps what it is told.
type engine struct {
	pulumirpc.UnimplementedEngineServer
	told []string
}

func (e *engine) Log(_ context.Context, req *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	e.told = append(e.told, req.GetMessage())
	return &emptypb.Empty{}, nil
}

func TestDebugLinesStayInThePluginUnlessAskedFor(t *testing.T) {
	cases := map[string]struct {
		tfLog string
		want  []string
	}{
		"not asked for": {"", []string{"an info", "a warning", "an error"}},
		"asked for":     {"DEBUG", []string{"a debug line", "an info", "a warning", "an error"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TF_LOG", c.tfLog)
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			heard := &engine{}
			server := grpc.NewServer()
			pulumirpc.RegisterEngineServer(server, heard)
			go func() { _ = server.Serve(listener) }()
			defer server.Stop()
			host, err := provider.NewHostClient(listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer host.Close()

			quieten(host)
			for _, line := range []struct {
				severity diag.Severity
				text     string
			}{
				{diag.Debug, "a debug line"}, {diag.Info, "an info"}, {diag.Warning, "a warning"}, {diag.Error, "an error"},
			} {
				if err := host.Log(t.Context(), line.severity, "", line.text); err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(heard.told, c.want) {
				t.Errorf("the engine was told %q, want %q", heard.told, c.want)
			}
		})
	}
}
