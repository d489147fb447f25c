package main

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// RemoteCommand is the resource command:remote:Command. It has no Read: a refresh dials nothing and keeps the state.
type RemoteCommand struct{}

// runner runs commands on the host of the connection.
func (in RemoteInputs) runner(ctx context.Context) runner[Printed] {
	return func(command string, previous *Printed) (Printed, error) {
		return executeRemotely(ctx, command, in, previous)
	}
}

// Create runs `create`.
func (*RemoteCommand) Create(
	ctx context.Context, req infer.CreateRequest[RemoteInputs],
) (infer.CreateResponse[RemoteState], error) {
	in := req.Inputs
	id, outputs, err := onCreate(in.Steps, req.Name, req.DryRun, in.runner(ctx))
	return infer.CreateResponse[RemoteState]{ID: id, Output: RemoteState{in, outputs}}, err
}

// Update runs `update` or `create`.
func (*RemoteCommand) Update(
	ctx context.Context, req infer.UpdateRequest[RemoteInputs, RemoteState],
) (infer.UpdateResponse[RemoteState], error) {
	in := req.Inputs
	outputs, err := onUpdate(in.Steps, req.State.Printed, req.DryRun, in.runner(ctx))
	return infer.UpdateResponse[RemoteState]{Output: RemoteState{in, outputs}}, err
}

// Delete runs the state's `delete` with the state's other inputs.
func (*RemoteCommand) Delete(ctx context.Context, req infer.DeleteRequest[RemoteState]) (infer.DeleteResponse, error) {
	state := req.State
	return infer.DeleteResponse{}, onDelete(state.Steps, state.Printed, state.runner(ctx))
}

// WireDependencies makes each output depend on each input, as with the local Command. The connection is left out of what
// makes outputs secret: it always is, so nothing that a remote command prints could be shown. A command is not told it.
func (*RemoteCommand) WireDependencies(f infer.FieldSelector, inputs *RemoteInputs, state *RemoteState) {
	output := f.OutputField(state)
	output.DependsOn(f.InputField(inputs).Computed())
	for _, input := range []any{
		&inputs.Create, &inputs.Update, &inputs.Delete, &inputs.Triggers,
		&inputs.Stdin, &inputs.Environment, &inputs.Logging, &inputs.AddPreviousOutputInEnv,
	} {
		output.DependsOn(f.InputField(input).Secret())
	}
}
