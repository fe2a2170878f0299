import type { ParsedPolicy, ParsedStatement, PrincipalEntry } from "../../grammar/syntax";
import { mayTakeIn } from "../documents/may-match";
import { conditionHolds } from "../encoder/condition";
import { isNamed } from "../encoder/principal";
import { type Formula, not, or } from "../solver/formula";
import type { SymbolicRequest } from "../symbols/symbolic-request";

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
