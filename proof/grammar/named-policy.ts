import { asMapping } from "../collections/mapping";

/** A policy document not yet read: any JSON value. The grammar decides whether it is one. */
export type RawPolicy = unknown;

/** A policy document with the name by which errors and explanations speak of it. */
export interface NamedPolicy {
  /** E.g. `resource policy of arn:aws:secretsmanager:…`. */
  name: string;
  document: RawPolicy;
}

/** The statements of a policy document as they are written: a list, or one alone. */
export function rawStatements(document: RawPolicy): readonly unknown[] {
  const { Statement: statements } = asMapping(document);
  if (Array.isArray(statements)) return statements;
  return statements === undefined ? [] : [statements];
}
