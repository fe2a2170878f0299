// Package zxcvbn stands in for the copy of the library that Pulumi ESC has.
package zxcvbn

import "github.com/nbutton23/zxcvbn-go"

// PasswordStrength is that of the other copy.
var PasswordStrength = zxcvbn.PasswordStrength
