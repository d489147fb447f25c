// Package zxcvbn stands in for the second of the two modules: a folder can stand in for one alone.
package zxcvbn

import first "github.com/nbutton23/zxcvbn-go"

// PasswordStrength is that of the first.
var PasswordStrength = first.PasswordStrength
