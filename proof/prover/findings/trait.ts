import { entryName } from "../../grammar/principal";
import type { ParsedPolicy, ParsedStatement, PrincipalEntry } from "../../grammar/syntax";
import { mayTakeIn } from "../documents/may-match";
import { conditionHolds } from "../encoder/condition";
import { isNamed } from "../encoder/principal";
import { type Formula, not, or } from "../solver/formula";
import type { SymbolicRequest } from "../symbols/symbolic-request";
import type { FoundCondition, FoundPrincipals } from "./finding";

/** What a policy tells requests apart by. */
export type Trait = {
  /** It must not be so: a denial asks for it. */
  isExcluded: boolean;
  /** It is one of the request by which somebody becomes a role, and not of the read. */
  isOfMaking?: true;
} & (
  | { kind: "principal"; entry: PrincipalEntry }
  | { kind: "condition"; operator: string; key: string; values: string[] }
);

/** A trait, and what it says of the unknown request. */
export interface TraitFormula {
  trait: Trait;
  formula: Formula;
}

/** Every trait by which the policies' statements about the request let some in and keep others out. */
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

/** Each trait once, whichever of the statements asks for it. What is true or false of all requests is none. */
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
