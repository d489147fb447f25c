package main

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
)

const (
	// maxTail is how much of a failed command's output goes into the error.
	maxTail = 32 << 10
	// maxLine is the length at which a line without an end is shown all the same.
	maxLine = 8 << 10
)

// capture collects a command's two streams, apart for the outputs and together for an error, and shows them line by
// line. The two streams are written by two goroutines; both may write after the command's end.
type capture struct {
	stdout, stderr *stream

	mu       sync.Mutex
	combined []byte
	dropped  int
	show     func(string)
}

// stream is one of the two: an io.Writer which keeps everything.
type stream struct {
	owner *capture
	shown bool
	all   bytes.Buffer
	line  []byte
}

// newCapture returns a capture that hands the lines of the streams which logging selects to show.
func newCapture(show func(string), logging *Logging) *capture {
	c := &capture{show: show}
	c.stdout = &stream{owner: c, shown: logging.shows(LogStdout)}
	c.stderr = &stream{owner: c, shown: logging.shows(LogStderr)}
	return c
}

// Write implements io.Writer.
func (s *stream) Write(data []byte) (int, error) {
	s.owner.mu.Lock()
	defer s.owner.mu.Unlock()
	s.all.Write(data)
	s.owner.remember(data)
	if s.shown {
		s.line = append(s.line, data...)
		s.showLines()
	}
	return len(data), nil
}

// String returns everything written so far.
func (s *stream) String() string {
	s.owner.mu.Lock()
	defer s.owner.mu.Unlock()
	return s.all.String()
}

// showLines shows the complete lines, and an overlong beginning of one.
func (s *stream) showLines() {
	for {
		end := bytes.IndexByte(s.line, '\n')
		switch {
		case end >= 0:
			s.owner.show(string(bytes.TrimSuffix(s.line[:end], []byte("\r"))))
			s.line = s.line[end+1:]
		case len(s.line) > maxLine:
			s.owner.show(string(s.line[:maxLine]))
			s.line = s.line[maxLine:]
		default:
			return
		}
	}
}

// remember appends to the combined output and drops its beginning when it gets long.
func (c *capture) remember(data []byte) {
	c.combined = append(c.combined, data...)
	if excess := len(c.combined) - maxTail; excess > maxTail {
		c.combined = append([]byte{}, c.combined[excess:]...)
		c.dropped += excess
	}
}

// flush shows what is left of a last line without an end.
func (c *capture) flush() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range []*stream{c.stdout, c.stderr} {
		if len(s.line) > 0 {
			c.show(string(s.line))
			s.line = nil
		}
	}
}

// tail returns the combined output for an error, in the order in which it came, shortened at its beginning.
func (c *capture) tail() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	text, dropped := c.combined, c.dropped
	if excess := len(text) - maxTail; excess > 0 {
		text, dropped = text[excess:], dropped+excess
	}
	shown := strings.TrimSuffix(string(text), "\n")
	if dropped > 0 {
		return fmt.Sprintf("(the first %d bytes are left out)\n%s", dropped, shown)
	}
	return shown
}

// printed returns the two streams as a resource's outputs: each without one trailing newline.
func (c *capture) printed() Printed {
	return Printed{
		Stdout: strings.TrimSuffix(c.stdout.String(), "\n"),
		Stderr: strings.TrimSuffix(c.stderr.String(), "\n"),
	}
}
