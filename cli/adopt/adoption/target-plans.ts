import { grouped, type Mapping } from "iam-proof/collections";
import { accountOf, regionOf } from "iam-proof/names";
import type { FoundParameter, FoundSecret, Holder } from "../found";
import { ownNames } from "./own-names";
import { type AdoptedReaders, othersMarks, splitStatements, unreadMarks } from "./owner-policies";
import type { AdoptedAccount, Situation } from "./plans";
import { holdersOf, holderTitle } from "./pods";
import type { ReaderPlan } from "./reader-plans";
import { isSecret, nameOf } from "./reads";
import { limitMarks, markIf, tagMarks } from "./roles";
import { keyReference, type UsedKey, usedKeys } from "./used-keys";

type Target = FoundSecret | FoundParameter;

/** A secret or parameter that readers read, and how the inventory declares it. */
export interface TargetPlan<Of = Target> {
  id: string;
  target: Of;
  /** Undefined if its account was not given. */
  account: AdoptedAccount | undefined;
  /** `external`: others keep its policies. Nobody can say this of a parameter. `existing`: only its policies are taken over. */
  kind: "external" | "existing" | "taken";
  /** Its customer managed keys and those of its replicas. Their policies are taken over with it. */
  keys: UsedKey[];
  /** Statements of its policy that stay. */
  kept: Mapping[];
  /** Whether the inventory gives it a policy. */
  hasPolicy: boolean;
  marks: string[];
  /** Who must forget it or its keys before it is taken over. */
  heldBy: Holder[];
}

export function isOfSecret(plan: TargetPlan): plan is TargetPlan<FoundSecret> {
  return isSecret(plan.target);
}

export function isOfParameter(plan: TargetPlan): plan is TargetPlan<FoundParameter> {
  return !isSecret(plan.target);
}

/** How the inventory declares each secret and parameter that a reader reads. */
export function targetPlans(situation: Situation, plans: readonly ReaderPlan[]): TargetPlan[] {
  const { decisions, found } = situation;
  const read = new Map(
    plans.flatMap(({ reads }) => reads.map(({ target }) => [target.arn, target])),
  );
  const targets = [...read.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const roles = plans.flatMap(({ former, role, target }) => [role?.arn, former?.role, target?.arn]);
  const readers: AdoptedReaders = {
    roles: new Set(roles.flatMap((arn) => arn ?? [])),
    accounts: new Set(plans.map(({ pod }) => accountOf(pod.clusterArn))),
  };
  const ownerOf = ({ arn }: Target) => decisions.accounts.find(({ id }) => id === accountOf(arn));
  // The names of secrets that services own have exclamation marks.
  const plainName = (one: Target) => nameOf(one).replaceAll("!", "-");
  const within = (place: string, one: Target) =>
    isSecret(one) ? `${place}/${plainName(one)}` : `/${place}/${nameOf(one).replace(/^\//, "")}`;
  const forms = [
    plainName,
    (one: Target) => within(ownerOf(one)?.name ?? `${accountOf(one.arn)}`, one),
    (one: Target) => within(`${accountOf(one.arn)}/${regionOf(one.arn)}`, one),
  ];
  const sections = grouped(targets, (one) => [`${isSecret(one)}`]);
  const ids = new Map([...sections.values()].flatMap((of) => [...ownNames(of, forms)]));
  const looked = targets.map((target) => {
    const account = ownerOf(target);
    const id = ids.get(target) ?? "";
    const keys = usedKeys(found, target);
    // Only the key's policy of a parameter is taken over.
    const taken = [isSecret(target) ? target : undefined, ...keys.map(({ key }) => key)];
    const heldBy = taken.flatMap((one) => holdersOf(one, decisions.letGo));
    const isNamed = isSecret(target) && decisions.takeOver.includes(nameOf(target));
    const reasons = [
      ...heldBy.map((one) => `${holderTitle(one)} ${KEEPS}`),
      ...unreadMarks(target),
      ...(isNamed ? [] : othersMarks(situation, target, keys, readers)),
    ];
    const all = account ? reasons : ["its account was not given"];
    return { id, target, account, keys, heldBy, reasons: all };
  });
  // The policy of a key would let in only the readers of what is taken over.
  const besides = ({ keys }: { keys: UsedKey[] }) =>
    looked.filter(
      ({ keys: others, reasons }) =>
        reasons.length > 0 && keys.some(({ arn }) => others.some((other) => other.arn === arn)),
    );
  const isNext = (one: (typeof looked)[number]) =>
    one.reasons.length === 0 && besides(one).length > 0;
  for (let one = looked.find(isNext); one; one = looked.find(isNext)) {
    const names = besides(one).map(({ id }) => id);
    one.reasons = [`its key also encrypts ${names.join(", ")}, which stays as it is`];
  }
  return looked.map(({ reasons, ...one }) => {
    const { target, keys } = one;
    if (reasons.length > 0) {
      return { ...one, kind: "external", kept: [], hasPolicy: false, marks: reasons };
    }
    const { kept, replaced } = splitStatements(target, readers);
    const isForeign = plans.some(
      ({ pod, reads, target: role }) =>
        !role &&
        accountOf(pod.clusterArn) !== accountOf(target.arn) &&
        reads.some((read) => read.target === target),
    );
    return {
      ...{ ...one, kept },
      kind: isSecret(target) && !isLeftWhole(target) ? "taken" : "existing",
      hasPolicy: isSecret(target) && (isForeign || kept.length > 0),
      marks: [
        ...markIf(kept, KEPT),
        ...limitMarks("its policy", replaced),
        ...keys.flatMap(({ key, region }) =>
          key && keyReference(key, region) !== key.arn ? tagMarks("its key", key) : [],
        ),
      ],
    };
  });
}

const KEEPS = "holds it, and keeps its policies until that tool has forgotten it";

const KEPT =
  "decide: these statements of its policy are not of the readers here; take out what nobody needs";

/** A secret whose rotation, tags or life a service of AWS manages, or that no inventory can describe. */
function isLeftWhole({ arn, keepsKeys, owningService, rotation, tags }: FoundSecret): boolean {
  const names = Object.keys(tags ?? {});
  return (
    Boolean(keepsKeys) ||
    Boolean(owningService) ||
    arn.includes("!") ||
    names.length > 48 ||
    names.some((name) => name.startsWith("aws:")) ||
    Boolean(rotation && !(rotation.lambdaArn && rotation.automaticallyAfterDays))
  );
}
