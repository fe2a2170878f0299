import type { NamedPolicy } from "../../../sdk/access/grammar/named-policy";
import { documentOf } from "./json-text";

/** A stored policy text as the evaluator takes it. */
export function namedPolicy(name: string, text: string): NamedPolicy {
  return { name, document: documentOf(text) };
}
