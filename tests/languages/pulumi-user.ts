import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { peerDependencies, version } from "../../package.json";
import { ENGINE_VERSION } from "../../sandbox/engine/engine";
import { builtFile } from "../built";
import { makeAdoptedClusters } from "../engine/adopted-clusters";
import { engineHarness } from "../engine/harness";
import { kubeconfig } from "../engine/kubeconfig";
import { pythonEnvironment } from "../python-environment";
import { landingZone } from "../stacks/run-stack";
import { generateSdk, goProgram, runIn } from "./go-program";

const checkout = join(__dirname, "..", "..");

/** The account of the cluster. */
export const RUNNER = "111111111111";
export const REGION = "us-east-1";

/** The accounts and the cluster that the programs need. */
const inventory = `
id: lz-tests
accounts:
  runner: { id: "${RUNNER}", region: ${REGION} }
  owner: { id: "222222222222", region: ${REGION} }
clusters: { shop: { account: runner, existing: true } }
secrets: { db: { account: runner } }
readers: { orders: { cluster: shop, namespace: orders, serviceAccount: orders-api, reads: [db] } }
`;

/** A user with credentials of two accounts, a cluster, and a new installation of Pulumi. All of it is in a sandbox. */
export interface PulumiUser {
  /** Prepares the program in a directory for its first run, and installs the host of its language. */
  prepare(directory: string): Promise<void>;
  /** Installs the plugin from a release's archive. From then on, every start of npm fails. */
  installPlugin(): Promise<void>;
  /** Runs a shell command, and returns what it printed. */
  run(directory: string, command: string): Promise<string>;
  /** Removes the sandbox. */
  remove(): Promise<void>;
}

/** A user whose `PULUMI_HOME` has only the providers. The credentials in the environment are those of the cluster's account. */
export async function pulumiUser(more: Record<string, string> = {}): Promise<PulumiUser> {
  const sandbox = await engineHarness(inventory, { providers: "processes" });
  await makeAdoptedClusters(sandbox, landingZone(inventory));
  const { PULUMI_OPTION_CWD: _, ...environment } = sandbox.environment;
  const variables = {
    ...environment,
    ...more,
    ...{ AWS_PROFILE: "runner", AWS_REGION: REGION },
    KUBECONFIG: join(sandbox.data.path, "kubeconfig"),
  };
  const shop = { name: "shop", accountId: RUNNER, region: REGION, profile: "runner" };
  writeFileSync(variables.KUBECONFIG, kubeconfig(sandbox, [shop]));
  const { bin, path } = sandbox.data;
  const run = (directory: string, command: string) =>
    runIn(directory, "sh", ["-c", command], variables);
  return {
    prepare: (directory) => installHost(directory, bin),
    installPlugin: async () => {
      await run(
        path,
        INSTALL_PLUGIN.replace(/--server \S+/, `${version} --file ${pluginArchive()}`),
      );
      writeFileSync(join(bin, "npm"), "#!/bin/sh\necho npm was started >&2\nexit 1\n", {
        mode: 0o755,
      });
    },
    run,
    remove: sandbox.remove,
  };
}

/** The installation command in the package's README. */
export const INSTALL_PLUGIN =
  "pulumi plugin install resource eks-pod-secrets --server github://api.github.com/OWNER/eks-pod-secrets";

/** The archive that a release makes for one platform. All platforms have the same content. */
function pluginArchive(): string {
  builtFile("plugin/pulumi-resource-eks-pod-secrets");
  execFileSync("node", ["scripts/release/plugin-archives.mjs"], { cwd: checkout });
  const name = `pulumi-resource-eks-pod-secrets-v${version}-linux-amd64.tar.gz`;
  return join(checkout, "bin", "packages", name);
}

async function installHost(directory: string, bin: string): Promise<void> {
  const { runtime } = parse(readFileSync(join(directory, "Pulumi.yaml"), "utf8"));
  const host = await prepareProgram[runtime]?.(directory);
  if (!host) return; // The sandbox itself has a host for Node.js.
  const command = host.map((word) => `'${word}'`).join(" ");
  writeFileSync(join(bin, `pulumi-language-${runtime}`), `#!/bin/sh\nexec ${command} "$@"\n`, {
    mode: 0o755,
  });
}

const hosts = join(__dirname, "hosts");

/**
 * For each runtime: prepares the program in a directory with an SDK of this package, as `pulumi install` does. Returns the command
 * line of a language host.
 */
const prepareProgram: Record<string, (directory: string) => Promise<string[]>> = {
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

/** The program with which Pulumi's host runs Python programs. It is in Pulumi's Go module, but not in the package on PyPI. */
async function pythonExecutor(): Promise<string> {
  const module = `github.com/pulumi/pulumi/sdk/v3@v${ENGINE_VERSION}`;
  const { Dir } = JSON.parse(await runIn(__dirname, "go", ["mod", "download", "-json", module]));
  return join(Dir, "python", "cmd", "pulumi-language-python-exec");
}

/** The file that `pulumi package add` writes beside a generated SDK. */
const goModule = `module eks-pod-secrets/sdk/go

go 1.24

require github.com/pulumi/pulumi/sdk/v3 v${peerDependencies["@pulumi/pulumi"].slice(1)}
`;
