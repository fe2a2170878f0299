import { stringify } from "yaml";

import type { ResolvedAccount, ResolvedSecret } from "../grant";
import { type DeployedSecret, secretPlace } from "./deployed-values";

/** What stands beside a secret that a deployment lets go. */
export interface BesideGoing {
  /** Of the whole inventory. */
  secrets: readonly ResolvedSecret[];
  /** Keys of the inventory that the stack holds already: none of them is a new name of another secret. */
  deployed: readonly string[];
  /** Keys of all secrets that go. */
  going: readonly string[];
}

/**
 * What to write into the inventory so that the value of a secret of this account stays, where the inventory as it is lets it go.
 * Undefined where nothing copies a value: the account has another id, or the inventory says that the secret exists.
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
  // Without a region, the account's own is meant.
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

/** A secret that is renamed or moved twice loses the first one before its time: what to do where one of these is the second step. */
function stepBefore(successors: readonly ResolvedSecret[], id: string): string | undefined {
  const steps = successors.flatMap(({ former }) =>
    former ? `secret ${former.id} of account ${former.account.name}` : [],
  );
  if (steps.length === 0) return undefined;
  return `if its value was copied to ${steps.join(" or ")}, write that entry as it was before, and rename or move it once up has deleted ${id}`;
}

/** As YAML reads it within a line. */
function line(key: string, value: unknown): string {
  return `${key}: ${stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim()}`;
}
