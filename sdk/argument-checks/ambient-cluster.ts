import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import { mayHook } from "./refusal";
import { warn } from "./whole";

/** Says in a preview to which cluster Kubernetes objects go, where the component was given no provider that says it. */
export function warnOfAmbientCluster(component: pulumi.ComponentResource, objects: string): void {
  const isGiven = component.getProvider("kubernetes:core/v1:ServiceAccount") !== undefined;
  if (isGiven || !pulumi.runtime.isDryRun() || !mayHook()) return;
  const message = `no Kubernetes provider is given: ${objects} will be in the cluster of ${ambientContext()}`;
  warn(component, message);
}

function ambientContext(): string {
  const config = new pulumi.Config("kubernetes");
  const context = config.get("context");
  if (config.get("kubeconfig")) return `context ${context ?? "current"} of kubernetes:kubeconfig`;
  const [file = ""] = (process.env.KUBECONFIG || join(homedir(), ".kube", "config")).split(
    delimiter,
  );
  return `context ${context ?? currentContext(file)} of ${file}`;
}

/** What the file names, or the word itself where it cannot be read. */
function currentContext(file: string): string {
  try {
    const text = readFileSync(file, "utf8");
    return /"?current-context"?:\s*["']?([^"',\s]+)/.exec(text)?.[1] ?? "current";
  } catch {
    return "current";
  }
}
