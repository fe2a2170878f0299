import { deployedValues } from "../../../stacks/deployed-values";
import { formerSecrets } from "../../../stacks/former-secrets";
import { type SecretRemoval, secretPlace, secretRemovals } from "../../../stacks/secret-removals";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { wayToKeep } from "../../../stacks/way-to-keep";
import type { ExportedResource } from "../backend/exported-state";
import { holdsSomething } from "../backend/orphaned-stacks";
import { type AskedSecret, type AskedValue, valueStates } from "../values/missing-values";
import type { Confirmation } from "./confirmations";
import type { PlannedRun } from "./planned-run";

/** A secret that a run deletes. */
interface LeavingSecret extends SecretRemoval {
  target: AskedSecret;
  /** Days for which it can be restored. */
  recoveryDays: number;
  /** What to write so that its value stays. */
  wayToKeep: string | undefined;
}

/** What must be confirmed of the secrets that a run deletes: those that have, or may have, a value. */
export async function secretsThatGo(run: PlannedRun): Promise<Confirmation[]> {
  if (run.operation === "refresh") return [];
  const stacks = run.stacks.filter(
    ({ layer, name }) => layer === "secrets" && holdsSomething(run.held.get(name)?.resources ?? 0),
  );
  const held = await Promise.all(
    stacks.map(async (stack) =>
      leavingSecrets(run, stack, (await run.stateOf(stack.name)).resources),
    ),
  );
  const leaving = held.flat().map((one) => ({ kind: "secret" as const, ...one }));
  const states = await valueStates(leaving, run.operation);
  return [...states].flatMap(([secret, asked]) => confirmationOf(run, secret, asked));
}

function leavingSecrets(
  { operation, zone }: PlannedRun,
  { account }: PlannedStack,
  resources: readonly ExportedResource[],
): LeavingSecret[] {
  const byUrn = Object.fromEntries(resources.map((one) => [one.urn, one]));
  const { secrets: deployed } = deployedValues(account.name, byUrn);
  const recovery = new Map(
    resources.map(({ inputs, outputs }) => [outputs?.arn, Number(inputs?.recoveryWindowInDays)]),
  );
  const own = zone.secrets.filter((secret) => secret.account === account);
  const staying = [...own, ...formerSecrets(zone, account)];
  const gone =
    operation === "destroy"
      ? deployed.map((one) => ({ ...one, why: "its stack is destroyed" }))
      : secretRemovals(deployed, account, staying);
  const ids = (secrets: readonly { id: string }[]) => secrets.map(({ id }) => id);
  const beside = { secrets: zone.secrets, deployed: ids(deployed), going: ids(gone) };
  return gone.map((one) => {
    const { name, region } = secretPlace(one.arn);
    const target = { id: one.id, name, account, region, existingArn: one.arn };
    const keep = operation === "up" ? wayToKeep(one, account, beside) : undefined;
    return { ...one, target, recoveryDays: recovery.get(one.arn) ?? 0, wayToKeep: keep };
  });
}

/**
 * Without a value there is nothing to lose. `--yes` confirms as well what `destroy` deletes and `restore` brings back: to delete
 * it is what was asked for. What `up` deletes was not.
 */
function confirmationOf(
  { isMeant, operation }: PlannedRun,
  { id, recoveryDays, target, wayToKeep: keep, why }: LeavingSecret,
  { reason, value }: AskedValue,
): Confirmation[] {
  const removal = { option: "yes-remove" as const, name: id };
  const subject = `secret ${id} of account ${target.account.id} (${target.account.name})`;
  if (value === "not deployed" || value === "scheduled for deletion") {
    return [{ ...removal, needsNoName: true, says: `${subject} is deleted already` }];
  }
  if (value === "missing") {
    return [
      { ...removal, needsNoName: true, says: `${subject} has no value, and will be deleted` },
    ];
  }
  const has = value === "put" ? "has a value" : `may have a value (${reason})`;
  const until =
    recoveryDays === 0 ? " for good at once" : `, and it can be restored for ${recoveryDays} days`;
  if (keep) {
    const remove = `to delete it with its value${recoveryDays === 0 ? "," : ""}${until.replace(", and it", ", which")}`;
    return [{ ...removal, says: `${subject} ${has}, and ${why}`, ways: { keep, remove } }];
  }
  const isAskedFor = operation === "destroy" && isMeant && recoveryDays > 0;
  return [
    {
      ...removal,
      ...(isAskedFor && { needsNoName: true }),
      says: `${subject} ${has}, and ${why}: ${operation} will delete it${until}`,
    },
  ];
}
