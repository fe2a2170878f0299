package main

import "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"

// The version of the pinned module. The build sets it.
var version string

// The schema names the fields of objects that the provider adopts. It is not in the module, and no test adopts objects.
var schema = []byte("{}")

func main() {
	provider.Serve("kubernetes", version, schema, nil)
}
