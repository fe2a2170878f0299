import { readdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import type { DataDirectory } from "../../../sandbox/instance/data-directory";

/** Puts Pulumi's own provider for Kubernetes where a sandbox has its stand-in, whatever version a program asks for. */
export function useProvider({ pulumiHome }: DataDirectory, provider: string): void {
  const plugins = join(pulumiHome, "plugins");
  for (const name of readdirSync(plugins).filter((one) =>
    one.startsWith("resource-kubernetes-v"),
  )) {
    const executable = join(plugins, name, "pulumi-resource-kubernetes");
    rmSync(executable);
    symlinkSync(provider, executable);
  }
}
