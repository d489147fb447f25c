package main

import (
	"context"

	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Command is the resource command:local:Command. It has no Read: a refresh runs nothing and keeps the state.
type Command struct{}

// Create runs `create`, if there is one. When the command fails nothing goes into the state.
func (*Command) Create(
	ctx context.Context, req infer.CreateRequest[CommandInputs],
) (infer.CreateResponse[CommandState], error) {
	state := CommandState{CommandInputs: req.Inputs}
	id, err := resource.NewUniqueHex(req.Name, 8, 0)
	if err != nil {
		return infer.CreateResponse[CommandState]{}, err
	}
	if !req.DryRun && req.Inputs.Create != nil {
		state.ProcessOutputs, err = execute(ctx, *req.Inputs.Create, req.Inputs.ProcessInputs, nil)
	}
	return infer.CreateResponse[CommandState]{ID: id, Output: state}, err
}

// Update runs `update`, or `create` where there is none. When neither is given, or the command fails, the outputs stay
// as they were.
func (*Command) Update(
	ctx context.Context, req infer.UpdateRequest[CommandInputs, CommandState],
) (infer.UpdateResponse[CommandState], error) {
	previous := req.State.ProcessOutputs
	state := CommandState{CommandInputs: req.Inputs, ProcessOutputs: previous}
	command := req.Inputs.Update
	if command == nil {
		command = req.Inputs.Create
	}
	if req.DryRun || command == nil {
		return infer.UpdateResponse[CommandState]{Output: state}, nil
	}
	var err error
	state.ProcessOutputs, err = execute(ctx, *command, req.Inputs.ProcessInputs, &previous)
	return infer.UpdateResponse[CommandState]{Output: state}, err
}

// Delete runs the `delete` that the state holds, with the state's other inputs, if there is one.
func (*Command) Delete(
	ctx context.Context, req infer.DeleteRequest[CommandState],
) (infer.DeleteResponse, error) {
	if req.State.Delete == nil {
		return infer.DeleteResponse{}, nil
	}
	_, err := execute(ctx, *req.State.Delete, req.State.ProcessInputs, &req.State.ProcessOutputs)
	return infer.DeleteResponse{}, err
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
