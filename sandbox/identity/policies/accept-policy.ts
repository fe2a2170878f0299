import type { NamedPolicy } from "iam-proof";
import { PolicyGrammarError, parsePolicy } from "iam-proof/grammar";
import type { Store } from "../../store/store";
import { AwsError } from "../../wire/messages";
import { bindPrincipals, showPrincipals, UnknownPrincipalError } from "./principals";

/** The words with which a service refuses a policy. */
interface PolicyWords {
  /** E.g. `key policy of arn:aws:kms:…`. */
  name: string;
  kind: "key" | "resource";
  /** Its message for a principal that does not exist. */
  invalidPrincipal: string;
}

/** The text to store for a resource-based policy; throws `MalformedPolicyDocumentException` for bad JSON, grammar, or unknown principals. */
export function acceptPolicy(store: Store, text: string, words: PolicyWords): string {
  const document = parse(text, words);
  return boundText(store, text, document, () => malformed(words.invalidPrincipal));
}

/** A policy's text with unique ids in the place of principals. Throws what `unknown` makes of one that does not exist. */
export function boundText(
  store: Store,
  text: string,
  document: unknown,
  unknown: (principal: string) => Error,
): string {
  try {
    const bound = bindPrincipals(store, document);
    return bound === document ? text : JSON.stringify(bound);
  } catch (error) {
    if (!(error instanceof UnknownPrincipalError)) throw error;
    throw unknown(error.principal);
  }
}

/** A stored policy as its owner sees it: with ARNs, and with unique IDs of deleted principals. */
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

const MAX_CHARACTERS = 16 * 1024 * 1024;
const parsed = new Map<string, unknown>();
let characters = 0;

/** Parses JSON text from the state. The same text returns the same object, which nobody may change. */
export function documentOf(text: string): unknown {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const document: unknown = JSON.parse(text);
  characters += text.length;
  if (characters > MAX_CHARACTERS) {
    parsed.clear();
    characters = text.length;
  }
  parsed.set(text, document);
  return document;
}

/** A policy that applies to a request. Inline policies and resource policies have no ARN. */
export interface PolicyInForce extends NamedPolicy {
  arn?: string;
}

export function namedPolicy(name: string, text: string): NamedPolicy {
  return { name, document: documentOf(text) };
}
