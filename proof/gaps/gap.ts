/** Documents that are not known: they could not be read, or are not understood. */
export interface Gap {
  open: OpenDocuments;
  /** Why: the call that failed and the account, or what is not understood. */
  reason: string;
}

/**
 * What of the documents is not known. Each stands for all that AWS may hold there. What is not deployed yet, and has no ARN, goes by
 * the name of its resource.
 */
export type OpenDocuments =
  /** Who is in an account; of its roles, `roles` are those that were declared. */
  | { kind: "account"; account: string; roles: string[] }
  /** What a role, user or group may do. */
  | { kind: "rights"; arn: string }
  /** Who may become a role. The documents have it without a trust policy: anyone may. */
  | { kind: "trust"; arn: string }
  /** What readers with a role may do of what it may: the documents have them without a session policy, which only takes away. */
  | { kind: "session"; arn: string }
  /** Which readers of a source have which role; `roles` are those that were declared for them, and their targets. */
  | { kind: "associations"; sourceArn: string; roles: string[] }
  /** What a component grants, and to whom. */
  | { kind: "grants"; arn: string }
  /** Which secrets, or which parameters, an account has in a region. */
  | { kind: "objects"; account: string; region: string }
  /** Which copies of its secrets an account has in a region; without one, in any. */
  | { kind: "copies"; account: string; region?: string }
  /** Which OIDC providers an account has; `roles` are those that readers become with tokens. Any that a trust policy names may be there. */
  | { kind: "providers"; account: string; roles: string[] }
  /** The VPC endpoints of an account in a region. */
  | { kind: "endpoints"; account: string; region: string }
  /** A secret: all of it, its policy alone, which key encrypts it, or which keys encrypted its versions. */
  | { kind: "secret"; arn: string; part: "all" | "policy" | "key" | "versions" }
  /** A parameter: all of it, or which keys encrypted its versions. */
  | { kind: "parameter"; arn: string; part?: "versions" }
  /** A key, with its policy. */
  | { kind: "key"; arn: string }
  /** Documents that were other ones when they were read again: of a role, user, group, secret, parameter, key or VPC endpoint, or of the readers of a source. */
  | { kind: "changed"; arn: string };
