import type { PolicyKind, RawPolicy } from "../../../proof";
import { grammarError } from "../../../proof/grammar/parse-policy";
import { parsed, UnreadError } from "./live-call";

/** A policy that AWS answered as JSON. One that is none, or that this grammar does not know, is an `UnreadError`. */
export function understoodText(
  action: string,
  kind: PolicyKind,
  name: string,
  text: string,
): RawPolicy {
  const document: RawPolicy = parsed(action, () => JSON.parse(text));
  requireUnderstood(action, kind, name, document);
  return document;
}

/** Throws an `UnreadError` where this grammar does not know what a document says: nobody knows then what it lets in. */
export function requireUnderstood(
  action: string,
  kind: PolicyKind,
  name: string,
  document: RawPolicy,
): void {
  const error = grammarError({ name, document }, kind);
  if (error) throw new UnreadError(action, error.message);
}
