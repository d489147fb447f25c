package main

import (
	"io"
	"maps"
	"net"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"golang.org/x/crypto/ssh"
)

// sshServer is an SSH server on the loopback interface which runs commands here, with /bin/sh.
type sshServer struct {
	port    int
	hostKey ssh.PublicKey
	accepts []string // the variables that it lets in
	keeps   bool     // signals, as Debian 12's OpenSSH does for root

	mu       sync.Mutex
	logins   []string // user and method of each
	signals  []string
	dropping int // how many connections it closes at once
	conns    []net.Conn
}

// newSSHServer starts a server. adjust may change how it lets clients in; by default it lets everybody in.
func newSSHServer(t *testing.T, adjust func(*ssh.ServerConfig)) *sshServer {
	t.Helper()
	key := newKey(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &sshServer{
		port: listener.Addr().(*net.TCPAddr).Port, hostKey: key.PublicKey(),
		accepts: []string{"GREETING", "A", previousStdout, previousStderr},
	}
	config := &ssh.ServerConfig{NoClientAuth: true}
	if adjust != nil {
		config.NoClientAuth = false
		adjust(config)
	}
	config.AuthLogCallback = func(conn ssh.ConnMetadata, method string, err error) {
		if err == nil {
			server.note(&server.logins, conn.User()+" "+method)
		}
	}
	config.AddHostKey(key)
	var served sync.WaitGroup
	served.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go server.serve(conn, config)
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		served.Wait()
	})
	return server
}

// connection is the input that leads to the server, with more in it or other values.
func (s *sshServer) connection(more props) props {
	connection := props{"host": text("127.0.0.1"), "port": property.New(float64(s.port))}
	maps.Copy(connection, more)
	return connection
}

func (s *sshServer) note(list *[]string, line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*list = append(*list, line)
}

func (s *sshServer) noted(list *[]string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(*list)
}

// drop makes the server close the next connections at once.
func (s *sshServer) drop(connections int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropping = connections
}

// hangUp ends all connections.
func (s *sshServer) hangUp() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, conn := range s.conns {
		_ = conn.Close()
	}
}

func (s *sshServer) serve(conn net.Conn, config *ssh.ServerConfig) {
	defer func() { _ = conn.Close() }()
	s.mu.Lock()
	s.conns = append(s.conns, conn)
	s.dropping--
	drop := s.dropping >= 0
	s.mu.Unlock()
	if drop {
		return
	}
	client, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for channel := range channels {
		switch channel.ChannelType() {
		case "session":
			if accepted, requests, err := channel.Accept(); err == nil {
				go s.session(client.RemoteAddr(), accepted, requests)
			}
		case "direct-tcpip":
			go forward(channel)
		default:
			_ = channel.Reject(ssh.UnknownChannelType, "")
		}
	}
}

// forward connects a client to where it wants to go from here.
func forward(channel ssh.NewChannel) {
	var to struct {
		Host       string
		Port       uint32
		OriginHost string
		OriginPort uint32
	}
	if err := ssh.Unmarshal(channel.ExtraData(), &to); err != nil {
		_ = channel.Reject(ssh.ConnectionFailed, err.Error())
		return
	}
	conn, err := net.DialTCP("tcp", nil, &net.TCPAddr{IP: net.ParseIP(to.Host), Port: int(to.Port)})
	if err != nil {
		_ = channel.Reject(ssh.ConnectionFailed, err.Error())
		return
	}
	accepted, requests, err := channel.Accept()
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	go func() { _, _ = io.Copy(conn, accepted); _ = conn.CloseWrite() }()
	_, _ = io.Copy(accepted, conn)
	_ = accepted.Close()
	_ = conn.Close()
}

// session runs a session's command in a process group of its own, to which it passes signals on.
func (s *sshServer) session(client net.Addr, channel ssh.Channel, requests <-chan *ssh.Request) {
	var env []string
	var cmd *exec.Cmd
	for request := range requests {
		var text struct{ First string }
		var pair struct{ Name, Value string }
		ok := true
		switch request.Type {
		case "env":
			ok = ssh.Unmarshal(request.Payload, &pair) == nil && slices.Contains(s.accepts, pair.Name)
			if ok {
				env = append(env, pair.Name+"="+pair.Value)
			}
		case "exec":
			_ = ssh.Unmarshal(request.Payload, &text)
			cmd = exec.Command("/bin/sh", "-c", text.First)
			cmd.Env = append([]string{"PATH=/usr/bin:/bin", "SSH_CONNECTION=" + client.String()}, env...)
			cmd.Stdout, cmd.Stderr = channel, channel.Stderr()
			cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			if stdin, err := cmd.StdinPipe(); err == nil {
				go func() { _, _ = io.Copy(stdin, channel); _ = stdin.Close() }()
			}
			ok = cmd.Start() == nil
		case "signal":
			_ = ssh.Unmarshal(request.Payload, &text)
			s.note(&s.signals, text.First)
			signal := map[string]syscall.Signal{"TERM": syscall.SIGTERM, "KILL": syscall.SIGKILL}[text.First]
			if ok = cmd != nil && !s.keeps; ok {
				_ = syscall.Kill(-cmd.Process.Pid, signal)
			}
		default:
			ok = false
		}
		if request.WantReply {
			_ = request.Reply(ok, nil)
		}
		if request.Type == "exec" && ok { // not before the reply, which the channel's end would overtake
			go s.wait(cmd, channel)
		}
	}
}

// wait tells the client how the command ended.
func (s *sshServer) wait(cmd *exec.Cmd, channel ssh.Channel) {
	_ = cmd.Wait()
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signaled() {
		name := map[syscall.Signal]string{syscall.SIGTERM: "TERM", syscall.SIGKILL: "KILL"}[status.Signal()]
		_, _ = channel.SendRequest("exit-signal", false, ssh.Marshal(struct {
			Name            string
			Core            bool
			Message, Locale string
		}{Name: name}))
	} else {
		_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{uint32(status.ExitStatus())}))
	}
	_ = channel.Close()
}
