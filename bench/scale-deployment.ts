import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { commandEnvironment } from "../sandbox/pulumi/environment";
import { commandLine } from "../sandbox/pulumi/run-command";
import type { LandingZone } from "../sdk/grant";
import { parseInventory } from "../sdk/grant";
import type { Layer } from "../stacks/stack-plan";
import { type CountedRequests, countRequests } from "./measuring/counted-requests";
import { withSandbox } from "./sandbox";

/** What one `up` of the stacks of a layer did. */
export interface DeployedLayer extends Pick<CountedRequests, "answered" | "throttled"> {
  layer: Layer;
  /** Bytes of each stack's state. */
  states: number[];
  seconds: number;
}

/** A landing zone of a generated inventory. */
export function zoneOf(inventory: string): LandingZone {
  const parsed = parseInventory(inventory, "landing-zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  return parsed.landingZone;
}

/**
 * Deploys an inventory layer by layer under AWS's published rates, and gives every secret its value.
 */
export async function deployThrottled(
  inventory: string,
  { layers, parallel }: { layers: readonly Layer[]; parallel: number },
): Promise<DeployedLayer[]> {
  Object.assign(process.env, AT_PUBLISHED_RATES);
  const zone = zoneOf(inventory);
  return withSandbox(inventory, async ({ connection, data, putValues }) => {
    const deployed: DeployedLayer[] = [];
    for (const layer of layers) {
      const { answered, close, endpoint, throttled } = await countRequests(connection.endpoint);
      const started = performance.now();
      const options = ["--yes", "--parallel", String(parallel), "--secrets-provider", "passphrase"];
      const child = spawn(
        process.execPath,
        commandLine(data, ["up", ...options, "--only", `*.${layer}`]),
        {
          cwd: data.project,
          env: { ...(await commandEnvironment(data, connection)), AWS_ENDPOINT_URL: endpoint },
          stdio: ["ignore", "ignore", "inherit"],
        },
      );
      const code = await new Promise((resolve) => child.once("close", resolve));
      close();
      if (code !== 0) throw new Error(`up of *.${layer} ended with exit code ${code}`);
      const seconds = (performance.now() - started) / 1000;
      deployed.push({ layer, answered, throttled, seconds, states: statesOf(data.backend, layer) });
      if (layer === "secrets") await putAll(zone, putValues);
    }
    return deployed;
  });
}

/** Of AWS's rates the weather takes nine tenths, and at a tenth of the pace ten times as many calls are let through. */
const AT_PUBLISHED_RATES = {
  EKS_POD_SECRETS_SANDBOX_WEATHER: "throttled",
  EKS_POD_SECRETS_SANDBOX_PACE: "0.1",
};

async function putAll(
  zone: LandingZone,
  put: (account: string, secrets: string[]) => Promise<void>,
): Promise<void> {
  for (const { name } of zone.accounts) {
    const own = zone.secrets.filter(({ account }) => account.name === name);
    await put(
      name,
      own.map((secret) => secret.name),
    );
  }
}

function statesOf(backend: string, layer: Layer): number[] {
  const directory = join(backend, ".pulumi", "stacks", "eks-pod-secrets");
  return readdirSync(directory)
    .filter((name) => name.endsWith(`.${layer}.json`))
    .map((name) => statSync(join(directory, name)).size);
}
