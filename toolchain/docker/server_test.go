package main

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

func urn(token string) string { return "urn:pulumi:stack::project::" + token + "::it" }

func marshal(t *testing.T, properties map[string]any) *structpb.Struct {
	t.Helper()
	s, err := plugin.MarshalProperties(resource.NewPropertyMapFromMap(properties), plugin.MarshalOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func testServer(t *testing.T) pulumirpc.ResourceProviderServer {
	t.Helper()
	s, err := newServer(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestImageIsRefusedWithTheWayOut(t *testing.T) {
	s, ctx := testServer(t), context.Background()
	for _, token := range []string{imageToken, "docker:image:Image"} {
		at := urn(token)
		calls := map[string]func() error{
			"check":  func() error { _, err := s.Check(ctx, &pulumirpc.CheckRequest{Urn: at}); return err },
			"diff":   func() error { _, err := s.Diff(ctx, &pulumirpc.DiffRequest{Urn: at}); return err },
			"create": func() error { _, err := s.Create(ctx, &pulumirpc.CreateRequest{Urn: at}); return err },
			"read":   func() error { _, err := s.Read(ctx, &pulumirpc.ReadRequest{Urn: at}); return err },
			"update": func() error { _, err := s.Update(ctx, &pulumirpc.UpdateRequest{Urn: at}); return err },
			"delete": func() error { _, err := s.Delete(ctx, &pulumirpc.DeleteRequest{Urn: at}); return err },
		}
		for call, do := range calls {
			if err := do(); err == nil || !strings.Contains(err.Error(), "docker.RemoteImage") {
				t.Errorf("%s of %s: the error is %v", call, token, err)
			}
		}
	}
}

func TestDefaultHost(t *testing.T) {
	byDefault := providerInfo().Config["host"].Default
	if !slices.Equal(byDefault.EnvVars, []string{"DOCKER_HOST"}) {
		t.Errorf("the host is read from %v", byDefault.EnvVars)
	}
	host, err := byDefault.ComputeDefault(t.Context(), tfbridge.ComputeDefaultOptions{})
	if err != nil || host != "unix:///var/run/docker.sock" {
		t.Errorf("without DOCKER_HOST the host is %v, %v", host, err)
	}
}

func TestNames(t *testing.T) {
	cases := map[string]struct {
		token  string
		inputs map[string]any
		want   string
	}{
		"made up":            {token("Network"), map[string]any{}, `^it-[0-9a-f]{7}$`},
		"given":              {token("Network"), map[string]any{"name": "mine"}, `^mine$`},
		"made up, container": {token("Container"), map[string]any{"image": "x"}, `^it-[0-9a-f]{7}$`},
		"never for images":   {token("RemoteImage"), map[string]any{}, `^$`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			checked, err := testServer(t).Check(t.Context(), &pulumirpc.CheckRequest{
				Urn: urn(c.token), News: marshal(t, c.inputs), RandomSeed: make([]byte, 32),
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := checked.GetInputs().GetFields()["name"].GetStringValue(); !regexp.MustCompile(c.want).MatchString(got) {
				t.Errorf("the name is %q, want %s", got, c.want)
			}
		})
	}
}

func TestUnknownInputIsRefusedByName(t *testing.T) {
	checked, err := testServer(t).Check(t.Context(), &pulumirpc.CheckRequest{
		Urn: urn(token("Container")), News: marshal(t, map[string]any{"image": "x", "links": []any{"a"}}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(checked.Failures) != 1 || !strings.Contains(checked.Failures[0].Reason, "links") {
		t.Errorf("the failures are %v", checked.Failures)
	}
}

// TestReplacement is about the order of a replacement: a name that was given is free only after the deletion, and a
// container goes first in any case.
func TestReplacement(t *testing.T) {
	given, madeUp := []any{}, []any{"name"}
	cases := map[string]struct {
		token, property string
		defaults        []any
		deleteFirst     bool
	}{
		"container with a name given":   {token("Container"), "image", given, true},
		"container with a name made up": {token("Container"), "image", madeUp, true},
		"network with a name given":     {token("Network"), "driver", given, true},
		"network with a name made up":   {token("Network"), "driver", madeUp, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			state := func(value string) *structpb.Struct {
				return marshal(t, map[string]any{"name": "a", c.property: value, "__defaults": c.defaults})
			}
			diff, err := testServer(t).Diff(t.Context(), &pulumirpc.DiffRequest{
				Urn: urn(c.token), Id: "id", Olds: state("old"), OldInputs: state("old"), News: state("new"),
			})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(diff.Replaces, c.property) {
				t.Errorf("it replaces for %v, want %s", diff.Replaces, c.property)
			}
			if diff.DeleteBeforeReplace != c.deleteFirst {
				t.Errorf("delete before replace is %t, want %t", diff.DeleteBeforeReplace, c.deleteFirst)
			}
		})
	}
}
