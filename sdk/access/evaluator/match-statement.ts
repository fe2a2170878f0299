import type { ParsedCondition, ParsedStatement, PatternElement } from "../grammar/syntax";
import type { AccessRequest } from "../request";
import type { RequestContext } from "./context";
import { conditionHolds } from "./match-condition";
import { matchesPattern, resolveKey } from "./match-pattern";
import { matchPrincipal, type Naming } from "./match-principal";
import type { Subject } from "./subject";

/** A request with all that its evaluation asks for. */
export interface Situation {
  request: AccessRequest;
  subject: Subject;
  context: RequestContext;
  /** The action in lower case: actions are compared so. */
  action: string;
}

/** How a statement matches, or the first element that does not. */
export type StatementMatch =
  | { matched: true; naming: Naming | undefined; reason: string }
  | { matched: false; reason: string };

/** Compares one statement to a request, element by element. */
export function matchStatement(
  statement: ParsedStatement,
  { request, subject, context, action }: Situation,
): StatementMatch {
  const { principal } = statement;
  const naming = principal && matchPrincipal(principal, subject);
  if (principal && !naming) {
    const element = principal.negated ? "NotPrincipal excepts" : "Principal does not name";
    return no(`${element} ${subject.label}`);
  }
  if (!takesIn(statement.action, action, context)) {
    return no(elementReason("Action", statement.action, request.action));
  }
  for (const { name, text } of statement.requiredVariables) {
    if (resolveKey(name, context) === undefined) {
      return no(`the request has no value for the variable \${${text}}`);
    }
  }
  const { resource } = statement;
  if (resource && !takesIn(resource, request.resource, context)) {
    return no(elementReason("Resource", resource, request.resource));
  }
  for (const condition of statement.conditions) {
    if (!conditionHolds(condition, context)) return no(conditionReason(condition, context));
  }
  return { matched: true, naming, reason: "every element matches the request" };
}

function no(reason: string): StatementMatch {
  return { matched: false, reason };
}

function takesIn(element: PatternElement, text: string, context: RequestContext): boolean {
  for (const pattern of element.patterns) {
    if (matchesPattern(pattern, text, context)) return !element.negated;
  }
  return element.negated;
}

function elementReason(name: string, { negated, patterns }: PatternElement, text: string): string {
  const listed = list(patterns.map((pattern) => pattern.text));
  return negated
    ? `Not${name} excepts ${listed}, and the request's is ${quote(text)}`
    : `${name} is ${listed}, and the request's is ${quote(text)}`;
}

function conditionReason(
  { operator, key, texts }: ParsedCondition,
  context: RequestContext,
): string {
  const values = context.get(key.name);
  const found = values ? list(values) : "missing";
  return `Condition ${operator} compares ${key.text} with ${list(texts)}, and the request's is ${found}`;
}

/** Writes some of a list's values: a document may hold thousands. */
function list(texts: string[]): string {
  const shown = texts.slice(0, 3).map(quote).join(", ");
  return texts.length > 3 ? `${shown} and ${texts.length - 3} more` : shown;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 300 ? `${text.slice(0, 300)}…` : text);
}
