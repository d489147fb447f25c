package main

import (
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

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
			if len(checked.Failures) != len(c.want) {
				t.Errorf("the failures are %v, want %v", checked.Failures, c.want)
			}
			for _, failure := range checked.Failures {
				want, ok := c.want[failure.Property]
				if !ok || !strings.Contains(failure.Reason, want) {
					t.Errorf("%s: %s; want %v", failure.Property, failure.Reason, c.want)
				}
			}
		})
	}
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
	for _, name := range []string{"command:remote:Command", "command:remote:CopyToRemote", "command:remote:CopyFile"} {
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
				for _, want := range []string{name, "command:local:Command", "command:local:run"} {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("the error does not contain %q: %v", want, err)
					}
				}
			})
		}
	}
}
