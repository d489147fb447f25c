package main

import (
	"fmt"
	"time"

	"golang.org/x/crypto/ssh"
)

// stop ends a cancelled command as on this machine: it is told to stop, and then made to. Then the connection goes, and it
// does so too when the host says nothing any more.
func stop(session *ssh.Session, host *link, ended <-chan struct{}) {
	defer time.AfterFunc(2*stopGrace, func() { _ = host.Close() }).Stop()
	signalSession(session, host, "TERM")
	select {
	case <-ended:
		return
	case <-time.After(stopGrace):
	}
	signalSession(session, host, "KILL")
	_ = host.Close()
}

// signalSession has the server pass a signal on to the command. Debian 12's OpenSSH does not do that for root; then a second
// session of the same connection does it.
func signalSession(session *ssh.Session, host *link, name string) {
	passed, err := session.SendRequest("signal", true, ssh.Marshal(struct{ Name string }{name}))
	if passed || err != nil {
		return
	}
	second, err := host.NewSession()
	if err != nil {
		return
	}
	defer func() { _ = second.Close() }()
	_ = second.Run(fmt.Sprintf(signalNeighbours, name))
}

// signalNeighbours sends a signal to the process groups which the server has begun for the other sessions of the
// connection, of which there is one: the command's. Who else has the server for a parent is let be: one that serves all
// connections with a single process has many children.
const signalNeighbours = `exec sh -c '[ -n "$SSH_CONNECTION" ] && for pid in $(pgrep -P "$PPID"); do ` +
	`[ "$pid" != $$ ] && grep -qzxF "SSH_CONNECTION=$SSH_CONNECTION" "/proc/$pid/environ" && kill -s %s -- "-$pid"; done'`
