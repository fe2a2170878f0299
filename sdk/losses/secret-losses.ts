import {
  accountTitle,
  formerSecrets,
  type LandingZone,
  type ResolvedAccount,
  type ResolvedSecret,
} from "../grant";
import { type DeployedSecret, placeOf, secretPlace } from "./deployed-values";
import type { Loss } from "./loss";
import { wayToKeep } from "./way-to-keep";
import { lost } from "./words";

/** A secret that its stack holds, and that the next deployment of the stack deletes. */
export interface SecretRemoval extends DeployedSecret {
  account: ResolvedAccount;
  /** The inventory no longer has it, or gives it another name or place, where a new one is made without its value. */
  why: string;
  /** What to write so that its value stays. */
  keep?: string;
}

/** What deploying an account's stack deletes of the secrets that it holds. `formers`: those that stay though others take their place. */
export function secretRemovals(
  deployed: readonly DeployedSecret[],
  account: ResolvedAccount,
  { secrets }: Pick<LandingZone, "secrets">,
  formers = formerSecrets({ secrets }, account),
): SecretRemoval[] {
  const staying = [...secrets.filter((one) => one.account === account), ...formers];
  const declared = new Map(staying.map((secret) => [secret.id, secret]));
  const named = new Set(staying.map(({ existingArn }) => existingArn));
  const going = deployed.flatMap((one) => {
    // One that is said to exist is refused, whoever confirms it.
    if (named.has(one.arn)) return [];
    const now = declared.get(one.id);
    const why = now ? placeChange(one.arn, now, account) : "the inventory no longer has it";
    return why === undefined ? [] : [{ ...one, account, why }];
  });
  const ids = (some: readonly { id: string }[]) => some.map(({ id }) => id);
  const beside = { secrets, deployed: ids(deployed), going: ids(going) };
  return going.map((one) => ({ ...one, keep: wayToKeep(one, account, beside) }));
}

/** How the place of a secret differs from that of the one which the stack holds. */
function placeChange(
  arn: string,
  { existingArn, name, region }: ResolvedSecret,
  { id: account }: ResolvedAccount,
): string | undefined {
  if (existingArn !== undefined) return "the inventory says that another one exists";
  const was = secretPlace(arn);
  const changes = [
    ...(was.account === account ? [] : [`account ${account} instead of ${was.account}`]),
    ...(was.region === region ? [] : [`region ${region} instead of ${was.region}`]),
    ...(was.name === name ? [] : [`name ${name} instead of ${was.name}`]),
  ];
  if (changes.length === 0) return undefined;
  return `the inventory gives it ${changes.join(", ")}, where a new one is made without the value`;
}

/** What is known of the value of a secret that goes; nothing where nobody asked. */
interface KnownValue {
  /** `put`, `missing`, `not deployed`, `scheduled for deletion`; anything else leaves it open. */
  value?: string;
  /** Why it is unknown. */
  reason?: string;
}

/** Only what has no value needs no name. `verb`: of the command that deletes it. */
export function secretLoss(
  { account, id, keep, recoveryDays, why }: SecretRemoval,
  { reason, value }: KnownValue,
  verb = "up",
): Loss {
  const subject = `secret ${id} of account ${accountTitle(account)}`;
  const loss = (says: string) => ({ kind: "value" as const, says: `${subject} ${says}` });
  if (value === "not deployed" || value === "scheduled for deletion")
    return loss("is deleted already");
  if (value === "missing") return loss("has no value, and will be deleted");
  const has = value === "put" ? "has a value" : `may have a value${reason ? ` (${reason})` : ""}`;
  const remove = `delete it with its value${fate(recoveryDays)}`;
  return keep
    ? { ...loss(`${has}, and ${why}`), name: id, ways: { keep, remove: `to ${remove}` } }
    : { ...loss(`${has}, and ${why}: ${verb} will ${remove}`), name: id };
}

/** What can be done about it for so many days; nothing is said where nobody knows for how many. */
function fate(days: number | undefined): string {
  if (days === undefined) return "";
  return days === 0 ? ", for good at once" : `, which can be restored for ${days} days`;
}

/** The replicas that go, or are made anew, while their secret stays: no value is lost with them. */
export function replicaLosses(
  before: Pick<LandingZone, "secrets">,
  after: Pick<LandingZone, "secrets">,
): Loss[] {
  const now = new Map(after.secrets.map((secret) => [placeOf(secret), secret]));
  return before.secrets.flatMap((secret) => {
    const remaining = now.get(placeOf(secret));
    if (!remaining) return [];
    return secret.replicas.flatMap(({ key, region }): Loss[] => {
      const same = remaining.replicas.find((one) => one.region === region);
      // Without a key it would keep its own, which is refused.
      if (same && (!same.key || same.key.id === key?.id)) return [];
      const goes = same ? lost.replicaForAWhile : lost.replica;
      const says = `the replica of secret ${secret.id} in ${region} ${goes}; its value stays in ${secret.region}`;
      return [{ kind: "access", says }];
    });
  });
}
