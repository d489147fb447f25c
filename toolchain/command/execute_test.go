package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// alive reports whether there is a process with the id that the file holds.
func alive(t *testing.T, file string) bool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err == nil && !strings.Contains(string(status), ") Z ") && syscall.Kill(pid, 0) == nil
}

// eventually waits until the condition holds.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if condition() {
			return
		}
	}
	t.Errorf("after 30 s still not: %s", what)
}

func exists(file string) func() bool {
	return func() bool { info, err := os.Stat(file); return err == nil && info.Size() > 0 }
}

func shorten(t *testing.T, grace *time.Duration, value time.Duration) {
	t.Helper()
	old := *grace
	*grace = value
	t.Cleanup(func() { *grace = old })
}

func TestCancelStopsTheWholeGroup(t *testing.T) {
	shorten(t, &stopGrace, 100*time.Millisecond)
	cases := map[string]struct{ script string }{
		"a child in the background": {`sleep 60 & echo $! > child; echo up; wait`},
		"one that ignores TERM":     {`trap '' TERM; sleep 60 & echo $! > child; echo up; wait; sleep 60`},
		"its leader is gone":        {`(sleep 60 & echo $! > child; wait) & echo up; sleep 60`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() {
				_, err := execute(ctx, c.script, ProcessInputs{Dir: &dir}, nil)
				done <- err
			}()
			child := filepath.Join(dir, "child")
			eventually(t, "the child runs", exists(child))
			cancel()
			select {
			case err := <-done:
				if err == nil || !strings.Contains(err.Error(), "cancelled") || !strings.Contains(err.Error(), "up") {
					t.Errorf("the error is %v", err)
				}
			case <-time.After(5 * time.Second):
				t.Fatal("the command was not stopped")
			}
			eventually(t, "the child is gone", func() bool { return !alive(t, child) })
		})
	}
}

func TestCancelLetsTheCommandCleanUp(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := execute(ctx, `trap 'echo bye > cleaned; exit 1' TERM; echo x > up; sleep 60 & wait`,
			ProcessInputs{Dir: &dir}, nil)
		done <- err
	}()
	eventually(t, "the command runs", exists(filepath.Join(dir, "up")))
	cancel()
	if err := <-done; err == nil {
		t.Error("no error")
	}
	if !exists(filepath.Join(dir, "cleaned"))() {
		t.Error("the command's trap did not run")
	}
}

// TestWatchStopsTheGroupOfADeadPlugin runs itself a second time as the plugin, and kills that.
func TestWatchStopsTheGroupOfADeadPlugin(t *testing.T) {
	if os.Getenv("PLAY_THE_PLUGIN") != "" {
		dir := os.Getenv("PLAY_THE_PLUGIN")
		_, _ = execute(context.Background(), `sleep 60 & echo $! > child; wait`, ProcessInputs{Dir: &dir}, nil)
		return
	}
	dir := t.TempDir()
	plugin := exec.Command(os.Args[0], "-test.run=^TestWatchStopsTheGroupOfADeadPlugin$")
	plugin.Env = append(os.Environ(), "PLAY_THE_PLUGIN="+dir)
	if err := plugin.Start(); err != nil {
		t.Fatal(err)
	}
	child := filepath.Join(dir, "child")
	eventually(t, "the child runs", exists(child))
	if err := plugin.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = plugin.Wait()
	eventually(t, "the child is gone", func() bool { return !alive(t, child) })
}

func TestBackgroundProcessKeepsRunningAndDoesNotHang(t *testing.T) {
	shorten(t, &pipeGrace, 200*time.Millisecond)
	dir := t.TempDir()
	for name, script := range map[string]string{
		"its output elsewhere": `sleep 30 >/dev/null 2>&1 & echo $! > child; echo up`,
		"holding the output":   `sleep 30 & echo $! > child; echo up`,
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			out, err := execute(t.Context(), script, ProcessInputs{Dir: &dir}, nil)
			if err != nil || out.Stdout != "up" {
				t.Errorf("got %q, %v", out.Stdout, err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %s", took)
			}
			if !alive(t, filepath.Join(dir, "child")) {
				t.Error("the background process was stopped")
			}
			data, _ := os.ReadFile(filepath.Join(dir, "child"))
			pid, _ := strconv.Atoi(strings.TrimSpace(string(data)))
			_ = syscall.Kill(pid, syscall.SIGKILL)
		})
	}
}

func TestLogging(t *testing.T) {
	both, out, errs, none := LogBoth, LogStdout, LogStderr, LogNone
	cases := map[string]struct {
		logging *Logging
		want    string
	}{
		"default":         {nil, "a,b,e,c"},
		"stdoutAndStderr": {&both, "a,b,e,c"},
		"stdout":          {&out, "a,b,c"},
		"stderr":          {&errs, "e"},
		"none":            {&none, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var shown []string
			capture := newCapture(func(line string) { shown = append(shown, line) }, c.logging)
			for _, chunk := range []string{"a\r\nb", "\n"} {
				_, _ = capture.stdout.Write([]byte(chunk))
			}
			_, _ = capture.stderr.Write([]byte("e\n"))
			_, _ = capture.stdout.Write([]byte("c"))
			capture.flush()
			if got := strings.Join(shown, ","); got != c.want {
				t.Errorf("shown: %s, want %s", got, c.want)
			}
			if capture.stdout.String() != "a\r\nb\nc" || capture.stderr.String() != "e\n" {
				t.Error("the outputs are not complete")
			}
		})
	}
}

func TestOverlongLineIsShownInPieces(t *testing.T) {
	var shown []string
	capture := newCapture(func(line string) { shown = append(shown, line) }, nil)
	_, _ = capture.stdout.Write([]byte(strings.Repeat("x", 2*maxLine+1)))
	capture.flush()
	if len(shown) != 3 || len(shown[0]) != maxLine || shown[2] != "x" {
		t.Errorf("shown in %d pieces", len(shown))
	}
}

func TestRun(t *testing.T) {
	server := newServer(t)
	run := func(inputs props) (p.InvokeResponse, error) {
		return server.Invoke(p.InvokeRequest{Token: "command:local:run", Args: property.NewMap(inputs)})
	}
	got, err := run(props{"command": text("cat; echo err >&2"), "stdin": text("in"), "logging": text("none")})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"stdout": "in", "stderr": "err", "stdin": "in", "command": "cat; echo err >&2", "logging": "none",
	} {
		wantText(t, got.Return, name, want)
	}
	if _, err := run(props{"command": text("exit 3")}); err == nil || !strings.Contains(err.Error(), "exit status 3") {
		t.Errorf("the error of a failing command is %v", err)
	}
	for name, inputs := range map[string]props{
		"command": {}, "timeout": {"command": text("true"), "timeout": text("1")},
		"logging": {"command": text("true"), "logging": text("all")},
	} {
		refused, err := run(inputs)
		if err != nil || len(refused.Failures) != 1 || refused.Failures[0].Property != name {
			t.Errorf("%s: refused with %v, %v", name, refused.Failures, err)
		}
	}
}
