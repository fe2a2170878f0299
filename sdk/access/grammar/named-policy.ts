/** A policy document not yet read: any JSON value. The grammar decides whether it is one. */
export type RawPolicy = unknown;

/** A policy document with the name by which errors and explanations speak of it. */
export interface NamedPolicy {
  /** E.g. `resource policy of arn:aws:secretsmanager:…`. */
  name: string;
  document: RawPolicy;
}
