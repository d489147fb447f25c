package main

import (
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Logging says which of a command's two streams appear in Pulumi's display while the command runs.
type Logging string

// The values that Logging can have; no value means both streams.
const (
	LogStdout Logging = "stdout"
	LogStderr Logging = "stderr"
	LogBoth   Logging = "stdoutAndStderr"
	LogNone   Logging = "none"
)

// Values lists the allowed values for the schema.
func (Logging) Values() []infer.EnumValue[Logging] {
	return []infer.EnumValue[Logging]{
		{Name: "stdout", Value: LogStdout, Description: "Show standard output only"},
		{Name: "stderr", Value: LogStderr, Description: "Show standard error only"},
		{Name: "stdoutAndStderr", Value: LogBoth, Description: "Show both streams"},
		{Name: "none", Value: LogNone, Description: "Show nothing"},
	}
}

// shows reports whether the stream with this name (LogStdout or LogStderr) is to be shown.
func (l *Logging) shows(stream Logging) bool {
	return l == nil || *l == LogBoth || *l == stream
}

// CommonInputs say how to run a command, wherever it runs.
type CommonInputs struct {
	Stdin                  *string            `pulumi:"stdin,optional"`
	Logging                *Logging           `pulumi:"logging,optional"`
	Environment            *map[string]string `pulumi:"environment,optional"`
	AddPreviousOutputInEnv *bool              `pulumi:"addPreviousOutputInEnv,optional"`
}

// ProcessInputs say how to run a command on this machine; the resource and the function share them.
type ProcessInputs struct {
	CommonInputs
	Interpreter  *[]string `pulumi:"interpreter,optional"`
	Dir          *string   `pulumi:"dir,optional"`
	AssetPaths   *[]string `pulumi:"assetPaths,optional"`
	ArchivePaths *[]string `pulumi:"archivePaths,optional"`
}

// Printed is what a finished command left on its two streams.
type Printed struct {
	Stdout string `pulumi:"stdout"`
	Stderr string `pulumi:"stderr"`
}

// ProcessOutputs are what a finished command left on this machine.
type ProcessOutputs struct {
	Printed
	Assets  *map[string]*types.AssetOrArchive `pulumi:"assets,optional"`
	Archive *resource.Archive                 `pulumi:"archive,optional"`
}

// Steps are the commands of a resource's life. A change of `triggers` replaces the resource; a change of anything else
// updates it.
type Steps struct {
	Triggers *[]any  `pulumi:"triggers,optional" provider:"replaceOnChanges"`
	Create   *string `pulumi:"create,optional"`
	Update   *string `pulumi:"update,optional"`
	Delete   *string `pulumi:"delete,optional"`
}

// CommandInputs are the inputs of command:local:Command.
type CommandInputs struct {
	ProcessInputs
	Steps
}

// CommandState is what the state keeps of a command:local:Command.
type CommandState struct {
	CommandInputs
	ProcessOutputs
}

// RunInputs are the inputs of command:local:run.
type RunInputs struct {
	ProcessInputs
	Command string `pulumi:"command"`
}

// RunOutputs are the outputs of command:local:run.
type RunOutputs struct {
	RunInputs
	ProcessOutputs
}

// RemoteInputs are the inputs of command:remote:Command. The connection holds passwords and keys, so it is secret
// whatever the program says.
type RemoteInputs struct {
	CommonInputs
	Steps
	Connection Connection `pulumi:"connection" provider:"secret"`
}

// RemoteState is what the state keeps of a command:remote:Command.
type RemoteState struct {
	RemoteInputs
	Printed
}
