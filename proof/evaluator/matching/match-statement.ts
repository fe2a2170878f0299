import type { AccessRequest, StatementReference, TurningKey } from "../../domain/request";
import { needsVariable } from "../../grammar/pattern";
import type {
  ConditionKey,
  ParsedCondition,
  ParsedStatement,
  Pattern,
  PatternElement,
} from "../../grammar/syntax";
import type { RequestContext } from "./context";
import { comparesNothing, conditionHolds } from "./match-condition";
import { matchesPattern, matchesWildcards, matchesWithin, resolveKey } from "./match-pattern";
import { matchPrincipal, type Naming } from "./match-principal";
import type { Subject } from "./subject";
import { quote, quotedList } from "./words";

/** A request, with everything that its evaluation needs. */
export interface Situation {
  request: AccessRequest;
  subject: Subject;
  /** Whether the principal is a user or role session with a permissions boundary. */
  isBounded: boolean;
  /** Account that owns the resource. */
  resourceAccount: string | undefined;
  context: RequestContext;
  /** The action in lower case, in which actions are compared. */
  action: string;
  /** Whether to allow no more, and deny no less, than AWS certainly does; see `EvaluateOptions`. */
  strict: boolean;
}

/** How a statement matches, or its first element that does not. */
export type StatementMatch =
  | { matched: true; naming: Naming | undefined }
  | { matched: false; at: "principal" | "action" | "resource" | ConditionKey | ParsedCondition };

/** Compares a statement with a request, element by element. */
export function matchStatement(statement: ParsedStatement, situation: Situation): StatementMatch {
  const { subject, context, action, isBounded } = situation;
  const { principal, resource } = statement;
  const naming = principal && matchPrincipal(principal, statement, subject, isBounded);
  if (principal && !naming) return NOT_PRINCIPAL;
  if (!takesIn(statement.action, action, context)) return NOT_ACTION;
  for (const key of statement.requiredVariables) {
    const isResolved = resolveKey(key.name, context) !== undefined;
    if (!isResolved && asksFor(key.name, statement, context)) return { matched: false, at: key };
  }
  if (resource && !takesInResource(resource, statement.effect, situation)) return NOT_RESOURCE;
  for (const condition of statement.conditions) {
    if (!conditionHolds(condition, context)) return { matched: false, at: condition };
  }
  return { matched: true, naming };
}

const NOT_PRINCIPAL: StatementMatch = { matched: false, at: "principal" };
const NOT_ACTION: StatementMatch = { matched: false, at: "action" };
const NOT_RESOURCE: StatementMatch = { matched: false, at: "resource" };

/** Explains which element matched or did not, and the compared values. */
export function explainMatch(
  statement: ParsedStatement,
  match: StatementMatch,
  { request, subject, context, isBounded }: Situation,
): string {
  if (match.matched) {
    const why =
      isBounded && statement.effect === "Deny" && statement.principal?.negated
        ? ": NotPrincipal excepts nobody who has a permissions boundary"
        : "";
    return `every element matches the request${why}`;
  }
  const { at } = match;
  if (at === "principal") {
    const element = statement.principal?.negated
      ? "NotPrincipal excepts"
      : "Principal does not name";
    return `${element} ${subject.label}`;
  }
  if (at === "action") return explainElement("Action", statement.action, request.action);
  if (at === "resource") return explainElement("Resource", statement.resource, request.resource);
  if ("comparison" in at) return explainCondition(at, context);
  return `the request has no value for the variable \${${at.text}}`;
}

/**
 * Whether the statement needs the variable. It does not if it only occurs in a condition …IfExists on a missing key, whose values
 * are not compared.
 */
function asksFor(
  name: string,
  { conditions, resource }: ParsedStatement,
  context: RequestContext,
): boolean {
  const needsIt = (pattern: Pattern) => needsVariable(pattern, name);
  return (
    resource?.patterns.some(needsIt) ||
    conditions.some(
      (condition) =>
        (condition.comparison.type === "string" || condition.comparison.type === "arn") &&
        condition.comparison.values.some(needsIt) &&
        !comparesNothing(condition, context),
    )
  );
}

function takesIn(element: PatternElement, text: string, context: RequestContext): boolean {
  for (const pattern of element.patterns) {
    if (matchesPattern(pattern, text, context)) return !element.negated;
  }
  return element.negated;
}

/**
 * Decides where AWS does not say whether a pattern matches: an Allow includes what may match, a Deny what certainly matches. In the
 * strict reading it is the reverse.
 */
function takesInResource(
  { negated, patterns }: PatternElement,
  effect: ParsedStatement["effect"],
  { context, request, strict }: Situation,
): boolean {
  const isWide = ((effect === "Allow") !== strict) !== negated;
  const { resource } = request;
  const isTaken = patterns.some((pattern) => {
    const { also, surely } = pattern;
    const readings = [pattern, ...(also ? [also] : [])];
    if (isWide) return readings.some((one) => matchesPattern(one, resource, context));
    return (
      readings.every((one) => matchesPattern(one, resource, context)) &&
      (!surely || matchesWithin(surely, resource, context))
    );
  });
  return isTaken !== negated;
}

function explainElement(name: string, element: PatternElement | undefined, text: string): string {
  const { negated, patterns } = element ?? { negated: false, patterns: [] };
  const listed = quotedList(patterns.map((pattern) => pattern.text));
  return negated
    ? `Not${name} excepts ${listed}, and the request's is ${quote(text)}`
    : `${name} is ${listed}, and the request's is ${quote(text)}`;
}

function explainCondition(
  { operator, key, texts }: ParsedCondition,
  context: RequestContext,
): string {
  const values = context.get(key.name);
  const found = values ? quotedList(values) : "missing";
  return `Condition ${operator} compares ${key.text} with ${quotedList(texts)}, and the request's is ${found}`;
}

type ComparedKey = Omit<TurningKey, keyof StatementReference>;

/** The conditions and variables of a statement if only they decide whether it matches; otherwise none. */
export function comparedKeys(
  statement: ParsedStatement,
  match: StatementMatch,
  situation: Situation,
): ComparedKey[] {
  const { context } = situation;
  const { conditions, resource } = statement;
  const at = match.matched ? undefined : match.at;
  const isElsewhere = at === "resource" && mayTakeIn(resource, situation.request.resource);
  if (typeof at === "string" && !isElsewhere) return [];
  const missing = typeof at === "object" && !("comparison" in at) ? at : undefined;
  const lacks = missing && resource?.patterns.some((one) => needsVariable(one, missing.name));
  if (missing && resource && !lacks && !takesInResource(resource, statement.effect, situation)) {
    return [];
  }
  const tokens = (resource?.patterns ?? []).flatMap((one) => one.tokens);
  const variables = new Map<string, ConditionKey>();
  for (const key of [
    ...tokens.flatMap((token) => (token.kind === "variable" ? [token.key] : [])),
    ...(missing ? [missing] : []),
  ]) {
    variables.set(key.name, key);
  }
  const found = ({ name }: ConditionKey) => context.get(name) ?? [];
  return [
    ...[...variables.values()].map((key) => ({
      key: key.text,
      values: [],
      found: found(key),
      holds: key !== missing && !isElsewhere && context.has(key.name),
    })),
    ...conditions.map((condition) => ({
      key: condition.key.text,
      operator: condition.operator,
      values: condition.texts,
      found: found(condition.key),
      holds: conditionHolds(condition, context),
    })),
  ];
}

/** Whether the element could include the resource if its variables had other values. */
function mayTakeIn(element: PatternElement | undefined, resource: string): boolean {
  const isOpen = ({ text, tokens }: Pattern) =>
    tokens.some(({ kind }) => kind === "variable") &&
    matchesWildcards(text.replace(/\$\{[^}]*\}/g, "*"), resource);
  return element !== undefined && !element.negated && element.patterns.some(isOpen);
}

const FIXED = /^aws:(principal|resource|user)/i;

/** Whether neither the principal nor the resource determines the value of a key: the request itself contains it or lacks it. */
export function isLeftOpen(
  { found, key }: Pick<ComparedKey, "found" | "key">,
  { context = {} }: AccessRequest,
): boolean {
  if (FIXED.test(key)) return false;
  const name = key.toLowerCase();
  return found.length === 0 || Object.keys(context).some((one) => one.toLowerCase() === name);
}
