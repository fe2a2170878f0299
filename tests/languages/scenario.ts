import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";

import { pulumiUser, REGION, RUNNER } from "./pulumi-user";

const checkout = join(__dirname, "..", "..");

/** A copy of an example program, in a sandbox that has everything the program needs. */
export interface Scenario {
  directory: string;
  pulumi(...args: string[]): Promise<string>;
  /** Removes the sandbox and the copy. */
  remove(): Promise<void>;
}

/** `variables` are added to the environment of its commands. */
export async function scenario(
  example: string,
  variables: Record<string, string> = {},
): Promise<Scenario> {
  const user = await pulumiUser(variables);
  const directory = mkdtempSync(join(tmpdir(), "orders-"));
  cpSync(join(checkout, "examples", example), directory, { recursive: true });
  link(join(checkout, "node_modules", "@pulumi"), join(directory, "node_modules", "@pulumi"));
  link(checkout, join(directory, "node_modules", "eks-pod-secrets"));
  writeFileSync(join(directory, "Pulumi.dev.yaml"), settings());
  await user.prepare(directory);
  if (example.startsWith("languages/")) await user.installPlugin();
  const pulumi = (...args: string[]) =>
    user.run(directory, ["pulumi", ...args, "--non-interactive"].join(" "));
  await pulumi("stack", "init", "dev");
  return {
    ...{ directory, pulumi },
    remove: async () => {
      await user.remove();
      rmSync(directory, { recursive: true });
    },
  };
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
