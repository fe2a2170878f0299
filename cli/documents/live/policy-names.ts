import type { RawPolicy } from "iam-proof";

const names = new WeakMap<object, string>();

/** Remembers what a document of an account is called there; answers the document. */
export function named(name: string, document: RawPolicy): RawPolicy {
  if (typeof document === "object" && document !== null) names.set(document, name);
  return document;
}

/** What a document that was read of an account is called there: the ARN of a managed policy, or the name of an inline one. */
export function nameOfPolicy(document: RawPolicy): string | undefined {
  return typeof document === "object" && document !== null ? names.get(document) : undefined;
}
