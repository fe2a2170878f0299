import type { NamedPolicy } from "iam-proof";
import { documentOf } from "./json-text";

/** A policy that counts for a request. Inline policies and policies of resources have no ARN. */
export interface PolicyInForce extends NamedPolicy {
  arn?: string;
}

/** A stored policy text as the evaluator takes it. */
export function namedPolicy(name: string, text: string): NamedPolicy {
  return { name, document: documentOf(text) };
}
