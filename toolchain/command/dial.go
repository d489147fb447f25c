package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"golang.org/x/crypto/ssh"
)

// The wait after the first failed attempt to dial; it grows from one to the next.
var firstDialWait = 100 * time.Millisecond

const (
	dialWaitFactor = 1.5
	maxDialWait    = 5 * time.Second
)

// link is a connection to a host, and that to the host on the way, if there is one.
type link struct {
	*ssh.Client
	proxy *ssh.Client
}

// Close ends both.
func (l *link) Close() error {
	err := l.Client.Close()
	if l.proxy != nil {
		_ = l.proxy.Close()
	}
	return err
}

// reach opens a network connection; a net.Dialer and an SSH connection both can.
type reach func(ctx context.Context, network, address string) (net.Conn, error)

// dial connects to the host and logs in.
func (c Connection) dial(ctx context.Context) (*link, error) {
	made := &link{}
	var via reach = (&net.Dialer{}).DialContext
	var err error
	if c.Proxy != nil {
		if made.proxy, err = c.Proxy.dial(ctx, "connection.proxy", via); err != nil {
			return nil, err
		}
		via = made.proxy.DialContext
	}
	if made.Client, err = c.Endpoint.dial(ctx, "connection", via); err != nil {
		if made.proxy != nil {
			_ = made.proxy.Close()
		}
		return nil, err
	}
	return made, nil
}

// dial tries until it succeeds, or more attempts fail than are allowed. A login that is refused counts as one: a host
// which has just started may not know its users yet.
func (e Endpoint) dial(ctx context.Context, name string, via reach) (*ssh.Client, error) {
	config, release, err := e.login(name)
	if err != nil {
		return nil, err
	}
	defer release()
	limit, wait := or(e.DialErrorLimit, defaultDialErrorLimit), firstDialWait
	for failed := 1; ; failed++ {
		client, err := e.attempt(ctx, config, via)
		if err == nil {
			return client, nil
		}
		err = fmt.Errorf("%s: cannot log in to %s as %s: %w", name, e.address(), config.User, err)
		switch {
		case ctx.Err() != nil:
			return nil, fmt.Errorf("cancelled (%w)", err)
		case final(err):
			return nil, err
		case limit >= 0 && failed > limit:
			return nil, fmt.Errorf("%w (attempt %d; dialErrorLimit allows no more)", err, failed)
		}
		p.GetLogger(ctx).InfoStatus(fmt.Sprintf("attempt %d: %s", failed, err))
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("cancelled (%w)", err)
		case <-time.After(wait):
		}
		wait = min(time.Duration(float64(wait)*dialWaitFactor), maxDialWait)
	}
}

// final reports whether the host is another one than hostKey says: its key differs, or it has none of that kind.
func final(err error) bool {
	var wrong *wrongHostKey
	var nothingCommon *ssh.AlgorithmNegotiationError
	return errors.As(err, &wrong) || errors.As(err, &nothingCommon)
}

// attempt dials once. The time limit covers the login too, which a host that hangs may never end.
func (e Endpoint) attempt(ctx context.Context, config *ssh.ClientConfig, via reach) (*ssh.Client, error) {
	if seconds := or(e.PerDialTimeout, defaultPerDialTimeout); seconds > 0 {
		limit := time.Duration(seconds) * time.Second
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, limit, fmt.Errorf("no answer within %s", limit))
		defer cancel()
	}
	conn, err := via(ctx, "tcp", e.address())
	if err != nil {
		return nil, explain(ctx, err)
	}
	release := context.AfterFunc(ctx, func() { _ = conn.Close() })
	client, channels, requests, err := ssh.NewClientConn(conn, e.address(), config)
	if !release() && err == nil { // too late, just now
		err = client.Close()
	}
	if ctx.Err() != nil || err != nil {
		_ = conn.Close()
		return nil, explain(ctx, err)
	}
	return ssh.NewClient(client, channels, requests), nil
}

// explain says that the time was up, rather than what that led to.
func explain(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}
