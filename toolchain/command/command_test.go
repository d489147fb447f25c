package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

func TestCreateRunsTheCommand(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "here"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		inputs         props
		stdout, stderr string
	}{
		"streams":       {props{"create": text("echo out; echo err >&2")}, "out", "err"},
		"one newline":   {props{"create": text(`printf 'a\n\n'`)}, "a\n", ""},
		"no newline":    {props{"create": text(`printf a`)}, "a", ""},
		"no create":     {props{"delete": text("true")}, "", ""},
		"environment":   {props{"create": text("echo $A"), "environment": property.New(props{"A": text("b c")})}, "b c", ""},
		"inherited":     {props{"create": text("test -n \"$PATH\" && echo yes")}, "yes", ""},
		"stdin":         {props{"create": text("cat"), "stdin": text("one\ntwo")}, "one\ntwo", ""},
		"no stdin":      {props{"create": text("cat")}, "", ""},
		"unread stdin":  {props{"create": text("true"), "stdin": text(strings.Repeat("x", 1<<20))}, "", ""},
		"dir":           {props{"create": text("ls"), "dir": text(dir)}, "here", ""},
		"interpreter":   {props{"create": text("words"), "interpreter": texts("/bin/echo", "some")}, "some words", ""},
		"empty interp.": {props{"create": text("echo $0"), "interpreter": property.New([]property.Value{})}, "/bin/sh", ""},
		"own group":     {props{"create": text(`test "$(ps -o pgid= -p $$ | tr -d ' ')" = $$ && echo own`)}, "own", ""},
		"long line":     {props{"create": text("head -c 200000 /dev/zero | tr '\\0' x | wc -c; head -c 200000 /dev/zero | tr '\\0' x >&2")}, "200000", strings.Repeat("x", 200000)},
	}
	server := newServer(t)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			state := local.create(t, server, c.inputs)
			wantText(t, state, "stdout", c.stdout)
			wantText(t, state, "stderr", c.stderr)
			for input, value := range c.inputs {
				if got := state.Get(input); !got.Equals(value) {
					t.Errorf("the state has %v for %s, want %v", got, input, value)
				}
			}
		})
	}
}

func TestPreviewRunsNothing(t *testing.T) {
	bothKinds(t, func(t *testing.T, k kind) {
		server, file := newServer(t), filepath.Join(t.TempDir(), "made")
		inputs := k.with(props{"create": text("touch " + file)})
		created, err := server.Create(p.CreateRequest{Urn: k.urn, Properties: inputs, DryRun: true})
		if err != nil {
			t.Fatal(err)
		}
		if got := created.Properties.Get("stdout"); !got.IsComputed() {
			t.Errorf("stdout in a preview is %v, want it unknown", got)
		}
		state := k.with(props{"create": text("true"), "stdout": text("old"), "stderr": text("")})
		updated, err := server.Update(p.UpdateRequest{Urn: k.urn, State: state, Inputs: inputs, DryRun: true})
		if err != nil {
			t.Fatal(err)
		}
		if got := updated.Properties.Get("stdout"); !got.IsComputed() {
			t.Errorf("stdout in the preview of an update is %v, want it unknown", got)
		}
		if _, err := os.Stat(file); err == nil {
			t.Error("a preview ran the command")
		}
	})
}

func TestUpdate(t *testing.T) {
	bothKinds(t, func(t *testing.T, k kind) {
		const show = `echo "$PULUMI_COMMAND_STDOUT/$PULUMI_COMMAND_STDERR"`
		cases := map[string]struct {
			inputs props
			stdout string
		}{
			"update":              {props{"create": text("echo no"), "update": text(show)}, "old/bad"},
			"create in its place": {props{"create": text(show)}, "old/bad"},
			"neither":             {props{"delete": text("true")}, "old"},
			"without the outputs": {props{"create": text(show), "addPreviousOutputInEnv": property.New(false)}, "/"},
			"asked for":           {props{"create": text(show), "addPreviousOutputInEnv": property.New(true)}, "old/bad"},
			"over environment":    {props{"create": text(show), "environment": property.New(props{"PULUMI_COMMAND_STDOUT": text("mine")})}, "old/bad"},
		}
		server := newServer(t)
		old := k.with(props{"create": text("true"), "stdout": text("old"), "stderr": text("bad")})
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				updated, err := server.Update(p.UpdateRequest{Urn: k.urn, State: old, Inputs: k.with(c.inputs)})
				if err != nil {
					t.Fatal(err)
				}
				wantText(t, updated.Properties, "stdout", c.stdout)
			})
		}
	})
}

func TestDelete(t *testing.T) {
	bothKinds(t, func(t *testing.T, k kind) {
		server, file := newServer(t), filepath.Join(t.TempDir(), "gone")
		err := server.Delete(p.DeleteRequest{Urn: k.urn, ID: "x", Properties: k.with(props{
			"delete": text(`echo "$A $PULUMI_COMMAND_STDOUT $PULUMI_COMMAND_STDERR" > ` + file),
			"stdout": text("out"), "stderr": text("err"), "environment": property.New(props{"A": text("a")}),
		})})
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(file); string(got) != "a out err\n" {
			t.Errorf("delete wrote %q", got)
		}
		nothing := k.with(props{"create": text("false"), "stdout": text(""), "stderr": text("")})
		if err := server.Delete(p.DeleteRequest{Urn: k.urn, ID: "x", Properties: nothing}); err != nil {
			t.Errorf("without `delete` nothing is to run: %v", err)
		}
	})
}

func TestDiff(t *testing.T) {
	bothKinds(t, func(t *testing.T, k kind) {
		server := newServer(t)
		state := props{
			"create": text("true"), "triggers": texts("one"), "stdout": text(""), "stderr": text(""),
		}
		cases := map[string]struct {
			inputs props
			want   string
		}{
			"same":             {props{"create": text("true"), "triggers": texts("one")}, "none"},
			"create":           {props{"create": text("false"), "triggers": texts("one")}, "update"},
			"environment":      {props{"create": text("true"), "triggers": texts("one"), "environment": property.New(props{"A": text("")})}, "update"},
			"delete":           {props{"create": text("true"), "triggers": texts("one"), "delete": text("x")}, "update"},
			"trigger":          {props{"create": text("true"), "triggers": texts("two")}, "replace"},
			"trigger's type":   {props{"create": text("true"), "triggers": property.New([]property.Value{property.New(1.0)})}, "replace"},
			"one more trigger": {props{"create": text("true"), "triggers": texts("one", "two")}, "replace"},
			"with an update":   {props{"create": text("true"), "update": text("true"), "triggers": texts("two")}, "replace"},
			"no triggers":      {props{"create": text("true")}, "replace"},
		}
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				diff, err := server.Diff(p.DiffRequest{
					Urn: k.urn, ID: "x", State: k.with(state), Inputs: k.with(c.inputs),
					OldInputs: k.with(props{"create": text("true"), "triggers": texts("one")}),
				})
				if err != nil {
					t.Fatal(err)
				}
				got := "none"
				for _, change := range diff.DetailedDiff {
					switch change.Kind {
					case p.AddReplace, p.UpdateReplace, p.DeleteReplace:
						got = "replace"
					default:
						if got == "none" {
							got = "update"
						}
					}
				}
				if got != c.want || diff.HasChanges != (c.want != "none") {
					t.Errorf("the diff is %s (%v), want %s", got, diff, c.want)
				}
			})
		}
	})
}

func TestSecrets(t *testing.T) {
	bothKinds(t, func(t *testing.T, k kind) {
		server := newServer(t)
		for _, input := range []string{"stdin", "create", "environment", "triggers"} {
			t.Run(input, func(t *testing.T) {
				inputs := props{
					"create": text("cat; echo $A"), "stdin": text("s"), "environment": property.New(props{"A": text("b")}),
					"triggers": texts("t"),
				}
				inputs[input] = inputs[input].WithSecret(true)
				state := k.create(t, server, inputs)
				for _, output := range []string{"stdout", "stderr", input} {
					if !state.Get(output).Secret() {
						t.Errorf("%s is not secret", output)
					}
				}
			})
		}
		plain := k.create(t, server, props{"create": text("echo a")})
		if plain.Get("stdout").Secret() {
			t.Error("stdout is secret though no input is")
		}
	})
}

func TestFailures(t *testing.T) {
	server := newServer(t)
	cases := map[string]struct {
		inputs props
		want   []string
	}{
		"exit status":      {props{"create": text("echo out; echo err >&2; exit 7")}, []string{"exit status 7", "echo out;", "\nout", "\nerr"}},
		"signal":           {props{"create": text("kill -9 $$")}, []string{"signal: killed", "printed nothing"}},
		"no interpreter":   {props{"create": text("x"), "interpreter": texts("/no/such")}, []string{"/no/such", "no such file"}},
		"no dir":           {props{"create": text("true"), "dir": text("/no/such")}, []string{"dir", "/no/such", "no such file"}},
		"dir is a file":    {props{"create": text("true"), "dir": text("/etc/passwd")}, []string{"dir", "/etc/passwd", "not a folder"}},
		"long output":      {props{"create": text("head -c 200000 /dev/zero | tr '\\0' x; echo END; exit 1")}, []string{"bytes are left out", "xxxEND"}},
		"a bad pattern":    {props{"create": text("true"), "assetPaths": texts("[")}, []string{"assetPaths", `"["`}},
		"too long for env": {props{"create": text("true"), "environment": property.New(props{"A": text(strings.Repeat("x", 1<<18))})}, []string{"addPreviousOutputInEnv"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := local.tryCreate(t, server, c.inputs)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not contain %q:\n%s", want, short(err))
				}
			}
			if len(err.Error()) > 2*maxTail+(1<<10) {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
}

func short(err error) string { return fmt.Sprintf("%.600s", err.Error()) }
