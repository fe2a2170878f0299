import type { NamedPolicy } from "../grammar/named-policy";

/** The policies in force for one request. */
export interface ApplicablePolicies {
  /** Identity policies of the principal; none for services and anonymous requests. */
  identity?: NamedPolicy[];
  permissionsBoundary?: NamedPolicy;
  /** Session policies; each must allow. */
  session?: NamedPolicy[];
  /** Secret policy, key policy, or trust policy. */
  resource?: NamedPolicy;
  /** What kind of document `resource` is: it decides how it combines with identity policies. Defaults to `resource`. */
  resourceKind?: "resource" | "key" | "trust";
  /** Grants of the key, each of which allows without any other policy. */
  grants?: NamedPolicy[];
  /** Nothing is given of which AWS does not say that it is: see `EvaluateOptions`. Defaults to false: all that may be is given. */
  strict?: boolean;
  /** Policy of the VPC endpoint that the request comes through: it must allow as well, whoever asks. */
  endpoint?: NamedPolicy;
  /** Service control policies of the caller's account, by level, root first. */
  serviceControl?: NamedPolicy[][];
  /** Resource control policies of the resource's account, by level, root first. */
  resourceControl?: NamedPolicy[][];
}

export interface Decision {
  decision: "allowed" | "denied";
  /** Why, in one sentence naming the document and statement that decided. */
  reason: string;
  /** The statement that decided; null where nothing allowed the request. */
  decidedBy: StatementReference | null;
  /** Where no statement decided: the policy, or the level of control policies, that ought to allow the request. */
  lacking?: string;
  /**
   * The conditions and variables on which the decision turns, with what the request has of their keys: those of the
   * statements that decided; where none did, those that kept a statement from allowing; where the request is allowed, also
   * those by whose keys, which neither principal nor resource fixes, it escapes a Deny. Empty where it turns on none.
   */
  turnsOn: TurningKey[];
  /** Every statement that was read, and why it did or did not match, in the order read. */
  statements: StatementOutcome[];
}

export interface StatementReference {
  /** Name of the document. */
  document: string;
  /** Position in the document, from 0. */
  index: number;
  sid?: string;
}

export interface StatementOutcome extends StatementReference {
  effect: "Allow" | "Deny";
  matched: boolean;
  /** Which element matched or did not, and the values compared. */
  reason: string;
}

/** One condition of a statement, or one variable in it, on which a decision turns. */
export interface TurningKey extends StatementReference {
  /** The condition key as the document writes it. */
  key: string;
  /** Absent where the key stands as a variable. */
  operator?: string;
  /** The condition's values; of a variable, none. */
  values: string[];
  /** The request's values; none where it lacks the key. */
  found: string[];
  /** Whether the condition holds, or the variable has a value. */
  holds: boolean;
}
