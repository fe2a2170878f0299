import * as pulumi from "@pulumi/pulumi";

import { readConfirmed } from "./confirmed";
import type { SecretsOutputs } from "./contract";
import { type DeployedValues, deployedValues } from "./deployed-values";
import { secretRemovals, unconfirmedRemoval } from "./secret-removals";
import type { StackScope } from "./stack-scope";
import { type KeyUses, keyUses, valueLosses } from "./value-losses";

/**
 * What the keys of an owner's stack encrypt, to be recorded in its outputs. By what the last deployment recorded, and by what the
 * stack holds, a change with which values would be lost is a `RunError`, before anything is registered.
 */
export async function recordKeyUses({ account, zone }: StackScope): Promise<KeyUses> {
  const stack = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const { encrypts: uses = {} } = await lastOutputs(stack);
  const deployed = await readDeployedValues(account.name, stack);
  const keys = zone.keys.filter((key) => key.account === account);
  const secrets = zone.secrets.filter((secret) => secret.account === account);
  const released = (new pulumi.Config().get("deleteKeys") ?? "").split(/[,\s]+/);
  const losses = valueLosses({ uses, deployed, released }, { keys, secrets });
  const confirmed = readConfirmed()["yes-remove"];
  const removals = secretRemovals(deployed.secrets, account, secrets)
    .filter(({ id }) => !confirmed.includes(id))
    .map(unconfirmedRemoval);
  // A preview tells what would be done, and does nothing.
  if (pulumi.runtime.isDryRun()) for (const one of removals) void pulumi.log.warn(one);
  else losses.push(...removals);
  if (losses.length > 0) throw new pulumi.RunError(losses.join("\n"));
  return withEarlier(uses, keyUses(keys));
}

async function readDeployedValues(account: string, stackName: string): Promise<DeployedValues> {
  const { outputs = {} } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
    stackName,
  });
  return deployedValues(account, outputs);
}

/** The outputs of this stack as its last deployment left them; none of one that never was. */
async function lastOutputs(name: string): Promise<Partial<pulumi.Unwrap<SecretsOutputs>>> {
  const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
  return outputs ?? {};
}

/** What a key once encrypted, and no deployment has encrypted anew since, counts for as long as there is the key. */
function withEarlier(earlier: KeyUses, now: KeyUses): KeyUses {
  return Object.fromEntries(
    Object.entries(now).map(([id, { others, secrets }]) => [
      id,
      { secrets, others: [...new Set([...(earlier[id]?.others ?? []), ...others])] },
    ]),
  );
}
