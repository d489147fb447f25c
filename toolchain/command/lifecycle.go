package main

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Names under which a command finds what the resource's last command printed.
const (
	previousStdout = "PULUMI_COMMAND_STDOUT"
	previousStderr = "PULUMI_COMMAND_STDERR"
)

// runner runs one command of a resource to its end. previous are the resource's outputs so far, or nil.
type runner[O any] func(command string, previous *O) (O, error)

// onCreate runs `create`, if there is one, and names the resource. When the command fails nothing goes into the state.
func onCreate[O any](steps Steps, name string, dryRun bool, run runner[O]) (id string, outputs O, err error) {
	id, err = resource.NewUniqueHex(name, 8, 0)
	if err != nil || dryRun || steps.Create == nil {
		return id, outputs, err
	}
	outputs, err = run(*steps.Create, nil)
	return id, outputs, err
}

// onUpdate runs `update`, or `create` where there is none. When neither is given, or the command fails, the outputs stay
// as they were.
func onUpdate[O any](steps Steps, previous O, dryRun bool, run runner[O]) (O, error) {
	command := steps.Update
	if command == nil {
		command = steps.Create
	}
	if dryRun || command == nil {
		return previous, nil
	}
	return run(*command, &previous)
}

// onDelete runs the `delete` that the state holds, if there is one.
func onDelete[O any](steps Steps, previous O, run runner[O]) error {
	if steps.Delete == nil {
		return nil
	}
	_, err := run(*steps.Delete, &previous)
	return err
}

// variable is one of a command's environment.
type variable struct{ name, value string }

// previousOutputs returns what a command is told about the one before it: nothing about an empty stream.
func (in CommonInputs) previousOutputs(previous Printed) []variable {
	if in.AddPreviousOutputInEnv != nil && !*in.AddPreviousOutputInEnv {
		return nil
	}
	var variables []variable
	if previous.Stdout != "" {
		variables = append(variables, variable{previousStdout, previous.Stdout})
	}
	if previous.Stderr != "" {
		variables = append(variables, variable{previousStderr, previous.Stderr})
	}
	return variables
}

// describe turns the failure of a command into an error for the person who wrote it.
func describe(ctx context.Context, err error, command, output string) error {
	switch {
	case ctx.Err() != nil:
		err = fmt.Errorf("cancelled (%w)", err)
	case errors.Is(err, syscall.E2BIG):
		err = fmt.Errorf("%w (the command, its environment or its previous output is too long: "+
			"set addPreviousOutputInEnv to false, or print less)", err)
	}
	if output == "" {
		output = "(it printed nothing)"
	}
	return fmt.Errorf("%w\nthe command was: %s\nits output was:\n%s", err, command, output)
}
