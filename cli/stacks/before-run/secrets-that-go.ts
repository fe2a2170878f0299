import {
  deployedValues,
  formerLoss,
  type SecretRemoval,
  secretLoss,
  secretPlace,
  secretRemovals,
} from "eks-pod-secrets/change-losses";
import { type Successor, successors } from "eks-pod-secrets/grant";
import { type PlannedStack, stackName } from "../../../stacks/stack-plan";
import { heldOwners } from "../backend/orphaned-stacks";
import type { AskedSuccession } from "../values/former-values";
import { type AskedSecret, type AskedValue, valueStates } from "../values/missing-values";
import type { Confirmation } from "./confirmations";
import type { PlannedRun } from "./planned-run";

/** A secret that a run deletes and that may have a value. */
interface LeavingSecret {
  kind: "secret";
  removal: SecretRemoval;
  target: AskedSecret;
}

/** What must be confirmed about the secrets that a run deletes: those that have, or may have, a value. */
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

/**
 * `--yes` also confirms what `destroy` deletes and `restore` brings back, because the deletion is what was asked for. For what
 * `up` deletes, it is not.
 */
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

const DAY = 24 * 60 * 60 * 1000;

/**
 * Old secrets that are due for deletion: they have no value, or their successors have had one for as long as the inventory says,
 * and no readers' stack names them. Deleting them needs no more confirmation than the inventory.
 */
export async function formersThatGo(run: PlannedRun, now = new Date()): Promise<Confirmation[]> {
  if (run.operation !== "up") return [];
  const running = new Set(run.stacks.map(({ name }) => name));
  const asked = successors(run.zone).filter(({ former }) =>
    running.has(stackName(former.account, "secrets")),
  );
  if (asked.length === 0) return [];
  const { successionOf } = await import("../values/former-values.js");
  const found = await Promise.all(
    asked.map(async (secret) => {
      const known = await successionOf(secret, "up");
      if (!isOver(secret, known, now)) return [];
      const readers = await stacksThatRead(run, secret, known.oldArn ?? "");
      if (readers.length > 0) return [];
      const { says } = formerLoss(secret, known.state === "no value" ? undefined : known.since);
      const name = secret.former.id;
      return [{ option: "yes-remove" as const, name, needsNoName: true as const, says }];
    }),
  );
  return found.flat();
}

function isOver(
  { former }: Successor,
  { oldArn, since, state }: AskedSuccession,
  now: Date,
): boolean {
  if (oldArn === undefined) return false;
  if (state === "no value") return true;
  if (since === undefined || (state !== "copied" && state !== "own value")) return false;
  return now.getTime() - since.getTime() >= former.keepDays * DAY;
}

/** The readers' stacks whose last deployment still named the old secret. */
async function stacksThatRead(
  { held, stateOf }: PlannedRun,
  { grants }: Successor,
  arn: string,
): Promise<string[]> {
  const names = new Set(grants.map(({ reader }) => stackName(reader.cluster.account, "workloads")));
  const there = [...names].filter((name) => held.has(name));
  const states = await Promise.all(there.map(stateOf));
  return there.filter((_, index) => JSON.stringify(states[index]).includes(arn));
}
