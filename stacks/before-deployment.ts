import * as pulumi from "@pulumi/pulumi";

import type { ResolvedAccount, ResolvedKey, ResolvedSecret } from "../sdk/grant";
import { readConfirmed } from "./confirmed";
import { type DeployedSecret, deployedValues } from "./deployed-values";
import { formerSecrets } from "./former-secrets";
import { readOutputs } from "./read-outputs";
import { secretPlace, secretRemovals, unconfirmedRemoval } from "./secret-removals";
import type { StackScope } from "./stack-scope";
import { type KeyUses, keyUses, valueLosses } from "./value-losses";
import { wayToKeep } from "./way-to-keep";

/** What an owner's stack holds already, and this deployment goes on from. */
export interface BeforeDeployment {
  /** What its keys encrypt, to be recorded in its outputs. */
  encrypts: KeyUses;
  /** Secrets that it holds and that others take the place of: they stay until somebody confirms that they go. */
  formers: ResolvedSecret[];
  /** Keys that it holds and that nothing of the inventory names: they stay until somebody confirms that nothing needs them. */
  keptKeys: ResolvedKey[];
}

/**
 * By what the last deployment recorded, and by what the stack holds, a change with which values would be lost is a `RunError`,
 * before anything is registered.
 */
export async function beforeDeployment({
  account,
  held,
  zone,
}: StackScope): Promise<BeforeDeployment> {
  const { encrypts: uses = {} } = (await readOutputs(pulumi.getStack())) as { encrypts?: KeyUses };
  const deployed = deployedValues(account.name, held);
  const confirmed = readConfirmed()["yes-remove"];
  const keys = zone.keys.filter((key) => key.account === account);
  const formers = formerSecrets(zone, account).filter(
    (former) => !confirmed.includes(former.id) && holds(deployed.secrets, former),
  );
  const secrets = [...zone.secrets.filter((secret) => secret.account === account), ...formers];
  const released = (new pulumi.Config().get("deleteKeys") ?? "").split(/[,\s]+/);
  const losses = valueLosses({ uses, deployed, released }, { keys, secrets });
  const going = secretRemovals(deployed.secrets, account, secrets);
  const ids = (some: readonly { id: string }[]) => some.map(({ id }) => id);
  const beside = { secrets: zone.secrets, deployed: ids(deployed.secrets), going: ids(going) };
  const removals = going
    .filter(({ id }) => !confirmed.includes(id))
    .map((one) => unconfirmedRemoval(one, wayToKeep(one, account, beside)));
  // A preview tells what would be done, and does nothing.
  if (pulumi.runtime.isDryRun()) for (const one of removals) void pulumi.log.warn(one);
  else losses.push(...removals);
  if (losses.length > 0) throw new pulumi.RunError(losses.join("\n"));
  const keptKeys = unnamedKeys(deployed.keys, keys, account).filter(
    ({ id }) => !released.includes(id) && !confirmed.includes(id),
  );
  for (const { id } of keptKeys) void pulumi.log.warn(keptKey(id));
  return { encrypts: withEarlier(uses, keyUses([...keys, ...keptKeys])), formers, keptKeys };
}

/** The keys of a stack that nothing of the inventory names. */
function unnamedKeys(
  deployed: Record<string, string>,
  keys: readonly ResolvedKey[],
  account: ResolvedAccount,
): ResolvedKey[] {
  const named = new Set(keys.map(({ id }) => id));
  return Object.keys(deployed)
    .filter((id) => !named.has(id))
    .map((id) => {
      const [, region = "", ...alias] = id.split("/");
      return { id, account, region, alias: alias.join("/"), secrets: [], parameters: [] };
    });
}

function keptKey(id: string): string {
  return `key ${id} stays, though the inventory names it no more: eks-pod-secrets up deletes it once the account has nothing under it; to delete it whatever that is, pulumi config set deleteKeys ${id}`;
}

/** Whether a stack holds this very secret: a new deployment makes none that was somewhere else before. */
function holds(deployed: readonly DeployedSecret[], { account, id, name, region }: ResolvedSecret) {
  return deployed.some((one) => {
    const place = secretPlace(one.arn);
    return (
      one.id === id &&
      place.account === account.id &&
      place.region === region &&
      place.name === name
    );
  });
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
