import {
  deployedValues,
  type SecretRemoval,
  secretLoss,
  secretPlace,
  secretRemovals,
} from "eks-pod-secrets/losses";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { heldOwners } from "../backend/orphaned-stacks";
import { type AskedSecret, type AskedValue, valueStates } from "../values/missing-values";
import type { Confirmation } from "./confirmations";
import type { PlannedRun } from "./planned-run";

/** A secret that a run deletes, and may have a value. */
interface LeavingSecret {
  kind: "secret";
  removal: SecretRemoval;
  target: AskedSecret;
}

/** What must be confirmed of the secrets that a run deletes: those that have, or may have, a value. */
export async function secretsThatGo(run: PlannedRun): Promise<Confirmation[]> {
  if (run.operation === "refresh") return [];
  const leaving = await Promise.all(heldOwners(run).map((stack) => leavingSecrets(run, stack)));
  const states = await valueStates(leaving.flat(), run.operation);
  return [...states].map(([{ removal }, asked]) => confirmationOf(run, removal, asked));
}

async function leavingSecrets(
  { operation, stateOf, zone }: PlannedRun,
  { account, name: stack }: PlannedStack,
): Promise<LeavingSecret[]> {
  const { secrets } = deployedValues(account.name, (await stateOf(stack)).resources);
  const gone =
    operation === "destroy"
      ? secrets.map((one) => ({ ...one, account, why: "its stack is destroyed" }))
      : secretRemovals(secrets, account, zone);
  return gone.map((removal) => {
    const { name, region } = secretPlace(removal.arn);
    const target = { id: removal.id, name, account, region, existingArn: removal.arn };
    return { kind: "secret", removal, target };
  });
}

/** `--yes` confirms as well what `destroy` deletes and `restore` brings back: to delete it is what was asked for. What `up` deletes was not. */
function confirmationOf(
  { isMeant, operation }: PlannedRun,
  removal: SecretRemoval,
  asked: AskedValue,
): Confirmation {
  const { name, says, ways } = secretLoss(removal, asked, operation);
  const isAskedFor = operation === "destroy" && isMeant && (removal.recoveryDays ?? 0) > 0;
  return {
    ...{ option: "yes-remove", name: removal.id, says, ways },
    ...((name === undefined || isAskedFor) && { needsNoName: true }),
  };
}
