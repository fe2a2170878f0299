package main

import "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"

// Of the pinned module, set when it is built.
var version string

// The schema names the fields of objects that are adopted. It is not in the module, and nothing is adopted here.
var schema = []byte("{}")

func main() {
	provider.Serve("kubernetes", version, schema, nil)
}
