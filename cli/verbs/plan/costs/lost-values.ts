import type { LandingZone } from "../../../../sdk/grant";
import { stackName, stackPlan } from "../../../../stacks/stack-plan";
import { keyUses, valueLosses } from "../../../../stacks/value-losses";
import { placeOf } from "./place-of";

/** Which values the change would lose, with their keys or their secrets; `up` and `preview` refuse it. One sentence each. */
export function lostValues(before: LandingZone, after: LandingZone): string[] {
  const planned = new Set(stackPlan(after).map(({ name }) => name));
  // A stack that leaves the inventory stays as it is, with its keys.
  const keys = before.keys.filter(({ account }) => planned.has(stackName(account, "secrets")));
  const deployed = { keys: {}, secrets: [] };
  return [
    ...handedOver(before, after),
    ...valueLosses({ uses: keyUses(keys), deployed, released: [] }, after),
  ];
}

/** Secrets that a stack made, and that are said to exist: the stack would delete them. */
function handedOver(before: LandingZone, after: LandingZone): string[] {
  const made = new Map(
    before.secrets.flatMap((secret) =>
      secret.existingArn ? [] : [[placeOf(secret), secret.id] as const],
    ),
  );
  return after.secrets.flatMap((secret) => {
    const was = made.get(placeOf(secret));
    return secret.existingArn && was !== undefined
      ? [
          `secret ${secret.id} is ${was}, which its stack made and would delete: declare it as before`,
        ]
      : [];
  });
}
