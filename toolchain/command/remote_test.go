package main

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

func TestRemoteCreateRunsTheCommand(t *testing.T) {
	cases := map[string]struct {
		inputs         props
		stdout, stderr string
	}{
		"streams":      {props{"create": text("echo out; echo err >&2")}, "out", "err"},
		"one newline":  {props{"create": text(`printf 'a\n\n'`)}, "a\n", ""},
		"no create":    {props{"delete": text("true")}, "", ""},
		"environment":  {props{"create": text("echo $A"), "environment": property.New(props{"A": text("b c")})}, "b c", ""},
		"stdin":        {props{"create": text("cat"), "stdin": text("one\ntwo")}, "one\ntwo", ""},
		"no stdin":     {props{"create": text("cat")}, "", ""},
		"unread stdin": {props{"create": text("true"), "stdin": text(strings.Repeat("x", 4<<20))}, "", ""},
		"much":         {props{"create": text("head -c 3000000 /dev/zero | tr '\\0' x")}, strings.Repeat("x", 3000000), ""},
	}
	server, host := newServer(t), remote(newSSHServer(t, nil))
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			state := host.create(t, server, c.inputs)
			wantText(t, state, "stdout", c.stdout)
			wantText(t, state, "stderr", c.stderr)
			connection := state.Get("connection")
			if !connection.Secret() {
				t.Error("the connection is not secret")
			}
			for input, want := range map[string]property.Value{
				"user": text("root"), "dialErrorLimit": property.New(10.0), "perDialTimeout": property.New(15.0),
			} {
				if got := connection.AsMap().Get(input); !got.Equals(want) {
					t.Errorf("%s is %v, want the default %v", input, got, want)
				}
			}
		})
	}
}

func TestRemoteFailures(t *testing.T) {
	cases := map[string]struct {
		inputs props
		want   []string
	}{
		"exit status": {props{"create": text("echo out; echo err >&2; exit 7")}, []string{"exit status 7", "echo out;", "\nout", "\nerr"}},
		"signal":      {props{"create": text("kill -9 $$")}, []string{"signal: SIGKILL", "printed nothing"}},
		"a variable that is not let in": {
			props{"create": text("true"), "environment": property.New(props{"GREETING": text("a"), "B": text("b")})},
			[]string{`"B"`, "AcceptEnv"},
		},
		"a long variable": {
			props{"create": text("true"), "environment": property.New(props{"A": text(strings.Repeat("x", maxVariable))})},
			[]string{"A: argument list too long"},
		},
	}
	server, host := newServer(t), remote(newSSHServer(t, nil))
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := host.tryCreate(t, server, c.inputs)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not contain %q:\n%s", want, short(err))
				}
			}
		})
	}
}

func TestRemotePreviousOutputsThatAreNotLetIn(t *testing.T) {
	ssh := newSSHServer(t, nil)
	ssh.accepts = nil
	old := remote(ssh).with(props{"stdout": text("s3cret"), "stderr": text("")})
	inputs := props{"create": text(`echo "[$PULUMI_COMMAND_STDOUT]"`)}
	update := func() {
		updated, err := newServer(t).Update(
			p.UpdateRequest{Urn: remoteURN, State: old, Inputs: remote(ssh).with(inputs)})
		if err != nil {
			t.Fatal(err)
		}
		wantText(t, updated.Properties, "stdout", "[]")
	}
	shown := listen(t)
	update()
	if got := shown(); !strings.Contains(got, "refuses PULUMI_COMMAND_STDOUT:") || strings.Contains(got, "s3cret") {
		t.Errorf("shown: %s", got)
	}
	inputs["addPreviousOutputInEnv"] = property.New(false)
	shown = listen(t)
	update()
	if got := shown(); strings.Contains(got, "refuses") {
		t.Errorf("shown though none are to be sent: %s", got)
	}
}

// listen returns what gives the lines that were logged since.
func listen(t *testing.T) func() string {
	t.Helper()
	old := slog.Default()
	var lines bytes.Buffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&lines, nil)))
	t.Cleanup(func() { slog.SetDefault(old) })
	return func() string {
		slog.SetDefault(old)
		return lines.String()
	}
}

func TestRemoteLogging(t *testing.T) {
	server, host := newServer(t), remote(newSSHServer(t, nil))
	for logging, want := range map[string][]string{
		"": {"out", "err"}, "stdoutAndStderr": {"out", "err"}, "stdout": {"out"}, "stderr": {"err"}, "none": nil,
	} {
		t.Run("logging "+logging, func(t *testing.T) {
			inputs := props{"create": text("echo the-out; echo the-err >&2")}
			if logging != "" {
				inputs["logging"] = text(logging)
			}
			shown := listen(t)
			state := host.create(t, server, inputs)
			got := shown()
			for _, stream := range []string{"out", "err"} {
				if strings.Contains(got, "msg=the-"+stream) != slices.Contains(want, stream) {
					t.Errorf("shown: %s; want %v", got, want)
				}
				wantText(t, state, "std"+stream, "the-"+stream)
			}
		})
	}
}

func TestRemoteTimeoutEndsTheCommand(t *testing.T) {
	shorten(t, &stopGrace, time.Second)
	const deaf = `trap '' TERM; (trap '' TERM; sleep 60) & echo $! > child; echo up; wait; sleep 60`
	cases := map[string]struct {
		script  string
		keeps   bool // the server does, and so it has to be done in another way
		signals []string
	}{
		"a child in the background": {`sleep 60 & echo $! > child; echo up; wait`, false, []string{"TERM"}},
		"one that ignores TERM":     {deaf, false, []string{"TERM", "KILL"}},
		"kept signals":              {`sleep 60 & echo $! > child; echo up; wait`, true, []string{"TERM"}},
		"kept signals, ignored":     {deaf, true, []string{"TERM", "KILL"}},
		"it holds the output open":  {`sleep 60 & echo $! > child; echo up`, false, []string{"TERM"}},
	}
	server := newServer(t)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ssh, dir := newSSHServer(t, nil), t.TempDir()
			ssh.keeps = c.keeps
			began := time.Now()
			created, err := server.Create(p.CreateRequest{Urn: remoteURN, Timeout: 1, Properties: remote(ssh).with(props{
				"create": text("cd " + dir + "; " + c.script),
			})})
			if err == nil || !strings.Contains(err.Error(), "cancelled") || !strings.Contains(err.Error(), "up") {
				t.Errorf("the error is %v", err)
			}
			if created.ID != "" {
				t.Error("there is a resource")
			}
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("it took %s", took)
			}
			child := filepath.Join(dir, "child")
			eventually(t, "the child is gone", func() bool { return !alive(t, child) })
			if got := ssh.noted(&ssh.signals); !slices.Equal(got, c.signals) {
				t.Errorf("the signals were %v, want %v", got, c.signals)
			}
		})
	}
}

func TestRemoteCommandWhoseConnectionIsLost(t *testing.T) {
	ssh, up := newSSHServer(t, nil), filepath.Join(t.TempDir(), "up")
	go func() {
		eventually(t, "the command runs", exists(up))
		ssh.hangUp()
	}()
	_, err := remote(ssh).tryCreate(t, newServer(t), props{"create": text("echo x > " + up + "; sleep 3")})
	if err == nil || !strings.Contains(err.Error(), "the connection ended before the command did") {
		t.Errorf("the error is %v", err)
	}
}

func TestCancelWhileDialling(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	port, limit := closedPort(t), -1
	_, err := Connection{Endpoint: Endpoint{Host: "127.0.0.1", Port: &port, DialErrorLimit: &limit}}.dial(ctx)
	if err == nil || !strings.Contains(err.Error(), "cancelled") {
		t.Errorf("the error is %v", err)
	}
}
