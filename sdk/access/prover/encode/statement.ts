import type { ParsedPolicy, ParsedStatement, PatternElement } from "../../grammar/syntax";
import { and, type Formula, not, or } from "../formula";
import type { SymbolicPrincipal } from "../symbolic-principal";
import type { TextValue } from "../text-value";
import { conditionHolds } from "./condition";
import { patternMatches, type Variables, variableResolves } from "./pattern";
import { type Naming, principalNamings } from "./principal";

/** A request, some of whose parts are unknown. */
export interface SymbolicRequest extends Variables {
  principal: SymbolicPrincipal;
  /** In lower case. */
  action: TextValue;
  resource: TextValue;
  /** The resource belongs to the principal's own account. */
  isSameAccount: Formula;
}

/** What a policy says of a symbolic request. */
export interface PolicyReading {
  denies: Formula;
  /** Some statement allows, in whichever way it names the principal. */
  allows: Formula;
  /** Some statement allows and names the principal so. */
  allowsAs: Record<Naming, Formula>;
  statements: StatementReading[];
}

export interface StatementReading {
  document: string;
  statement: ParsedStatement;
  matches: Formula;
}

/** Reads policies together: they are alternatives, as the identity policies of one role are. */
export function readPolicies(policies: ParsedPolicy[], request: SymbolicRequest): PolicyReading {
  const read = policies.flatMap(({ name, statements }) =>
    statements.map((statement) => ({ document: name, statement, ...matching(statement, request) })),
  );
  const allowing = read.filter(({ statement }) => statement.effect === "Allow");
  const by = (naming: Naming) =>
    or(...allowing.map(({ namings, matches }) => and(matches, namings[naming])));
  return {
    denies: or(
      ...read.filter(({ statement }) => statement.effect === "Deny").map(({ matches }) => matches),
    ),
    allows: or(...allowing.map(({ matches }) => matches)),
    allowsAs: { direct: by("direct"), named: by("named"), account: by("account") },
    statements: read.map(({ document, matches, statement }) => ({ document, statement, matches })),
  };
}

function matching(
  statement: ParsedStatement,
  request: SymbolicRequest,
): { matches: Formula; namings: Record<Naming, Formula> } {
  const { principal, resource } = statement;
  const namings = principalNamings(principal, request.principal);
  const matches = and(
    or(namings.direct, namings.named, namings.account),
    takesIn(statement.action, request.action, request),
    ...statement.requiredVariables.map(({ name }) => variableResolves(request.keyOf(name))),
    resource ? takesIn(resource, request.resource, request) : and(),
    ...statement.conditions.map((condition) => conditionHolds(condition, request)),
  );
  return { matches, namings };
}

function takesIn(
  { negated, patterns }: PatternElement,
  text: TextValue,
  variables: Variables,
): Formula {
  const some = or(
    ...patterns.map((pattern) => patternMatches(pattern, text, "letters", variables)),
  );
  return negated ? not(some) : some;
}
