import * as pulumi from "@pulumi/pulumi";

/** Whether resources can have hooks. Pulumi's mocks have none, and would wait for one for ever. */
export function mayHook(): boolean {
  return "registerResourceHook" in (pulumi.runtime.getMonitor() ?? {});
}
