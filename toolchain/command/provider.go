package main

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/middleware/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

const packageName = "command"

// newProvider returns the provider with everything that it serves, and a refusal by name for what it does not.
func newProvider() p.Provider {
	inner := infer.Provider(infer.Options{
		Metadata:  schema.Metadata{DisplayName: "Command", Description: "Runs commands here and over SSH."},
		Resources: []infer.InferredResource{infer.Resource(&Command{}), infer.Resource(&RemoteCommand{})},
		Functions: []infer.InferredFunction{infer.Function(&Run{})},
	})
	return refuseUnknownTokens(inner)
}

// Annotate gives the resource its type token.
func (c *Command) Annotate(a infer.Annotator) {
	a.SetToken("local", "Command")
	a.Describe(c, "A command with a life cycle: run on create, update and delete.")
}

// Annotate gives the resource its type token.
func (c *RemoteCommand) Annotate(a infer.Annotator) {
	a.SetToken("remote", "Command")
	a.Describe(c, "A command with a life cycle on another host, which is reached by SSH.")
}

// Annotate gives the function its token.
func (r *Run) Annotate(a infer.Annotator) {
	a.SetToken("local", "run")
	a.Describe(r, "Runs a command each time that the program runs, in previews too.")
}

// refuseUnknownTokens answers first for tokens which @pulumi/command has and this plugin has not, at each entry point
// that names one, so that state written by the official plugin gets the same plain answer as a new resource.
func refuseUnknownTokens(inner p.Provider) p.Provider {
	outer := inner
	outer.Check = func(ctx context.Context, req p.CheckRequest) (p.CheckResponse, error) {
		if err := refuse(req.Urn.Type()); err != nil {
			return p.CheckResponse{}, err
		}
		return inner.Check(ctx, req)
	}
	outer.Diff = func(ctx context.Context, req p.DiffRequest) (p.DiffResponse, error) {
		if err := refuse(req.Urn.Type()); err != nil {
			return p.DiffResponse{}, err
		}
		diff, err := inner.Diff(ctx, req)
		for path, change := range diff.DetailedDiff {
			if strings.HasPrefix(path, "triggers[") {
				diff.DetailedDiff[path] = p.PropertyDiff{Kind: asReplace(change.Kind), InputDiff: change.InputDiff}
			}
		}
		return diff, err
	}
	outer.Create = func(ctx context.Context, req p.CreateRequest) (p.CreateResponse, error) {
		if err := refuse(req.Urn.Type()); err != nil {
			return p.CreateResponse{}, err
		}
		return inner.Create(ctx, req)
	}
	outer.Read = func(ctx context.Context, req p.ReadRequest) (p.ReadResponse, error) {
		if err := refuse(req.Urn.Type()); err != nil {
			return p.ReadResponse{}, err
		}
		return inner.Read(ctx, req)
	}
	outer.Update = func(ctx context.Context, req p.UpdateRequest) (p.UpdateResponse, error) {
		if err := refuse(req.Urn.Type()); err != nil {
			return p.UpdateResponse{}, err
		}
		return inner.Update(ctx, req)
	}
	outer.Delete = func(ctx context.Context, req p.DeleteRequest) error {
		if err := refuse(req.Urn.Type()); err != nil {
			return err
		}
		return inner.Delete(ctx, req)
	}
	outer.Invoke = func(ctx context.Context, req p.InvokeRequest) (p.InvokeResponse, error) {
		if err := refuse(tokens.Type(req.Token)); err != nil {
			return p.InvokeResponse{}, err
		}
		// The framework checks a resource's inputs, but not all of a function's.
		if failures := checkInputs("", req.Args, reflect.TypeFor[RunInputs]()); len(failures) > 0 {
			return p.InvokeResponse{Failures: failures}, nil
		}
		return inner.Invoke(ctx, req)
	}
	return outer
}

// asReplace makes a change of one trigger replace the resource, as a change of all of them does: the framework knows
// only the input as a whole.
func asReplace(kind p.DiffKind) p.DiffKind {
	switch kind {
	case p.Add:
		return p.AddReplace
	case p.Delete:
		return p.DeleteReplace
	case p.Update:
		return p.UpdateReplace
	default:
		return kind
	}
}

// refuse returns an error for what the official plugin has outside the module `local` and this one has not, and nil for
// the rest: unknown names in `local` are answered by the framework.
func refuse(token tokens.Type) error {
	if strings.HasPrefix(string(token), packageName+":local:") || token == packageName+":remote:Command" {
		return nil
	}
	return fmt.Errorf("%q is not in this build of the command plugin, which has command:local:Command, "+
		"command:local:run and command:remote:Command: use those (for example the last with a file's contents as its "+
		"stdin), or put the official plugin resource-command v%s in place of this one", token, version)
}
