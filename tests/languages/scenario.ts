import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse, stringify } from "yaml";

import { makeAdoptedClusters } from "../engine/adopted-clusters";
import { type EngineHarness, engineHarness } from "../engine/harness";
import { landingZone } from "../stacks/run-stack";
import { prepareProgram } from "./prepared-program";
import { runIn } from "./run-in";

const checkout = join(__dirname, "..", "..");
const RUNNER = "111111111111";
const REGION = "us-east-1";

/** The accounts and the cluster that the example programs take as given. */
const inventory = `
accounts:
  runner: { id: "${RUNNER}", region: ${REGION} }
  owner: { id: "222222222222", region: ${REGION} }
clusters: { shop: { account: runner, existing: true } }
secrets: { db: { account: runner } }
readers: { orders: { cluster: shop, namespace: orders, serviceAccount: orders-api, reads: [db] } }
`;

/** A copy of one example program, in a sandbox of its own that has what the program takes as given. */
export interface Scenario {
  directory: string;
  pulumi(...args: string[]): Promise<string>;
  /** Removes sandbox and copy. */
  remove(): Promise<void>;
}

export async function scenario(example: string): Promise<Scenario> {
  const sandbox = await engineHarness(inventory);
  await makeAdoptedClusters(sandbox, landingZone(inventory));
  const directory = mkdtempSync(join(tmpdir(), "orders-"));
  cpSync(join(checkout, "examples", example), directory, { recursive: true });
  link(join(checkout, "node_modules", "@pulumi"), join(directory, "node_modules", "@pulumi"));
  link(checkout, join(directory, "node_modules", "eks-pod-secrets"));
  writeFileSync(join(directory, "kubeconfig"), kubeconfig(sandbox));
  writeFileSync(join(directory, "Pulumi.dev.yaml"), settings());
  const { PULUMI_OPTION_CWD: _, ...environment } = sandbox.environment;
  const variables = { ...environment, KUBECONFIG: join(directory, "kubeconfig") };
  const pulumi = (...args: string[]) =>
    runIn(directory, "pulumi", [...args, "--non-interactive"], variables);
  await installHost(directory, sandbox.data.bin);
  await pulumi("stack", "init", "dev");
  return {
    ...{ directory, pulumi },
    remove: async () => {
      await sandbox.remove();
      rmSync(directory, { recursive: true });
    },
  };
}

async function installHost(directory: string, bin: string): Promise<void> {
  const { runtime } = parse(readFileSync(join(directory, "Pulumi.yaml"), "utf8"));
  const host = await prepareProgram[runtime]?.(directory);
  if (!host) return; // The sandbox has one for Node.js itself.
  const command = host.map((word) => `'${word}'`).join(" ");
  writeFileSync(join(bin, `pulumi-language-${runtime}`), `#!/bin/sh\nexec ${command} "$@"\n`, {
    mode: 0o755,
  });
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

function settings(): string {
  const values = {
    ...{ ownerProfile: "owner", readerProfile: "runner", readerAccount: RUNNER },
    ...{ clusterName: "shop", kubeContext: "shop" },
    clusterArn: `arn:aws:eks:${REGION}:${RUNNER}:cluster/shop`,
    roleArn: `arn:aws:iam::${RUNNER}:role/orders-api`,
  };
  const config = Object.entries(values).map(([key, value]) => [`orders:${key}`, value]);
  return stringify({ config: Object.fromEntries(config) });
}

function kubeconfig({ connection: { endpoint } }: EngineHarness): string {
  const server = `${endpoint}/_kubernetes/${RUNNER}/${REGION}/shop`;
  const args = ["eks", "get-token", "--cluster-name", "shop", "--region", REGION];
  return JSON.stringify({
    "current-context": "shop",
    contexts: [{ name: "shop", context: { cluster: "shop", user: "shop" } }],
    clusters: [{ name: "shop", cluster: { server } }],
    users: [
      { name: "shop", user: { exec: { command: "aws", args: [...args, "--profile", "runner"] } } },
    ],
  });
}
