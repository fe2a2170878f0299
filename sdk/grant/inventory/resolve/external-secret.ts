import { parseArn } from "iam-proof/names";
import type { Path, Report } from "../../../rules/problem";
import { DEFAULT_RECOVERY_DAYS } from "../../../rules/secrets";
import { shown } from "../../../rules/wording";
import type { ResolvedAccount, ResolvedSecret } from "../../landing-zone/landing-zone";
import type { SecretEntry } from "../schema/secret";
import { accountOfArn } from "./accounts-of-others";
import type { KeyRing } from "./keys";
import { ownArn } from "./references";

/** All that a reader needs to know of a secret that others own; the rest is for its owner to say. */
const KNOWN_OF_OTHERS = ["external", "arn", "key"];

/** A secret that others own. No defaults are given to it. Undefined where its ARN is missing. */
export function resolveExternalSecret(
  id: string,
  entry: SecretEntry,
  accounts: ReadonlyMap<string, ResolvedAccount>,
  ring: KeyRing,
  path: Path,
  report: Report,
): ResolvedSecret | undefined {
  for (const [key, value] of Object.entries(entry)) {
    if (value === undefined || KNOWN_OF_OTHERS.includes(key)) continue;
    const says = `must be left out of a secret that others own (external: true), got ${shown(value)}: its ARN and its owner's inventory say it`;
    report([...path, key], says);
  }
  const { arn, key } = entry;
  if (arn === undefined) {
    report([...path, "arn"], "is required with external; set the full ARN of the secret");
    return undefined;
  }
  const account = accountOfArn(arn, accounts);
  ownArn(arn, account, [...path, "arn"], report);
  const { region = "", resource = "" } = parseArn(arn) ?? {};
  return {
    id,
    name: resource.replace(/^secret:/, "").slice(0, -7),
    account,
    region,
    existingArn: arn,
    external: true,
    key: ring.key(keyArnOf(key, path, report), account, region, [...path, "key"], "secret"),
    style: "exact",
    sealed: false,
    recoveryWindowInDays: DEFAULT_RECOVERY_DAYS,
    replicas: [],
    tags: {},
    extraPolicyStatements: [],
    grants: [],
  };
}

function keyArnOf(key: SecretEntry["key"], path: Path, report: Report): string | undefined {
  if (key === undefined || (typeof key === "string" && parseArn(key))) return key;
  const says = `must be the ARN of the key that encrypts the secret, got ${shown(key)}: an alias is one of this inventory's own keys`;
  report([...path, "key"], says);
  return undefined;
}
