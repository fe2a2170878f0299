// Package zxcvbn stands in for the library of this name, by which `pulumi config set` guesses whether a value is a secret.
// The library sorts its lists of frequent words whenever the CLI starts: two thirds of the time that a short command takes.
// Without them a value counts as harder to guess than it is, so the guess errs on the side of a secret.
package zxcvbn

import "math"

// Strength says how hard a value is to guess.
type Strength struct {
	// In bits.
	Entropy float64
}

// PasswordStrength takes each character of a value for chosen at random among the printable ones.
func PasswordStrength(value string, _ []string) Strength {
	const printable = 95
	return Strength{Entropy: float64(len(value)) * math.Log2(printable)}
}
