import * as pulumi from "@pulumi/pulumi";

import { mayHook } from "./hooks";

/** What the engine fails to create. */
class Refusal extends pulumi.ComponentResource {
  constructor(name: string, reason: string, opts: pulumi.ComponentResourceOptions) {
    super("eks-pod-secrets:index:Refusal", name, { reason }, opts);
    this.registerOutputs();
  }
}

/**
 * Ends the run with the reason, and never returns. A rejected output ends no run by itself: what depends on it waits for ever in an
 * inline program of the Automation API. So the engine is given something to refuse. Over mocks, which refuse nothing, it rejects.
 */
export function endRun(
  name: string,
  reason: string,
  parent: pulumi.Resource | undefined,
): Promise<never> {
  const error = new pulumi.RunError(reason);
  const refuse = () => {
    throw error;
  };
  const refusal = new Refusal(name, reason, {
    parent,
    ...(mayHook() && {
      hooks: { beforeCreate: [new pulumi.ResourceHook(name, refuse, { onDryRun: true })] },
    }),
  });
  return new Promise((_, reject) => {
    refusal.urn.apply(async () => {
      // A stack trace would lead here alone, and not to the component.
      if (!mayHook()) return reject(Object.assign(error, { stack: undefined }));
      // A run of other targets left it out. No run goes on with two resources of one name.
      await pulumi.log.error(reason, refusal);
      new Refusal(name, reason, { parent });
    });
  });
}
