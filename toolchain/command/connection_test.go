package main

import (
	"errors"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
	"golang.org/x/crypto/ssh"
)

// onlyKey lets in whoever has the key.
func onlyKey(want ssh.PublicKey) func(*ssh.ServerConfig) {
	return func(config *ssh.ServerConfig) {
		config.PublicKeyCallback = func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if string(key.Marshal()) != string(want.Marshal()) {
				return nil, errors.New("another key")
			}
			return nil, nil
		}
	}
}

// closedPort is one that nobody listens on.
func closedPort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port
}

// onlyPassword lets in whoever knows it, by one of the two methods.
func onlyPassword(want string, interactive bool) func(*ssh.ServerConfig) {
	check := func(got string) (*ssh.Permissions, error) {
		if got != want {
			return nil, errors.New("another password")
		}
		return nil, nil
	}
	return func(config *ssh.ServerConfig) {
		if !interactive {
			config.PasswordCallback = func(_ ssh.ConnMetadata, got []byte) (*ssh.Permissions, error) {
				return check(string(got))
			}
			return
		}
		config.KeyboardInteractiveCallback = func(
			_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge,
		) (*ssh.Permissions, error) {
			answers, err := ask("", "", []string{"Password: "}, []bool{false})
			if err != nil {
				return nil, err
			}
			return check(answers[0])
		}
	}
}

// reachedBy creates a Command over the connection and expects it to work, or the error to hold the text.
func reachedBy(t *testing.T, connection props, want string) {
	t.Helper()
	base := kind{remoteURN, props{"connection": property.New(connection)}}
	state, err := base.tryCreate(t, newServer(t), props{"create": text("echo up")})
	switch {
	case want == "" && err != nil:
		t.Fatal(err)
	case want == "":
		wantText(t, state, "stdout", "up")
	case err == nil || !strings.Contains(err.Error(), want):
		t.Errorf("the error is %v, want one with %q", err, want)
	}
}

func TestLogin(t *testing.T) {
	plain, plainKey := newKeyFile(t, "")
	locked, lockedKey := newKeyFile(t, "open sesame")
	_, otherKey := newKeyFile(t, "")
	agentKey, agentSocket := newAgent(t)
	both := func(config *ssh.ServerConfig) {
		onlyKey(plain)(config)
		onlyPassword("swordfish", false)(config)
	}
	no := "unable to authenticate"
	cases := map[string]struct {
		server func(*ssh.ServerConfig)
		login  props
		env    string // SSH_AUTH_SOCK
		want   string // a part of the error, or nothing
		method string
	}{
		"password":              {onlyPassword("swordfish", false), props{"password": text("swordfish")}, "", "", "root password"},
		"asked for a password":  {onlyPassword("swordfish", true), props{"password": text("swordfish")}, "", "", "root keyboard-interactive"},
		"wrong password":        {onlyPassword("swordfish", false), props{"password": text("herring")}, "", no, ""},
		"key":                   {onlyKey(plain), props{"privateKey": text(plainKey), "user": text("me")}, "", "", "me publickey"},
		"wrong key":             {onlyKey(plain), props{"privateKey": text(otherKey)}, "", no, ""},
		"not a key":             {onlyKey(plain), props{"privateKey": text("secret words")}, "", "connection.privateKey: cannot use the key", ""},
		"encrypted key":         {onlyKey(locked), props{"privateKey": text(lockedKey), "privateKeyPassword": text("open sesame")}, "", "", "root publickey"},
		"no passphrase":         {onlyKey(locked), props{"privateKey": text(lockedKey)}, "", "give privateKeyPassword", ""},
		"wrong passphrase":      {onlyKey(locked), props{"privateKey": text(lockedKey), "privateKeyPassword": text("x")}, "", "connection.privateKey: cannot use the key", ""},
		"agent":                 {onlyKey(agentKey), props{"agentSocketPath": text(agentSocket)}, "", "", "root publickey"},
		"the machine's agent":   {onlyKey(agentKey), props{}, agentSocket, "", "root publickey"},
		"agent after key":       {onlyKey(agentKey), props{"privateKey": text(plainKey)}, agentSocket, "", "root publickey"},
		"no agent":              {onlyKey(agentKey), props{"agentSocketPath": text("/no/such")}, agentSocket, "connection.agentSocketPath", ""},
		"dead machine's agent":  {onlyKey(plain), props{"privateKey": text(plainKey)}, "/no/such", "", "root publickey"},
		"key before password":   {both, props{"privateKey": text(plainKey), "password": text("swordfish")}, "", "", "root publickey"},
		"password after key":    {both, props{"privateKey": text(otherKey), "password": text("swordfish")}, "", "", "root password"},
		"password before agent": {both, props{"password": text("swordfish")}, agentSocket, "", "root password"},
		"nothing":               {both, props{}, "", no, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Setenv("SSH_AUTH_SOCK", c.env)
			server := newSSHServer(t, c.server)
			connection := server.connection(c.login)
			connection["dialErrorLimit"] = property.New(0.0)
			reachedBy(t, connection, c.want)
			if got := strings.Join(server.noted(&server.logins), ","); got != c.method {
				t.Errorf("the login was %q, want %q", got, c.method)
			}
		})
	}
}

func TestHostKey(t *testing.T) {
	server := newSSHServer(t, nil)
	line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(server.hostKey)))
	other := string(ssh.MarshalAuthorizedKey(newKey(t).PublicKey()))
	for name, c := range map[string]struct{ hostKey, want string }{
		"as in authorized_keys": {line + " a comment\n", ""},
		"as in known_hosts":     {"[example.org]:2222,10.0.0.1 " + line, ""},
		"another":               {other, "the host has another key than hostKey says"},
		"another kind":          {ecdsaLine(t), "no common algorithm for host key"},
		"not a key":             {"ssh-ed25519", "connection.hostKey: not a public key"},
		"empty":                 {"", "connection.hostKey: not a public key"},
		"revoked":               {"@revoked * " + line, "connection.hostKey: not a public key"},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			reachedBy(t, server.connection(props{"hostKey": text(c.hostKey)}), c.want)
			if time.Since(began) > 3*time.Second {
				t.Error("a host that is another one was dialled again")
			}
		})
	}
}

func TestDialErrorLimit(t *testing.T) {
	shorten(t, &firstDialWait, time.Millisecond)
	for limit, want := range map[float64]string{0: "(attempt 1;", 3: "(attempt 4;"} {
		reachedBy(t, props{
			"host": text("127.0.0.1"), "port": property.New(float64(closedPort(t))), "dialErrorLimit": property.New(limit),
		}, want)
	}
	server := newSSHServer(t, nil)
	for limit, want := range map[float64]string{3: "", 2: "(attempt 3;", -1: ""} {
		server.drop(3)
		reachedBy(t, server.connection(props{"dialErrorLimit": property.New(limit)}), want)
	}
}

func TestPerDialTimeout(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") // it takes calls and says nothing
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	reachedBy(t, props{
		"host": text("127.0.0.1"), "port": property.New(float64(listener.Addr().(*net.TCPAddr).Port)),
		"dialErrorLimit": property.New(0.0), "perDialTimeout": property.New(1.0),
	}, "no answer within 1s")
}

func TestProxy(t *testing.T) {
	key, keyFile := newKeyFile(t, "")
	target, proxy := newSSHServer(t, nil), newSSHServer(t, onlyKey(key))
	login := props{"privateKey": text(keyFile), "user": text("jump"), "dialErrorLimit": property.New(0.0)}
	through := func(more props) props {
		all := proxy.connection(login)
		for name, value := range more {
			all[name] = value
		}
		return target.connection(props{"proxy": property.New(all), "dialErrorLimit": property.New(0.0)})
	}
	reachedBy(t, through(nil), "")
	if got := proxy.noted(&proxy.logins); !slices.Equal(got, []string{"jump publickey"}) {
		t.Errorf("the logins at the proxy were %v", got)
	}
	if got := target.noted(&target.logins); !slices.Equal(got, []string{"root none"}) {
		t.Errorf("the logins at the target were %v", got)
	}
	reachedBy(t, through(props{"port": property.New(float64(closedPort(t)))}), "connection.proxy: cannot log in")
	reachedBy(t, through(props{"hostKey": text(string(ssh.MarshalAuthorizedKey(target.hostKey)))}), "connection.proxy:")
	away := through(nil)
	away["port"] = property.New(float64(closedPort(t)))
	reachedBy(t, away, "connection: cannot log in")
}

func TestPreviewAndDiffDialNothing(t *testing.T) {
	server, ssh := newServer(t), newSSHServer(t, nil)
	inputs := remote(ssh).with(props{"create": text("true")})
	if _, err := server.Create(p.CreateRequest{Urn: remoteURN, Properties: inputs, DryRun: true}); err != nil {
		t.Fatal(err)
	}
	state := remote(ssh).with(props{"create": text("false"), "stdout": text(""), "stderr": text("")})
	request := p.UpdateRequest{Urn: remoteURN, State: state, Inputs: inputs, DryRun: true}
	if _, err := server.Update(request); err != nil {
		t.Fatal(err)
	}
	if _, err := server.Diff(p.DiffRequest{Urn: remoteURN, State: state, Inputs: inputs}); err != nil {
		t.Fatal(err)
	}
	if got := ssh.noted(&ssh.logins); len(got) > 0 {
		t.Errorf("there were the logins %v", got)
	}
}
