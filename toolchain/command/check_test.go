package main

import (
	"maps"
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// wantFailures compares the failures with the properties that are wanted, each with a part of the reason.
func wantFailures(t *testing.T, failures []p.CheckFailure, want fails) {
	t.Helper()
	if len(failures) != len(want) {
		t.Errorf("the failures are %v, want %v", failures, want)
	}
	for _, failure := range failures {
		reason, ok := want[failure.Property]
		if !ok || !strings.Contains(failure.Reason, reason) {
			t.Errorf("%s: %s; want %v", failure.Property, failure.Reason, want)
		}
	}
}

func TestCheck(t *testing.T) {
	server := newServer(t)
	cases := map[string]struct {
		inputs props
		want   fails // property → a part of the reason
	}{
		"everything": {props{
			"create": text("a"), "update": text("b"), "delete": text("c"), "dir": text("/"), "stdin": text("d"),
			"environment": property.New(props{"A": text("b")}), "interpreter": texts("sh"), "logging": text("none"),
			"triggers":               property.New([]property.Value{text("a"), property.New(1.0), property.New(true)}),
			"addPreviousOutputInEnv": property.New(true), "assetPaths": texts("*"), "archivePaths": texts("*"),
		}, nil},
		"nothing":       {props{}, nil},
		"unknown value": {props{"logging": property.New(property.Computed), "create": property.New(property.Computed)}, nil},
		"unknown input": {props{"creat": text("a")}, fails{"creat": "allowed are addPreviousOutputInEnv, archivePaths,"}},
		"two of them":   {props{"timeout": text("a"), "retries": text("b")}, fails{"timeout": `"timeout"`, "retries": `"retries"`}},
		"secret input":  {props{"timeout": text("a").WithSecret(true)}, fails{"timeout": "there is no input"}},
		"logging":       {props{"logging": text("all")}, fails{"logging": "allowed are stdout, stderr, stdoutAndStderr, none"}},
		"wrong type":    {props{"create": property.New(1.0)}, fails{"create": ""}},
		"wrong element": {props{"environment": property.New(props{"A": property.New(true)})}, fails{"environment[A] value": "must be a 'string'"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			checked, err := server.Check(p.CheckRequest{Urn: commandURN, Inputs: property.NewMap(c.inputs)})
			if err != nil {
				t.Fatal(err)
			}
			wantFailures(t, checked.Failures, c.want)
		})
	}
}

func TestCheckOfAConnection(t *testing.T) {
	everything := func(more props) property.Value {
		connection := props{
			"host": text("a"), "port": property.New(1.0), "user": text("b"), "password": text("c"), "privateKey": text("d"),
			"privateKeyPassword": text("e"), "agentSocketPath": text("f"), "dialErrorLimit": property.New(-1.0),
			"perDialTimeout": property.New(0.0), "hostKey": text("g"),
		}
		maps.Copy(connection, more)
		return property.New(connection)
	}
	server := newServer(t)
	cases := map[string]struct {
		connection property.Value
		want       fails
	}{
		"everything":       {everything(props{"proxy": everything(nil)}), nil},
		"secret":           {everything(nil).WithSecret(true), nil},
		"unknown":          {property.New(property.Computed), nil},
		"unknown password": {everything(props{"password": property.New(property.Computed)}), nil},
		"unknown input":    {everything(props{"hostname": text("s3cret")}), fails{"connection.hostname": "allowed are agentSocketPath, "}},
		"of the proxy": {
			everything(props{"proxy": everything(props{"proxy": everything(nil)})}),
			fails{"connection.proxy.proxy": "allowed are agentSocketPath, "},
		},
		"no host": {property.New(props{"user": text("a")}), fails{"connection": "'host'"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			checked, err := server.Check(p.CheckRequest{
				Urn: remoteURN, Inputs: property.NewMap(props{"create": text("true"), "connection": c.connection}),
			})
			if err != nil {
				t.Fatal(err)
			}
			wantFailures(t, checked.Failures, c.want)
			if !checked.Inputs.Get("connection").Secret() && len(c.want) == 0 {
				t.Error("the connection is not secret")
			}
		})
	}
	checked, err := server.Check(p.CheckRequest{Urn: remoteURN, Inputs: property.NewMap(props{
		"create": text("true"), "dir": text("/"), "interpreter": texts("sh"),
	})})
	if err != nil {
		t.Fatal(err)
	}
	wantFailures(t, checked.Failures, fails{"dir": "allowed are", "interpreter": "allowed are", "connection": ""})
}

func TestCheckKeepsSecrets(t *testing.T) {
	checked, err := newServer(t).Check(p.CheckRequest{
		Urn: commandURN, Inputs: property.NewMap(props{"create": text("a").WithSecret(true), "stdin": text("b")}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if !checked.Inputs.Get("create").Secret() || checked.Inputs.Get("stdin").Secret() {
		t.Errorf("the checked inputs are %v", checked.Inputs)
	}
}

func TestWhatIsNotThereIsRefusedByName(t *testing.T) {
	server := newServer(t)
	for _, name := range []string{"command:remote:CopyToRemote", "command:remote:CopyFile", "command:remote:run"} {
		urn := resource.NewURN("stack", "project", "", tokens.Type(name), "it")
		calls := map[string]func() error{
			"check":  func() error { _, err := server.Check(p.CheckRequest{Urn: urn}); return err },
			"diff":   func() error { _, err := server.Diff(p.DiffRequest{Urn: urn}); return err },
			"create": func() error { _, err := server.Create(p.CreateRequest{Urn: urn}); return err },
			"read":   func() error { _, err := server.Read(p.ReadRequest{Urn: urn}); return err },
			"update": func() error { _, err := server.Update(p.UpdateRequest{Urn: urn}); return err },
			"delete": func() error { return server.Delete(p.DeleteRequest{Urn: urn}) },
			"invoke": func() error { _, err := server.Invoke(p.InvokeRequest{Token: tokens.Type(name)}); return err },
		}
		for call, do := range calls {
			t.Run(name+" "+call, func(t *testing.T) {
				err := do()
				if err == nil {
					t.Fatal("no error")
				}
				for _, want := range []string{name, "command:local:Command", "command:local:run", "command:remote:Command"} {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("the error does not contain %q: %v", want, err)
					}
				}
			})
		}
	}
}
