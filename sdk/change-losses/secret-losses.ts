import { stringify } from "yaml";
import {
  accountTitle,
  formerSecrets,
  type LandingZone,
  type ResolvedAccount,
  type ResolvedSecret,
} from "../grant";
import { type DeployedSecret, placeOf, secretPlace } from "./deployed-values";
import { type Loss, lost } from "./loss";

/** A secret that its stack holds and that the stack's next deployment deletes. */
export interface SecretRemoval extends DeployedSecret {
  account: ResolvedAccount;
  /**
   * The reason: the inventory no longer has the secret, or gives it another name or place, where a new one is created without the
   * value.
   */
  why: string;
  /** What to write in the inventory so that the value stays. */
  keep?: string;
}

/** The secrets in an account's stack that its next deployment deletes. `formers`: replaced secrets that stay. */
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
    // A secret that the inventory says exists already is refused, even if somebody confirms it.
    if (named.has(one.arn)) return [];
    const now = declared.get(one.id);
    const why = now ? placeChange(one.arn, now, account) : "the inventory no longer has it";
    return why === undefined ? [] : [{ ...one, account, why }];
  });
  const ids = (some: readonly { id: string }[]) => some.map(({ id }) => id);
  const beside = { secrets, deployed: ids(deployed), going: ids(going) };
  return going.map((one) => ({ ...one, keep: wayToKeep(one, account, beside) }));
}

/** How a secret's place differs from that of the secret in the stack. */
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

/** What is known about the value of a secret that is deleted. Empty if nobody has asked. */
interface KnownValue {
  /** `put`, `missing`, `not deployed`, `scheduled for deletion`; anything else leaves it open. */
  value?: string;
  /** Why it is unknown. */
  reason?: string;
}

/** The loss of a secret. It needs a confirmation unless the secret has no value. `verb`: of the command that deletes it. */
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

/** How long a deleted secret can be restored. Empty if the number of days is unknown. */
function fate(days: number | undefined): string {
  if (days === undefined) return "";
  return days === 0 ? ", for good at once" : `, which can be restored for ${days} days`;
}

/** Replicas that are deleted or created again while their secret stays. No value is lost with them. */
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
      // A replica whose key is removed would keep it, which is refused.
      if (same && (!same.key || same.key.id === key?.id)) return [];
      const goes = same ? lost.replicaForAWhile : lost.replica;
      const says = `the replica of secret ${secret.id} in ${region} ${goes}; its value stays in ${secret.region}`;
      return [{ kind: "access", says }];
    });
  });
}

/** What else a deployment does beside deleting a secret. */
interface BesideGoing {
  /** All secrets of the inventory. */
  secrets: readonly ResolvedSecret[];
  /** Inventory keys of secrets that the stack already holds. None of them is a new name for another secret. */
  deployed: readonly string[];
  /** Inventory keys of all secrets that are deleted. */
  going: readonly string[];
}

/**
 * What to write in the inventory to keep the value of a secret that the current inventory would delete. Undefined if nothing copies
 * the value: the account has another id, or the inventory says that the secret exists.
 */
export function wayToKeep(
  { arn, id }: DeployedSecret,
  account: Pick<ResolvedAccount, "id" | "name" | "region">,
  { deployed, going, secrets }: BesideGoing,
): string | undefined {
  const was = secretPlace(arn);
  const now = secrets.find((one) => one.id === id);
  if (was.account !== account.id || now?.existingArn !== undefined) return undefined;
  const renamed = line("renamedFrom", was.name === id ? id : { secret: id, name: was.name });
  const { name } = account;
  // An entry without a region means the account's own region.
  const origin = was.region === account.region ? name : { account: name, region: was.region };
  const moved = line("movedFrom", origin);
  const isBeside = (one: ResolvedSecret) =>
    one.account.id === was.account && one.region === was.region;

  if (now && now.account.id !== was.account && now.name === was.name) {
    const step = stepBefore(
      [now].filter(({ former }) => former?.account.id !== was.account),
      id,
    );
    return step ?? `to keep the value, write into secrets.${id}: ${moved}`;
  }
  if (now) {
    const lines = isBeside(now) ? renamed : `${renamed} and ${moved}`;
    return `to keep the value, give the entry another key than ${id}, and write into it: ${lines}`;
  }
  const fresh = secrets.filter(
    (one) => isBeside(one) && !one.existingArn && !one.former && !deployed.includes(one.id),
  );
  const [only] = fresh;
  const step = stepBefore(
    secrets.filter((one) => !deployed.includes(one.id) && one.former?.id !== id),
    id,
  );
  if (step) {
    return `${step}; otherwise, to keep the value, write into the entry of a secret that takes no other's place: ${renamed}, and ${moved} if that one is of another account or region`;
  }
  return only && fresh.length === 1 && going.length === 1
    ? `to keep the value as secret ${only.id}, write into secrets.${only.id}: ${renamed}`
    : `to keep the value, write into the entry of the secret that takes its place: ${renamed}, and ${moved} if that one is of another account or region`;
}

/**
 * If one of these is a second rename or move before the first has finished: what to do, because the first secret would be deleted
 * too early.
 */
function stepBefore(successors: readonly ResolvedSecret[], id: string): string | undefined {
  const steps = successors.flatMap(({ former }) =>
    former ? `secret ${former.id} of account ${former.account.name}` : [],
  );
  if (steps.length === 0) return undefined;
  return `if its value was copied to ${steps.join(" or ")}, write that entry as it was before, and rename or move it once up has deleted ${id}`;
}

/** A key and its value as one line of YAML. */
function line(key: string, value: unknown): string {
  return `${key}: ${stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim()}`;
}
