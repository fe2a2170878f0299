import { PolicyGrammarError, parsePolicy } from "iam-proof/grammar";
import type { Store } from "../../store/store";
import { AwsError } from "../../wire/messages/operation";
import { documentOf } from "./json-text";
import { bindPrincipals, showPrincipals, UnknownPrincipalError } from "./principals";

/** How a service speaks of a policy that it refuses. */
export interface PolicyWords {
  /** E.g. `key policy of arn:aws:kms:…`. */
  name: string;
  kind: "key" | "resource";
  /** What it says of a principal that does not exist. */
  invalidPrincipal: string;
}

/**
 * The text to store for a resource-based policy that a caller puts. Throws `MalformedPolicyDocumentException` where it
 * is no JSON, says anything outside the policy grammar, or names a role or user that does not exist.
 */
export function acceptPolicy(store: Store, text: string, words: PolicyWords): string {
  const document = parse(text, words);
  try {
    const bound = bindPrincipals(store, document);
    return bound === document ? text : JSON.stringify(bound);
  } catch (error) {
    if (!(error instanceof UnknownPrincipalError)) throw error;
    throw malformed(words.invalidPrincipal);
  }
}

/** A stored policy as its owner sees it: ARNs, and the unique ids of principals that are gone. */
export function shownPolicy(store: Store, text: string): string {
  const document = documentOf(text);
  const shown = showPrincipals(store, document);
  return shown === document ? text : JSON.stringify(shown);
}

function parse(text: string, { name, kind }: PolicyWords): unknown {
  try {
    const document: unknown = JSON.parse(text);
    parsePolicy({ name, document }, kind);
    return document;
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed(`${name} is not JSON`);
    if (error instanceof PolicyGrammarError) throw malformed(error.message);
    throw error;
  }
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocumentException", message);
}
