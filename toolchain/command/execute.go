package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
)

var (
	// stopGrace is the time between the polite and the hard signal for a cancelled command.
	stopGrace = 2 * time.Second
	// pipeGrace bounds the wait for a background process which keeps the output open after the command ended.
	pipeGrace = 10 * time.Second
)

// execute runs a command to its end and returns what it printed, each stream without one trailing newline. previous are
// the resource's outputs so far, or nil. A command that fails, and one that is cancelled, is an error which says how it
// ended and what it printed.
func execute(
	ctx context.Context, command string, in ProcessInputs, previous *ProcessOutputs,
) (ProcessOutputs, error) {
	argv := []string{"/bin/sh", "-c"}
	if in.Interpreter != nil && len(*in.Interpreter) > 0 {
		argv = append([]string{}, *in.Interpreter...)
	}
	argv = append(argv, command)
	dir, err := workingDir(in.Dir)
	if err != nil {
		return ProcessOutputs{}, err
	}

	out := newCapture(p.GetLogger(ctx).InfoStatus, in.Logging)
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = dir
	cmd.Env = environment(in, previous)
	cmd.Stdout, cmd.Stderr = out.stdout, out.stderr
	if in.Stdin != nil && *in.Stdin != "" {
		cmd.Stdin = strings.NewReader(*in.Stdin)
	}
	err = runGroup(ctx, cmd)
	out.flush()
	if errors.Is(err, exec.ErrWaitDelay) {
		p.GetLogger(ctx).Warningf("a background process still held the command's output %s after its end; what it "+
			"prints from now on is lost (redirect its output in the command)", pipeGrace)
		err = nil
	}
	if err != nil {
		return ProcessOutputs{}, describe(ctx, err, command, out.tail())
	}

	result := ProcessOutputs{Printed: out.printed()}
	return result, collect(dir, in, &result)
}

// workingDir returns the folder to run in: the one asked for, which must exist, or the plugin's own.
func workingDir(asked *string) (string, error) {
	if asked == nil || *asked == "" {
		return os.Getwd()
	}
	info, err := os.Stat(*asked)
	if err == nil && !info.IsDir() {
		err = errors.New("not a folder")
	}
	if err != nil {
		return "", fmt.Errorf("dir: cannot run a command in %q: %w", *asked, err)
	}
	return *asked, nil
}

// environment is the plugin's own environment, then the input's, then the previous outputs: later entries win.
func environment(in ProcessInputs, previous *ProcessOutputs) []string {
	env := os.Environ()
	if in.Environment != nil {
		for name, value := range *in.Environment {
			env = append(env, name+"="+value)
		}
	}
	if previous != nil {
		for _, variable := range in.previousOutputs(previous.Printed) {
			env = append(env, variable.name+"="+variable.value)
		}
	}
	return env
}

// runGroup runs the command in a process group of its own. When ctx ends, which it does when the engine cancels or its
// connection is lost, the whole group is told to stop and then made to.
func runGroup(ctx context.Context, cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = pipeGrace
	signalGroup := func(signal syscall.Signal) { _ = syscall.Kill(-cmd.Process.Pid, signal) }
	var force *time.Timer // set by Cancel, which has returned when Wait returns
	cmd.Cancel = func() error {
		signalGroup(syscall.SIGTERM)
		force = time.AfterFunc(stopGrace, func() { signalGroup(syscall.SIGKILL) })
		return nil
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	dismiss := watch(cmd.Process.Pid)
	defer dismiss()
	err := cmd.Wait()
	if force != nil {
		force.Stop()
		signalGroup(syscall.SIGKILL) // what is left of the group, now that its leader is gone
	}
	return err
}

// watch starts a small process which stops the group if this plugin dies before it calls the returned function: a
// plugin that is killed cannot clean up itself, and the engine kills plugins that are slow to end.
func watch(group int) (dismiss func()) {
	const script = `read -r _ && exit 0; kill -s TERM -- "-$1"; sleep 2; kill -s KILL -- "-$1"`
	guard := exec.Command("/bin/sh", "-c", script, "guard", fmt.Sprint(group))
	guard.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	line, err := guard.StdinPipe()
	if err != nil {
		return func() {}
	}
	if err := guard.Start(); err != nil {
		return func() {}
	}
	return func() {
		_, _ = line.Write([]byte("\n"))
		_ = line.Close()
		_ = guard.Wait()
	}
}
