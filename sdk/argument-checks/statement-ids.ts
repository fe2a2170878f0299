import type { PolicyDocument } from "../policy/document";
import { problemIf } from "../rules/problem";
import { reject } from "./refusal";

/**
 * The document itself, unless a statement of it has no `Sid`, or two have one: a statement of the user's own never replaces
 * another, and findings name each.
 */
export function withDistinctSids<D extends PolicyDocument>(document: D): D {
  const seen = new Set<string>();
  for (const { Sid } of document.Statement) {
    if (!Sid) rejectStatements("a statement without one; give it one");
    if (seen.has(Sid)) rejectStatements(`"${Sid}" twice; rename yours`);
    seen.add(Sid);
  }
  return document;
}

function rejectStatements(got: string): void {
  reject(problemIf(["extraPolicyStatements"], `must have Sids of their own, got ${got}`));
}
