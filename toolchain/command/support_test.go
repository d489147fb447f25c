package main

import (
	"log/slog"
	"maps"
	"os"
	"testing"

	"github.com/blang/semver"
	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

const (
	commandURN = resource.URN("urn:pulumi:stack::project::command:local:Command::it")
	remoteURN  = resource.URN("urn:pulumi:stack::project::command:remote:Command::it")
)

type (
	props = map[string]property.Value
	fails = map[string]string
)

// TestMain keeps the logged lines of the commands out of the tests' output.
func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

func newServer(t *testing.T) integration.Server {
	t.Helper()
	server, err := integration.NewServer(
		t.Context(), packageName, semver.MustParse(version), integration.WithProvider(newProvider()))
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func text(s string) property.Value { return property.New(s) }

func texts(items ...string) property.Value {
	values := make([]property.Value, len(items))
	for i, item := range items {
		values[i] = property.New(item)
	}
	return property.New(values)
}

// kind is one of the two Commands, with the inputs that it cannot be without.
type kind struct {
	urn  resource.URN
	base props
}

var local = kind{urn: commandURN}

// remote is a Command on a host of the tests' own.
func remote(host *sshServer) kind {
	return kind{remoteURN, props{"connection": property.New(host.connection(nil))}}
}

// bothKinds runs a test of what the two Commands have in common.
func bothKinds(t *testing.T, test func(t *testing.T, k kind)) {
	t.Run("local", func(t *testing.T) { test(t, local) })
	t.Run("remote", func(t *testing.T) { test(t, remote(newSSHServer(t, nil))) })
}

// with adds what the kind needs.
func (k kind) with(inputs props) property.Map {
	all := maps.Clone(inputs)
	maps.Copy(all, k.base)
	return property.NewMap(all)
}

// create checks and creates, as the engine does, and returns the state.
func (k kind) create(t *testing.T, server integration.Server, inputs props) property.Map {
	t.Helper()
	state, err := k.tryCreate(t, server, inputs)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func (k kind) tryCreate(t *testing.T, server integration.Server, inputs props) (property.Map, error) {
	t.Helper()
	checked, err := server.Check(p.CheckRequest{Urn: k.urn, Inputs: k.with(inputs)})
	if err != nil {
		t.Fatal(err)
	}
	if len(checked.Failures) > 0 {
		t.Fatalf("Check refused: %v", checked.Failures)
	}
	created, err := server.Create(p.CreateRequest{Urn: k.urn, Properties: checked.Inputs})
	if err != nil && created.ID != "" {
		t.Errorf("a failed create has the id %q", created.ID)
	}
	return created.Properties, err
}

func wantText(t *testing.T, m property.Map, name, want string) {
	t.Helper()
	got, ok := m.GetOk(name)
	if !ok || !got.IsString() || got.AsString() != want {
		t.Errorf("%s is %v, want %q", name, got, want)
	}
}
