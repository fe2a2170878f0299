import { entryName } from "../../grammar/principal";
import type { PrincipalEntry } from "../../grammar/syntax";
import type { FoundCondition, FoundPrincipals } from "./finding";
import type { Trait } from "./trait";

type ConditionTrait = Extract<Trait, { kind: "condition" }>;

/** Kinds of entries that name principals, the most precise first. */
const EXACT = ["session", "user", "role", "federatedUser", "federated", "service"] as const;

/** Condition keys that say who asks, the most precise first. */
const WHO: [key: string, kind: FoundPrincipals["kind"]][] = [
  ["aws:principalarn", "principal"],
  ["aws:principalservicename", "service"],
  ["aws:principalservicenameslist", "service"],
  ["aws:principalaccount", "account"],
  ["kms:calleraccount", "account"],
  ["aws:principalorgpaths", "organization"],
  ["aws:principalorgid", "organization"],
];

const OF_ORGANIZATION = /^aws:principalorg/i;

/** Keys whose value one identity has always. */
const OF_IDENTITY = new Set([
  ...["aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:username"],
  "kms:calleraccount",
  ...["aws:principalisawsservice", "aws:principalservicename", "aws:principalservicenameslist"],
]);

/** What the traits say of who asks, as precisely as they do, and under which conditions. */
export function sayTraits(traits: Trait[]): {
  who: FoundPrincipals;
  conditions: FoundCondition[];
} {
  const entries = traits.flatMap((trait) =>
    trait.kind === "principal" && !trait.isExcluded ? [trait.entry] : [],
  );
  const except = traits.flatMap((trait) =>
    trait.kind === "principal" && trait.isExcluded ? [entryName(trait.entry)] : [],
  );
  const conditions = traits.flatMap((trait) => (trait.kind === "condition" ? [trait] : []));
  const [exact] = EXACT.flatMap((kind) => entries.filter((entry) => entry.kind === kind));
  if (exact) {
    const who = { kind: kindOf(exact), names: [entryName(exact)], except };
    const more = conditions.filter((one) => !saysWho(one) || OF_ORGANIZATION.test(one.key));
    return { who, conditions: more.map(inWords) };
  }
  const account = entries.find(({ kind }) => kind === "account");
  for (const [key, kind] of WHO) {
    if (account && kind === "organization") break;
    const said = conditions.find((one) => one.key.toLowerCase() === key && saysWho(one));
    if (!said) continue;
    const who = { kind, names: said.values, except };
    return { who, conditions: conditions.filter((one) => one !== said).map(inWords) };
  }
  const who: FoundPrincipals = account
    ? { kind: "account", names: [entryName(account)], except }
    : { kind: "anyone", names: [], except };
  return { who, conditions: conditions.map(inWords) };
}

/** Who becomes a role, and the conditions under which it does so and reads. */
export function sayChain(traits: Trait[]): ReturnType<typeof sayTraits> {
  const { conditions, who } = sayTraits(traits.filter(({ isOfMaking }) => isOfMaking));
  const reading = conditionsOfIdentity(traits.filter(({ isOfMaking }) => !isOfMaking));
  return { who, conditions: [...conditions, ...reading] };
}

/** The conditions under which one identity reads: what it always is, is none. */
export function conditionsOfIdentity(traits: Trait[]): FoundCondition[] {
  return traits.flatMap((trait) =>
    trait.kind === "condition" && !OF_IDENTITY.has(trait.key.toLowerCase()) ? [inWords(trait)] : [],
  );
}

/** Condition keys that AWS sets and that keep most of the world out: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const KEEPS_OUT =
  /^aws:(sourceip|vpcsourceip|sourcearn|sourcevpce?|sourceowner|sourceaccount|sourceorg(id|paths)|userid|principal(arn|account|orgid|orgpaths))$|^kms:calleraccount$/i;

/** Ranges of addresses that AWS calls too broad to keep anyone out. */
const BROAD_RANGE = /\/[0-7]$/;

/** Whether the condition keeps out most of the world, as AWS has it where it tells what is public. */
export function keepsOut({ holds, key, operator, values }: FoundCondition): boolean {
  if (!KEEPS_OUT.test(key) || values.some((one) => BROAD_RANGE.test(one))) return false;
  if (values.some((one) => /^[*?]*$/.test(one))) return false;
  const isNegated = /not/i.test(operator);
  return holds ? !isNegated && !/ifexists|forallvalues|^null$/i.test(operator) : isNegated;
}

/** Whether the condition holds of those alone whom its values name. */
function saysWho({ isExcluded, key, operator }: ConditionTrait): boolean {
  const name = operator.toLowerCase();
  if (!WHO.some(([one]) => one === key.toLowerCase()) || !/(string|arn)/.test(name)) return false;
  if (isExcluded) return name.includes("not");
  return !/not|ifexists|forallvalues/.test(name);
}

function inWords({ isExcluded, key, operator, values }: ConditionTrait): FoundCondition {
  return { key, operator, values, holds: !isExcluded };
}

function kindOf({ kind }: PrincipalEntry): FoundPrincipals["kind"] {
  if (kind === "federatedUser") return "federated";
  return kind === "any" || kind === "deleted" ? "anyone" : kind;
}
