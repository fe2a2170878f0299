import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { peerDependencies } from "../../package.json";
import { ENGINE_VERSION } from "../../sandbox/engine/engine";
import { pythonEnvironment } from "../python-environment";
import { generateSdk } from "./generated-sdk";
import { goProgram } from "./go-program";
import { runIn } from "./run-in";

const hosts = join(__dirname, "hosts");

/**
 * By a program's runtime: makes the program in a directory ready to run, as `pulumi install` does, with an SDK of this package.
 * Returns the command line of a language host.
 */
export const prepareProgram: Record<string, (directory: string) => Promise<string[]>> = {
  yaml: async () => {
    const source = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml";
    return [await goProgram("hosts/yaml", "pulumi-language-yaml", source)];
  },

  go: async (directory) => {
    const sdk = join(directory, "sdks", "eks-pod-secrets");
    await generateSdk("go", sdk);
    writeFileSync(join(sdk, "go.mod"), goModule);
    const environment = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod" };
    await runIn(directory, "go", ["build", "-o", "program", "."], environment);
    return [...fromSource("go.ts"), join(directory, "program")];
  },

  python: async (directory) => {
    const sdk = join(directory, "sdks", "eks-pod-secrets");
    await generateSdk("python", sdk);
    const requirements = join(hosts, "requirements.txt");
    const python = join(await pythonEnvironment("pulumi-python", requirements), "python");
    const offline = ["--no-deps", "--no-build-isolation", "--disable-pip-version-check"];
    await runIn(directory, python, [
      ...["-m", "pip", "install", "--quiet", ...offline],
      ...["--target", directory, sdk],
    ]);
    return [...fromSource("python.ts"), python, await pythonExecutor()];
  },
};

function fromSource(host: string): string[] {
  return [process.execPath, "--import", require.resolve("tsx"), join(hosts, host)];
}

/** The program by which Pulumi's host runs programs. It is in Pulumi's Go module, and not in the package on PyPI. */
async function pythonExecutor(): Promise<string> {
  const module = `github.com/pulumi/pulumi/sdk/v3@v${ENGINE_VERSION}`;
  const { Dir } = JSON.parse(await runIn(__dirname, "go", ["mod", "download", "-json", module]));
  return join(Dir, "python", "cmd", "pulumi-language-python-exec");
}

/** What `pulumi package add` writes beside a generated SDK. */
const goModule = `module eks-pod-secrets/sdk/go

go 1.24

require github.com/pulumi/pulumi/sdk/v3 v${peerDependencies["@pulumi/pulumi"].slice(1)}
`;
