package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"syscall"

	p "github.com/pulumi/pulumi-go-provider"
	"golang.org/x/crypto/ssh"
)

// maxVariable is the length up to which Linux takes a variable, and the protocol's packets do.
const maxVariable = 128 << 10

// executeRemotely does on a host what execute does on this machine: the host's sshd runs the command with the user's
// login shell.
func executeRemotely(ctx context.Context, command string, in RemoteInputs, previous *Printed) (Printed, error) {
	host, err := in.Connection.dial(ctx)
	if err != nil {
		return Printed{}, err
	}
	defer func() { _ = host.Close() }()
	out := newCapture(p.GetLogger(ctx).InfoStatus, in.Logging)
	err = runSession(ctx, host, command, in.CommonInputs, previous, out)
	out.flush()
	if err == nil { // what it had started held the output open until there was no time left
		err = ctx.Err()
	}
	if err != nil {
		return Printed{}, describe(ctx, plain(err), command, out.tail())
	}
	return out.printed(), nil
}

// runSession runs the command in a session of its own.
func runSession(
	ctx context.Context, host *link, command string, in CommonInputs, previous *Printed, out *capture,
) error {
	drop := context.AfterFunc(ctx, func() { _ = host.Close() })
	session, err := host.NewSession()
	drop()
	if err != nil {
		return err
	}
	ended, stopped := make(chan struct{}), make(chan struct{})
	release := context.AfterFunc(ctx, func() {
		defer close(stopped)
		stop(session, host, ended)
	})
	defer func() {
		close(ended)
		if !release() {
			<-stopped
		}
	}()
	if err := sendEnvironment(ctx, session, in, previous); err != nil {
		return err
	}
	session.Stdout, session.Stderr = out.stdout, out.stderr
	stdin, err := session.StdinPipe()
	if err != nil {
		return err
	}
	if err := session.Start(command); err != nil {
		return err
	}
	go func() { // a command need not read all of it, so how this ends says nothing
		_, _ = io.WriteString(stdin, or(in.Stdin, ""))
		_ = stdin.Close()
	}()
	return session.Wait()
}

// sendEnvironment sends the input's variables, then the previous outputs: later ones win. A variable that the server
// refuses is an error if the program asked for it. The previous outputs are sent unasked, and most servers refuse them,
// so they only get a warning.
func sendEnvironment(ctx context.Context, session *ssh.Session, in CommonInputs, previous *Printed) error {
	given := or(in.Environment, nil)
	for _, name := range slices.Sorted(maps.Keys(given)) {
		accepted, err := sendVariable(session, variable{name, given[name]})
		if err != nil {
			return err
		}
		if !accepted {
			return fmt.Errorf("environment: the SSH server refuses the variable %q (an AcceptEnv line in its sshd_config "+
				"lets it in; or set it in the command)", name)
		}
	}
	if previous == nil {
		return nil
	}
	var refused []string
	for _, v := range in.previousOutputs(*previous) {
		accepted, err := sendVariable(session, v)
		if err != nil {
			return err
		}
		if !accepted {
			refused = append(refused, v.name)
		}
	}
	if len(refused) > 0 {
		p.GetLogger(ctx).Warningf("the SSH server refuses %s: the command runs without (AcceptEnv PULUMI_COMMAND_* in its "+
			"sshd_config lets them in; addPreviousOutputInEnv: false sends none)", strings.Join(refused, " and "))
	}
	return nil
}

// sendVariable reports whether the server accepts the variable.
func sendVariable(session *ssh.Session, v variable) (bool, error) {
	if len(v.name)+len(v.value)+len("=\x00") > maxVariable {
		return false, fmt.Errorf("%s: %w", v.name, syscall.E2BIG)
	}
	return session.SendRequest("env", true, ssh.Marshal(struct{ Name, Value string }{v.name, v.value}))
}

// plain says how a command ended in the same words as on this machine.
func plain(err error) error {
	var exit *ssh.ExitError
	var missing *ssh.ExitMissingError
	switch {
	case errors.As(err, &exit) && exit.Signal() != "":
		return fmt.Errorf("signal: SIG%s", exit.Signal())
	case errors.As(err, &exit):
		return fmt.Errorf("exit status %d", exit.ExitStatus())
	case errors.As(err, &missing), errors.Is(err, io.EOF):
		return errors.New("the connection ended before the command did")
	default:
		return err
	}
}
