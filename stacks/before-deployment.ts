import * as pulumi from "@pulumi/pulumi";
import {
  deployedValues,
  heldFormers,
  type KeyUses,
  keptKey,
  keyUses,
  losses,
  lossText,
  releasedKeys,
  unnamedKeys,
} from "eks-pod-secrets/change-losses";
import type { ResolvedAccount, ResolvedKey, ResolvedSecret } from "eks-pod-secrets/grant";
import { readOutputs } from "./ask-stack";
import { readConfirmed } from "./confirmed";
import { heldList } from "./held-resources";
import { noteAgain } from "./observed-run";
import type { StackScope } from "./stack-scope";

/** What an owner's stack already holds, where this deployment starts from. */
interface BeforeDeployment {
  /** What its keys encrypt, recorded in its outputs. */
  encrypts: KeyUses;
  /** Secrets that it holds and that others replace. They stay until somebody confirms their deletion. */
  formers: ResolvedSecret[];
  /** Keys that it holds and that the inventory no longer names. They stay until somebody confirms that nothing needs them. */
  keptKeys: ResolvedKey[];
}

/**
 * Throws a `RunError`, before anything is registered, if the change would lose values according to what the last deployment
 * recorded and what the stack holds.
 */
export async function beforeDeployment({
  account,
  held,
  zone,
}: StackScope): Promise<BeforeDeployment> {
  const { encrypts: uses = {} } = (await readOutputs(pulumi.getStack())) as { encrypts?: KeyUses };
  const deployed = deployedValues(account.name, heldList(held));
  const confirmed = readConfirmed()["yes-remove"];
  const keys = zone.keys.filter((key) => key.account === account);
  const formers = heldFormers(zone, account, deployed.secrets).filter(
    ({ id }) => !confirmed.includes(id),
  );
  const released = releasedKeys(new pulumi.Config().get("deleteKeys"));
  const values = new Map([[account.name, { ...deployed, released, uses }]]);
  const lost = losses({ names: new Map(), values, formers }, zone);
  const refused = lost.flatMap(({ kind, says }) => (kind === "fails" ? [says] : []));
  const unconfirmed = lost.flatMap((loss) =>
    loss.name === undefined || confirmed.includes(loss.name)
      ? []
      : lossText(
          loss,
          `run eks-pod-secrets up, which asks, or set EKS_POD_SECRETS_YES_REMOVE=${loss.name}`,
        ),
  );
  // A preview only says what would be done.
  if (pulumi.runtime.isDryRun()) for (const one of unconfirmed) void pulumi.log.warn(one);
  else refused.push(...unconfirmed);
  if (refused.length > 0) throw new pulumi.RunError(refused.join("\n"));
  const keptKeys = unnamedKeys(deployed.keys, { keys })
    .filter((id) => !released.includes(id) && !confirmed.includes(id))
    .map((id) => keyOf(id, account));
  for (const { id } of keptKeys) void pulumi.log.warn(keptKey(id));
  if (keptKeys.length > 0) noteAgain("keeps keys that nothing names");
  if (zone.secrets.some((one) => isSuccession(one, account))) noteAgain("renames or moves secrets");
  return { encrypts: withEarlier(uses, keyUses([...keys, ...keptKeys])), formers, keptKeys };
}

/** Whether a secret's value moves from or to an account. Time and AWS decide what becomes of the old one. */
function isSuccession({ account, former }: ResolvedSecret, one: ResolvedAccount): boolean {
  return former !== undefined && (account === one || former.account === one);
}

/** A key that the inventory does not name. */
function keyOf(id: string, account: ResolvedAccount): ResolvedKey {
  const [, region = "", ...alias] = id.split("/");
  return { id, account, region, alias: alias.join("/"), secrets: [], parameters: [] };
}

/** Adds what a key encrypted before. It counts for as long as the key exists, unless a deployment has encrypted it again. */
function withEarlier(earlier: KeyUses, now: KeyUses): KeyUses {
  return Object.fromEntries(
    Object.entries(now).map(([id, { others, secrets }]) => [
      id,
      { secrets, others: [...new Set([...(earlier[id]?.others ?? []), ...others])] },
    ]),
  );
}
