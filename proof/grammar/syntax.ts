import { asMapping } from "../collections";

/**
 * The syntax tree of a policy document. All abbreviations are written out: single values are lists, operator names are parsed,
 * values have types. It does not say what the document means.
 */
export interface ParsedPolicy {
  /** The document's name in errors and explanations. */
  name: string;
  kind: PolicyKind;
  /** The version. If it is missing, the old one. Only `2012-10-17` has policy variables; in the other, `${…}` is literal text. */
  version: "2008-10-17" | "2012-10-17";
  id?: string;
  statements: ParsedStatement[];
}

/** What a document is attached to, which decides the elements of its statements. */
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
  /** Absent in trust policies, and in resource-based ones for the resource that they are attached to. */
  resource?: PatternElement;
  /** The conditions, all of which must hold. */
  conditions: ParsedCondition[];
  /**
   * Variables without a default, anywhere in the statement. If one cannot be resolved, the statement does not match, unless the
   * variable is in a condition …IfExists whose key is missing.
   */
  requiredVariables: ConditionKey[];
}

/** `Principal`, or `NotPrincipal` if `negated`. */
export interface PrincipalElement {
  negated: boolean;
  entries: PrincipalEntry[];
}

export type PrincipalEntry =
  /** `"*"` or `{"AWS": "*"}`: everyone, including anonymous callers and services. */
  | { kind: "any" }
  /** An account id or its root ARN, which both mean every principal of the account. */
  | { kind: "account"; account: string }
  | { kind: "role"; arn: string }
  | { kind: "user"; arn: string }
  /** One session of a role. Such an ARN has the role's name and not its path. */
  | { kind: "session"; arn: string; account: string; roleName: string; sessionName: string }
  | { kind: "federatedUser"; arn: string }
  /** The id that AWS leaves instead of a deleted principal's ARN. It matches nobody. */
  | { kind: "deleted"; id: string }
  | { kind: "service"; service: string }
  /** ARN of a SAML or OIDC provider, or the host name of a built-in one. */
  | { kind: "federated"; provider: string };

/** `Action`, `NotAction`, `Resource` or `NotResource`: some pattern must match or, if `negated`, none. */
export interface PatternElement {
  negated: boolean;
  patterns: Pattern[];
}

/** A text with wildcards and variables. In `Action` elements its tokens are lower case. */
export interface Pattern {
  /** As the document writes it. */
  text: string;
  tokens: Token[];
  /** The only text that it matches; absent if it contains wildcards or variables. */
  literal?: string;
  /** For a `Resource`: what it certainly matches, if AWS does not document whether its wildcards match beyond a colon. */
  surely?: Pattern;
  /** For a `Resource` with fewer fields than an ARN: what it may also match, if its wildcards match beyond the missing colons. */
  also?: Pattern;
}

export type Token =
  | { kind: "text"; text: string }
  /** `*`: any text, including the empty one; if `within`, one without a colon. */
  | { kind: "any"; within?: true }
  /** `?`: exactly one character; if `within`, not a colon. */
  | { kind: "one"; within?: true }
  /** `${key}` or `${key, 'fallback'}`: the key's value in the request, taken literally. */
  | { kind: "variable"; key: ConditionKey; fallback?: string };

/** A pattern of the ARN operators. */
export interface ArnPattern extends Pattern {
  /** Six lists of tokens, split at the first five colons; absent if there are fewer, in which case it matches nothing. */
  components?: Token[][];
}

export interface ConditionKey {
  /** As the document writes it. */
  text: string;
  /** The key in lower case, including a tag key or encryption context key, as keys are compared. */
  name: string;
}

/** One key with one operator. Its values are alternatives. */
export interface ParsedCondition {
  /** The operator as the document writes it, e.g. `ForAnyValue:StringNotLikeIfExists`. */
  operator: string;
  key: ConditionKey;
  comparison: Comparison;
  /** Whether it is a `…Not…` operator, which holds if none of the values matches. */
  negated: boolean;
  /** Whether it holds for a missing key. */
  ifExists: boolean;
  set?: "ForAnyValue" | "ForAllValues";
  /** The values as the document writes them. */
  texts: string[];
}

export type Comparison =
  | { type: "string"; how: "equals" | "equalsIgnoreCase" | "like"; values: Pattern[] }
  /** `ArnEquals` and `ArnLike`, which mean the same. */
  | { type: "arn"; values: ArnPattern[] }
  | { type: "bool"; values: boolean[] }
  /** Whether the key is missing. In a set, it always holds (`ForAllValues`) or never. Never negated or `…IfExists`. */
  | { type: "null"; values: boolean[] }
  | { type: "number"; relation: Relation; values: number[] }
  /** Milliseconds since 1970. */
  | { type: "date"; relation: Relation; values: number[] }
  | { type: "ip"; values: IpRange[] };

/** The relation of the request's value to the policy's: `lessThan` holds if the request's is less. */
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

/** A policy document before parsing: any JSON value. The grammar decides whether it is one. */
export type RawPolicy = unknown;

/** A policy document with its name in errors and explanations. */
export interface NamedPolicy {
  /** E.g. `resource policy of arn:aws:secretsmanager:…`. */
  name: string;
  document: RawPolicy;
}

/** The statements of a policy document as written: a list, or a single one. */
export function rawStatements(document: RawPolicy): readonly unknown[] {
  const { Statement: statements } = asMapping(document);
  if (Array.isArray(statements)) return statements;
  return statements === undefined ? [] : [statements];
}
