// Command generator writes resources that were imported as a program in TypeScript, as Pulumi's own language host for Node.js does.
// It reads a GenerateProgramRequest from standard input, and writes a GenerateProgramResponse to standard output.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/pulumi/pulumi/pkg/v3/codegen/hcl2/syntax"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/proto"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	var request pulumirpc.GenerateProgramRequest
	if err := proto.Unmarshal(input, &request); err != nil {
		return err
	}
	source, err := generate(&request)
	if err != nil {
		return err
	}
	output, err := proto.Marshal(&pulumirpc.GenerateProgramResponse{Source: source})
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(output)
	return err
}

func generate(request *pulumirpc.GenerateProgramRequest) (map[string][]byte, error) {
	parser := syntax.NewParser()
	for path, text := range request.Source {
		if err := parser.ParseFile(strings.NewReader(text), path); err != nil {
			return nil, err
		}
	}
	if parser.Diagnostics.HasErrors() {
		return nil, parser.Diagnostics
	}
	loader, err := schema.NewLoaderClient(request.LoaderTarget)
	if err != nil {
		return nil, err
	}
	defer loader.Close()
	var options []pcl.BindOption
	if !request.Strict {
		options = append(options, pcl.NonStrictBindOptions()...)
	}
	program, found, err := pcl.BindProgram(parser.Files, schema.NewCachedLoader(loader), options...)
	if err != nil {
		return nil, err
	}
	if found.HasErrors() {
		return nil, found
	}
	source, found, err := nodejs.GenerateProgram(program)
	if err != nil {
		return nil, err
	}
	if found.HasErrors() {
		return nil, found
	}
	return source, nil
}
