import { asMapping } from "../collections";

/**
 * The syntax tree of a policy document: what it says, with every abbreviation written out (single values are lists,
 * operator names are taken apart, values are typed) and nothing about what it means.
 */
export interface ParsedPolicy {
  /** Name by which errors and explanations speak of the document. */
  name: string;
  kind: PolicyKind;
  /** A missing version is the old one. Only `2012-10-17` knows policy variables; elsewhere `${…}` is literal text. */
  version: "2008-10-17" | "2012-10-17";
  id?: string;
  statements: ParsedStatement[];
}

/** What a document is attached to; it decides which elements a statement has. */
export type PolicyKind =
  | "identity"
  | "resource"
  | "key"
  | "trust"
  | "boundary"
  | "session"
  | "scp"
  | "rcp";

export interface ParsedStatement {
  /** Position in the document, from 0. */
  index: number;
  sid?: string;
  effect: "Allow" | "Deny";
  /** Present exactly in the kinds `resource`, `key`, `trust` and `rcp`. */
  principal?: PrincipalElement;
  action: PatternElement;
  /** Absent in trust policies, and in resource-based ones that mean the resource they are attached to. */
  resource?: PatternElement;
  /** All must hold. */
  conditions: ParsedCondition[];
  /**
   * Variables without a default, wherever they stand: where one cannot be resolved, the statement does not match, unless
   * it stands in a condition …IfExists whose key is missing.
   */
  requiredVariables: ConditionKey[];
}

/** `Principal`, or `NotPrincipal` where `negated`. */
export interface PrincipalElement {
  negated: boolean;
  entries: PrincipalEntry[];
}

export type PrincipalEntry =
  /** `"*"` or `{"AWS": "*"}`: everyone, anonymous callers and services included. */
  | { kind: "any" }
  /** An account id or its root ARN; the two mean the same: every principal of the account. */
  | { kind: "account"; account: string }
  | { kind: "role"; arn: string }
  | { kind: "user"; arn: string }
  /** One session of a role. Such an ARN has the role's name and not its path. */
  | { kind: "session"; arn: string; account: string; roleName: string; sessionName: string }
  | { kind: "federatedUser"; arn: string }
  /** What AWS leaves in place of the ARN of a deleted principal; it matches nobody. */
  | { kind: "deleted"; id: string }
  | { kind: "service"; service: string }
  /** ARN of a SAML or OIDC provider, or the host name of a built-in one. */
  | { kind: "federated"; provider: string };

/** `Action`, `NotAction`, `Resource` or `NotResource`: some pattern matches, or where `negated` none does. */
export interface PatternElement {
  negated: boolean;
  patterns: Pattern[];
}

/** A text with wildcards and variables. In `Action` elements its tokens are lower case. */
export interface Pattern {
  /** As the document writes it. */
  text: string;
  tokens: Token[];
  /** The one text that it matches; absent where it holds wildcards or variables. */
  literal?: string;
  /** Of a `Resource`, what it surely matches, where AWS does not say that its wildcards run on over a colon. */
  surely?: Pattern;
  /** Of a `Resource` with fewer fields than an ARN has: what it matches if its wildcards run on over the colons that it lacks. It may, or may not. */
  also?: Pattern;
}

export type Token =
  | { kind: "text"; text: string }
  /** `*`: any text, the empty one included; where `within`, one without a colon. */
  | { kind: "any"; within?: true }
  /** `?`: exactly one character; where `within`, no colon. */
  | { kind: "one"; within?: true }
  /** `${key}` or `${key, 'fallback'}`: the key's value in the request, taken literally. */
  | { kind: "variable"; key: ConditionKey; fallback?: string };

/** A pattern of the ARN operators. */
export interface ArnPattern extends Pattern {
  /** Six lists of tokens, split at the first five colons; absent where there are fewer: it matches nothing. */
  components?: Token[][];
}

export interface ConditionKey {
  /** As the document writes it. */
  text: string;
  /** Lower case, a tag key or an encryption context's key included: how keys are compared. */
  name: string;
}

/** One key under one operator. Its values are alternatives. */
export interface ParsedCondition {
  /** The operator as the document writes it, e.g. `ForAnyValue:StringNotLikeIfExists`. */
  operator: string;
  key: ConditionKey;
  comparison: Comparison;
  /** `…Not…` operators: true where none of the values compares. */
  negated: boolean;
  /** True on a missing key. */
  ifExists: boolean;
  set?: "ForAnyValue" | "ForAllValues";
  /** The values as the document writes them. */
  texts: string[];
}

export type Comparison =
  | { type: "string"; how: "equals" | "equalsIgnoreCase" | "like"; values: Pattern[] }
  /** `ArnEquals` and `ArnLike`: one and the same. */
  | { type: "arn"; values: ArnPattern[] }
  | { type: "bool"; values: boolean[] }
  /** Whether the key is missing; in a set it holds always (`ForAllValues`) or never. Never negated or `…IfExists`. */
  | { type: "null"; values: boolean[] }
  | { type: "number"; relation: Relation; values: number[] }
  /** Milliseconds since 1970. */
  | { type: "date"; relation: Relation; values: number[] }
  | { type: "ip"; values: IpRange[] };

/** Request value, relation, policy value: `lessThan` holds where the request's is the lesser. */
export type Relation =
  | "equals"
  | "lessThan"
  | "lessThanEquals"
  | "greaterThan"
  | "greaterThanEquals";

/** The addresses from `low` to `high`, both included. */
export interface IpRange {
  family: 4 | 6;
  low: bigint;
  high: bigint;
}

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
