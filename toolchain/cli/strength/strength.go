// Package zxcvbn stands in for both of the modules by which pulumi judges whether a value of config that is called a password or a token
// looks like one. These read dictionaries at each start of pulumi, whatever it is asked for, which was half of the time that it took.
package zxcvbn

import (
	"math"
	"strings"
	"unicode"
)

// kinds are the kinds of characters, and how many there are of each.
var kinds = []struct {
	has  func(rune) bool
	size float64
}{
	{func(r rune) bool { return r >= '0' && r <= '9' }, 10},
	{func(r rune) bool { return r >= 'a' && r <= 'z' }, 26},
	{func(r rune) bool { return r >= 'A' && r <= 'Z' }, 26},
	{func(r rune) bool { return r <= unicode.MaxASCII && !unicode.IsLetter(r) && !unicode.IsDigit(r) }, 33},
	{func(r rune) bool { return r > unicode.MaxASCII }, 100},
}

// Match is what pulumi reads of a judgement.
type Match struct {
	// Entropy is how many bits somebody who guesses has to get right.
	Entropy float64
}

// PasswordStrength takes each character for one that was drawn from all kinds in the password. That is never less than what dictionaries
// leave of it, so that pulumi asks for --secret or --plaintext rather too often than not.
func PasswordStrength(password string, _ []string) Match {
	alphabet := 0.0
	for _, kind := range kinds {
		if strings.ContainsFunc(password, kind.has) {
			alphabet += kind.size
		}
	}
	return Match{Entropy: float64(len([]rune(password))) * math.Log2(max(alphabet, 1))}
}
