import { plannedArns } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import type { LandingZone, ResolvedAccount, ResolvedSecret } from "../../../../sdk/grant";
import { formerSecrets } from "../../../../stacks/former-secrets";
import { secretRemovals } from "../../../../stacks/secret-removals";
import { stackName, stackPlan } from "../../../../stacks/stack-plan";
import { wayToKeep } from "../../../../stacks/way-to-keep";
import { placeOf } from "./place-of";

/** The secrets that the change deletes, with their values. Those of a stack that leaves the inventory stay with it. */
export function goingSecrets(before: LandingZone, after: LandingZone): string[] {
  const removed = removedSecrets(before, after);
  const beside = {
    secrets: after.secrets,
    deployed: before.secrets.map(({ id }) => id),
    going: removed.map(({ secret }) => secret.id),
  };
  return removed.map(({ now, secret, why }) => {
    const { account, id, recoveryWindowInDays: days } = secret;
    const until =
      days === 0
        ? "at once and for good"
        : `and for ${days} days eks-pod-secrets restore can bring it back`;
    const held = { id, arn: plannedArns.secretArn(secret) };
    const keep = wayToKeep(held, now, beside);
    return `secret ${id} of ${stackName(account, "secrets")} will be deleted, with its value, ${until}: ${why}; ${keep ? `${keep}; ` : ""}where it has a value, up asks for its name`;
  });
}

function removedSecrets(
  before: LandingZone,
  after: LandingZone,
): { secret: ResolvedSecret; now: ResolvedAccount; why: string }[] {
  const planned = new Set(stackPlan(after).map(({ name }) => name));
  const taken = new Set(
    after.secrets.flatMap((secret) => (secret.existingArn ? [placeOf(secret)] : [])),
  );
  return before.secrets.flatMap((secret) => {
    const { account, existingArn, id } = secret;
    // One that is said to exist from now on is refused.
    if (existingArn !== undefined || taken.has(placeOf(secret))) return [];
    const now = after.accounts.find(({ name }) => name === account.name);
    if (!now || !planned.has(stackName(account, "secrets"))) return [];
    const own = after.secrets.filter((one) => one.account === now);
    const staying = [...own, ...formerSecrets(after, now)];
    const deployed = [{ id, arn: plannedArns.secretArn(secret) }];
    return secretRemovals(deployed, now, staying).map(({ why }) => ({ secret, now, why }));
  });
}

/** The keys that nothing of the inventory names any more. */
export function goingKeys(before: LandingZone, after: LandingZone): string[] {
  const planned = new Set(stackPlan(after).map(({ name }) => name));
  const remaining = new Set(after.keys.map(({ id }) => id));
  return before.keys.flatMap(({ account, existingArn, id }) =>
    existingArn !== undefined || remaining.has(id) || !planned.has(stackName(account, "secrets"))
      ? []
      : [
          `key ${id} is named by nothing any more: up will delete it once its account has nothing under it, neither a secret, also a deleted one, nor a parameter`,
        ],
  );
}
