package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"

	"github.com/pulumi/pulumi-go-provider/infer"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// Endpoint says how to reach one SSH server and how to log in there.
type Endpoint struct {
	Host               string  `pulumi:"host"`
	Port               *int    `pulumi:"port,optional"`
	User               *string `pulumi:"user,optional"`
	Password           *string `pulumi:"password,optional"`
	PrivateKey         *string `pulumi:"privateKey,optional"`
	PrivateKeyPassword *string `pulumi:"privateKeyPassword,optional"`
	AgentSocketPath    *string `pulumi:"agentSocketPath,optional"`
	DialErrorLimit     *int    `pulumi:"dialErrorLimit,optional"`
	PerDialTimeout     *int    `pulumi:"perDialTimeout,optional"`
	HostKey            *string `pulumi:"hostKey,optional"`
}

// Connection is the input of that name: a host, and the one to go through on the way to it.
type Connection struct {
	Endpoint
	Proxy *ProxyConnection `pulumi:"proxy,optional"`
}

// ProxyConnection is a host on the way; the schema wants a type of its own for it.
type ProxyConnection struct{ Endpoint }

// What an Endpoint's inputs are when they are not given.
const (
	defaultPort           = 22
	defaultUser           = "root"
	defaultDialErrorLimit = 10
	defaultPerDialTimeout = 15 // seconds
)

// Annotate gives the defaults to both types that embed it.
func (e *Endpoint) Annotate(a infer.Annotator) {
	a.SetDefault(&e.Port, defaultPort)
	a.SetDefault(&e.User, defaultUser)
	a.SetDefault(&e.DialErrorLimit, defaultDialErrorLimit)
	a.SetDefault(&e.PerDialTimeout, defaultPerDialTimeout)
}

// Annotate gives the type its token.
func (c *Connection) Annotate(a infer.Annotator) { a.SetToken("remote", "Connection") }

// Annotate gives the type its token.
func (c *ProxyConnection) Annotate(a infer.Annotator) { a.SetToken("remote", "ProxyConnection") }

// or returns the value, or what it is when it is not given: state need not have the defaults in it.
func or[T any](value *T, otherwise T) T {
	if value == nil {
		return otherwise
	}
	return *value
}

func (e Endpoint) address() string {
	return net.JoinHostPort(e.Host, strconv.Itoa(or(e.Port, defaultPort)))
}

// login prepares the logging in. name is what the errors call the endpoint; release closes what was opened for it.
func (e Endpoint) login(name string) (config *ssh.ClientConfig, release func(), err error) {
	config = &ssh.ClientConfig{User: or(e.User, defaultUser)}
	if err := e.verifyHost(name, config); err != nil {
		return nil, nil, err
	}
	var own []ssh.Signer
	if e.PrivateKey != nil {
		signer, err := e.signer(name)
		if err != nil {
			return nil, nil, err
		}
		own = append(own, signer)
	}
	others, release, err := e.agent(name)
	if err != nil {
		return nil, nil, err
	}
	// The library tries each method once, so the keys of both kinds are one method.
	keys := ssh.PublicKeysCallback(func() ([]ssh.Signer, error) {
		signers, err := others()
		return append(own, signers...), err
	})
	if e.Password == nil {
		config.Auth = []ssh.AuthMethod{keys}
		return config, release, nil
	}
	password := []ssh.AuthMethod{ssh.Password(*e.Password), ssh.KeyboardInteractive(
		func(_, _ string, questions []string, _ []bool) ([]string, error) {
			answers := make([]string, len(questions))
			for i := range answers {
				answers[i] = *e.Password
			}
			return answers, nil
		})}
	// A server bears a few failures only: what was asked for comes before an agent's many keys.
	if e.PrivateKey != nil {
		config.Auth = append([]ssh.AuthMethod{keys}, password...)
	} else {
		config.Auth = append(password, keys)
	}
	return config, release, nil
}

// signer reads the private key.
func (e Endpoint) signer(name string) (ssh.Signer, error) {
	var signer ssh.Signer
	var err error
	if passphrase := or(e.PrivateKeyPassword, ""); passphrase != "" {
		signer, err = ssh.ParsePrivateKeyWithPassphrase([]byte(*e.PrivateKey), []byte(passphrase))
	} else {
		signer, err = ssh.ParsePrivateKey([]byte(*e.PrivateKey))
	}
	var missing *ssh.PassphraseMissingError
	if errors.As(err, &missing) {
		return nil, fmt.Errorf("%s.privateKey: the key is encrypted: give privateKeyPassword too", name)
	}
	if err != nil {
		return nil, fmt.Errorf("%s.privateKey: cannot use the key: %w", name, err)
	}
	return signer, nil
}

// agent returns what asks the SSH agent for its keys. One that the environment names is left aside when nobody answers
// there; one that was asked for is not.
func (e Endpoint) agent(name string) (signers func() ([]ssh.Signer, error), release func(), err error) {
	none := func() ([]ssh.Signer, error) { return nil, nil }
	path := or(e.AgentSocketPath, "")
	if path == "" {
		path = os.Getenv("SSH_AUTH_SOCK")
	}
	if path == "" {
		return none, func() {}, nil
	}
	conn, err := net.Dial("unix", path)
	if err != nil && or(e.AgentSocketPath, "") == "" {
		return none, func() {}, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s.agentSocketPath: no SSH agent answers: %w", name, err)
	}
	return agent.NewClient(conn).Signers, func() { _ = conn.Close() }, nil
}

// wrongHostKey says that a host is not the one that was meant. Dialling again would not help.
type wrongHostKey struct{ offered, want ssh.PublicKey }

func (e *wrongHostKey) Error() string {
	return fmt.Sprintf("the host has another key than hostKey says: %s %s, not %s %s", e.offered.Type(),
		ssh.FingerprintSHA256(e.offered), e.want.Type(), ssh.FingerprintSHA256(e.want))
}

// verifyHost makes the login accept only the host key that was given, and have the host show its key of that kind: by
// itself it may show another one. Without hostKey any host is taken, as @pulumi/command documents.
func (e Endpoint) verifyHost(name string, config *ssh.ClientConfig) error {
	if e.HostKey == nil {
		config.HostKeyCallback = ssh.InsecureIgnoreHostKey()
		return nil
	}
	// A known_hosts line is read too: its host names stand where options are in authorized_keys.
	want, _, _, _, err := ssh.ParseAuthorizedKey([]byte(*e.HostKey))
	if err != nil {
		return fmt.Errorf("%s.hostKey: not a public key as in authorized_keys or known_hosts: %w", name, err)
	}
	config.HostKeyAlgorithms = []string{want.Type()}
	if want.Type() == ssh.KeyAlgoRSA {
		config.HostKeyAlgorithms = []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}
	}
	config.HostKeyCallback = func(_ string, _ net.Addr, offered ssh.PublicKey) error {
		if string(offered.Marshal()) != string(want.Marshal()) {
			return &wrongHostKey{offered, want}
		}
		return nil
	}
	return nil
}
