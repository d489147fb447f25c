package main

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// Command is the resource command:local:Command. It has no Read: a refresh runs nothing and keeps the state.
type Command struct{}

// runner runs commands on this machine.
func (in ProcessInputs) runner(ctx context.Context) runner[ProcessOutputs] {
	return func(command string, previous *ProcessOutputs) (ProcessOutputs, error) {
		return execute(ctx, command, in, previous)
	}
}

// Create runs `create`.
func (*Command) Create(
	ctx context.Context, req infer.CreateRequest[CommandInputs],
) (infer.CreateResponse[CommandState], error) {
	in := req.Inputs
	id, outputs, err := onCreate(in.Steps, req.Name, req.DryRun, in.runner(ctx))
	return infer.CreateResponse[CommandState]{ID: id, Output: CommandState{in, outputs}}, err
}

// Update runs `update` or `create`.
func (*Command) Update(
	ctx context.Context, req infer.UpdateRequest[CommandInputs, CommandState],
) (infer.UpdateResponse[CommandState], error) {
	in := req.Inputs
	outputs, err := onUpdate(in.Steps, req.State.ProcessOutputs, req.DryRun, in.runner(ctx))
	return infer.UpdateResponse[CommandState]{Output: CommandState{in, outputs}}, err
}

// Delete runs the state's `delete` with the state's other inputs.
func (*Command) Delete(ctx context.Context, req infer.DeleteRequest[CommandState]) (infer.DeleteResponse, error) {
	state := req.State
	return infer.DeleteResponse{}, onDelete(state.Steps, state.ProcessOutputs, state.runner(ctx))
}

// WireDependencies makes each output depend on each input, so that one secret input makes every output secret: what a
// command prints may well contain what it was given.
func (*Command) WireDependencies(f infer.FieldSelector, inputs *CommandInputs, state *CommandState) {
	f.OutputField(state).DependsOn(f.InputField(inputs).Secret(), f.InputField(inputs).Computed())
}

// Run is the function command:local:run.
type Run struct{}

// Invoke runs the command, in a preview as in an update.
func (*Run) Invoke(
	ctx context.Context, req infer.FunctionRequest[RunInputs],
) (infer.FunctionResponse[RunOutputs], error) {
	outputs, err := execute(ctx, req.Input.Command, req.Input.ProcessInputs, nil)
	return infer.FunctionResponse[RunOutputs]{
		Output: RunOutputs{RunInputs: req.Input, ProcessOutputs: outputs},
	}, err
}
