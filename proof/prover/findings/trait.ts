import { entryName } from "../../grammar/principal";
import type { ParsedPolicy, ParsedStatement, PrincipalEntry } from "../../grammar/syntax";
import { mayTakeIn } from "../documents/may-match";
import { conditionHolds } from "../encoder/condition";
import { isNamed } from "../encoder/principal";
import { type Formula, not, or } from "../solver/formula";
import type { SymbolicRequest } from "../symbols/symbolic-request";
import type { FoundCondition, FoundPrincipals } from "./finding";

/** A property by which a policy distinguishes requests. */
export type Trait = {
  /** Whether it must not hold, because of a denial. */
  isExcluded: boolean;
  /** Whether it belongs to the request that assumes a role and not to the read. */
  isOfMaking?: true;
} & (
  | { kind: "principal"; entry: PrincipalEntry }
  | { kind: "condition"; operator: string; key: string; values: string[] }
);

/** A trait, with its formula about the unknown request. */
export interface TraitFormula {
  trait: Trait;
  formula: Formula;
}

/** All traits with which the policies' statements about the request let some in and keep others out. */
export function traitsOf(policies: ParsedPolicy[], request: SymbolicRequest): TraitFormula[] {
  return policies.flatMap(({ statements }) =>
    statements
      .filter((statement) => mayBeAbout(statement, request))
      .flatMap((statement) => [
        ...principalTraits(statement, request),
        ...conditionTraits(statement, request),
      ]),
  );
}

/** Each trait once, whichever statement needs it, without those that are true or false for all requests. */
export function distinctTraits(traits: TraitFormula[]): TraitFormula[] {
  const known = new Map<string, TraitFormula>();
  for (const { formula, trait } of traits) {
    if (formula.op === "constant") continue;
    const name = JSON.stringify(trait);
    const same = known.get(name);
    known.set(name, same ? { trait, formula: or(same.formula, formula) } : { trait, formula });
  }
  return [...known.values()];
}

function mayBeAbout({ action, resource }: ParsedStatement, request: SymbolicRequest): boolean {
  const { constant: asked } = request.action;
  const { constant: on } = request.resource;
  return (
    (asked === undefined || mayTakeIn(action, asked)) &&
    (on === undefined || resource === undefined || mayTakeIn(resource, on))
  );
}

function principalTraits(
  { effect, principal }: ParsedStatement,
  { principal: caller }: SymbolicRequest,
): TraitFormula[] {
  if (!principal) return [];
  const isExcluded = (effect === "Deny") !== principal.negated;
  return principal.entries.map((entry) => {
    const named = isNamed(entry, caller);
    return {
      trait: { kind: "principal", entry, isExcluded },
      formula: isExcluded ? not(named) : named,
    };
  });
}

function conditionTraits(
  { conditions, effect }: ParsedStatement,
  request: SymbolicRequest,
): TraitFormula[] {
  const isExcluded = effect === "Deny";
  return conditions.map((condition) => {
    const held = conditionHolds(condition, request);
    const { key, operator, texts: values } = condition;
    return {
      trait: { kind: "condition", operator, key: key.text, values, isExcluded },
      formula: isExcluded ? not(held) : held,
    };
  });
}

type ConditionTrait = Extract<Trait, { kind: "condition" }>;

/** The kinds of principal entries, the most precise first. */
const EXACT = ["session", "user", "role", "federatedUser", "federated", "service"] as const;

/** Condition keys that identify the caller, the most precise first. */
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

/** Keys that always have the same value for an identity. */
const OF_IDENTITY = new Set([
  ...["aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:username"],
  "kms:calleraccount",
  ...["aws:principalisawsservice", "aws:principalservicename", "aws:principalservicenameslist"],
]);

/** Who the traits say the caller is, as precisely as possible, and the remaining conditions. */
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

/** Who assumes a role, and the conditions for doing so and for reading. */
export function sayChain(traits: Trait[]): ReturnType<typeof sayTraits> {
  const { conditions, who } = sayTraits(traits.filter(({ isOfMaking }) => isOfMaking));
  const reading = conditionsOfIdentity(traits.filter(({ isOfMaking }) => !isOfMaking));
  return { who, conditions: [...conditions, ...reading] };
}

/** The conditions under which an identity reads, without those that it always fulfils. */
export function conditionsOfIdentity(traits: Trait[]): FoundCondition[] {
  return traits.flatMap((trait) =>
    trait.kind === "condition" && !OF_IDENTITY.has(trait.key.toLowerCase()) ? [inWords(trait)] : [],
  );
}

/**
 * Condition keys that AWS sets and that exclude most of the world:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
const KEEPS_OUT =
  /^aws:(sourceip|vpcsourceip|sourcearn|sourcevpce?|sourceowner|sourceaccount|sourceorg(id|paths)|userid|principal(arn|account|orgid|orgpaths))$|^kms:calleraccount$/i;

/** Address ranges that are too broad to exclude anyone, according to AWS. */
const BROAD_RANGE = /\/[0-7]$/;

/** Whether the condition excludes most of the world by AWS's definition of "public". */
export function keepsOut({ holds, key, operator, values }: FoundCondition): boolean {
  if (!KEEPS_OUT.test(key) || values.some((one) => BROAD_RANGE.test(one))) return false;
  if (values.some((one) => /^[*?]*$/.test(one))) return false;
  const isNegated = /not/i.test(operator);
  return holds ? !isNegated && !/ifexists|forallvalues|^null$/i.test(operator) : isNegated;
}

/** Whether the condition only holds for those that its values name. */
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
