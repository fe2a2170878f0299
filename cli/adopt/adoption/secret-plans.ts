import type { Mapping } from "iam-proof/collections";
import { accountOf, regionOf } from "iam-proof/names";
import type { Found, FoundKey, FoundSecret, Holder } from "../found";
import { keyReference } from "./key-reference";
import type { AdoptedAccount, Decisions, ReaderPlan, ReadersToday } from "./plans";
import { holdersOf, holderTitle } from "./pods";
import { isSecret, secretName } from "./reads";
import { tagMarks } from "./roles";
import { type AdoptedReaders, keptStatements, othersMarks } from "./secret-policies";

/** A secret that readers read, and how the inventory has it. */
export interface SecretPlan {
  id: string;
  secret: FoundSecret;
  /** Undefined of an account that was not given. */
  account: AdoptedAccount | undefined;
  /** `external`: others keep its policies. `existing`: only its policy is taken over. */
  kind: "external" | "existing" | "taken";
  key: FoundKey | undefined;
  /** Statements of its policy that stay. */
  kept: Mapping[];
  /** Whether the inventory leads to a policy of it. */
  hasPolicy: boolean;
  marks: string[];
  /** Who must forget it, or its key, before it is taken over. */
  heldBy: Holder[];
}

/** How each secret is declared that a reader reads. */
export function secretPlans(
  found: Found,
  plans: readonly ReaderPlan[],
  decisions: Decisions,
  today: ReadersToday,
): SecretPlan[] {
  const read = plans.flatMap(({ reads }) => reads.map(({ target }) => target)).filter(isSecret);
  const secrets = [...new Set(read)].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const roles = plans.flatMap(({ former, role, target }) => [role?.arn, former?.role, target?.arn]);
  const readers: AdoptedReaders = {
    roles: new Set(roles.flatMap((arn) => arn ?? [])),
    accounts: new Set(plans.map(({ pod }) => accountOf(pod.clusterArn))),
  };
  const looked = secrets.map((secret) => {
    const account = decisions.accounts.find(({ id }) => id === accountOf(secret.arn));
    const key = found.keys.find(({ arn }) => arn === secret.key);
    const heldBy = [secret, key].flatMap((one) => holdersOf(one, decisions.letGo));
    const isNamed = decisions.takeOver.includes(secretName(secret.arn));
    const reasons = [
      ...heldBy.map(heldMark),
      ...(isNamed ? [] : othersMarks(found, secret, key, readers, decisions, today)),
    ];
    return {
      ...{ secret, account, key, heldBy, id: idOf(secret, secrets, decisions) },
      reasons: account ? reasons : ["its account was not given"],
    };
  });
  return looked.map(({ reasons: own, ...one }) => {
    const { key, secret } = one;
    // The policy of a key would let in the readers of those secrets alone that are taken over.
    const besides = looked.filter((other) => key && other.key === key && other.reasons.length > 0);
    const names = besides.map(({ id }) => id).join(", ");
    const reasons =
      own.length > 0 || besides.length === 0
        ? own
        : [`its key also encrypts ${names}, which stays as it is`];
    if (reasons.length > 0) {
      return { ...one, kind: "external", kept: [], hasPolicy: false, marks: reasons };
    }
    const kept = keptStatements(secret, readers);
    const isForeign = plans.some(
      ({ pod, reads, target }) =>
        !target &&
        accountOf(pod.clusterArn) !== accountOf(secret.arn) &&
        reads.some((read) => read.target === secret),
    );
    const isKeyTaken = key && keyReference(key, regionOf(secret.arn)) !== key.arn;
    return {
      ...{ ...one, kept },
      kind: isOfService(secret) ? "existing" : "taken",
      hasPolicy: isForeign || kept.length > 0,
      marks: [...(kept.length > 0 ? [KEPT] : []), ...(isKeyTaken ? tagMarks("its key", key) : [])],
    };
  });
}

const KEPT =
  "decide: these statements of its policy are not of the readers here; take out what nobody needs";

function heldMark(holder: Holder): string {
  return `${holderTitle(holder)} holds it, and keeps its policies until that tool has forgotten it`;
}

/** A secret whose rotation, tags or life a service of AWS has in hand, or that no inventory can describe. */
function isOfService({ owningService, rotation, tags }: FoundSecret): boolean {
  const names = Object.keys(tags);
  return (
    Boolean(owningService) ||
    names.length > 48 ||
    names.some((name) => name.startsWith("aws:")) ||
    Boolean(rotation && !(rotation.lambdaArn && rotation.automaticallyAfterDays))
  );
}

/** Its name where no other has that; else with the account, and with the region. */
function idOf({ arn }: FoundSecret, all: readonly FoundSecret[], { accounts }: Decisions): string {
  const accountName = (of: string) =>
    accounts.find(({ id }) => id === accountOf(of))?.name ?? accountOf(of);
  const forms = [
    secretName,
    (of: string) => `${accountName(of)}/${secretName(of)}`,
    (of: string) => `${accountOf(of)}/${regionOf(of)}/${secretName(of)}`,
  ];
  const form = forms.find((one) => all.filter((other) => one(other.arn) === one(arn)).length === 1);
  return form?.(arn) ?? arn;
}
