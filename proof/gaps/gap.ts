/** Documents that are unknown because they could not be read or are not understood. */
export interface Gap {
  open: OpenDocuments;
  /** The reason: the failed call and the account, or what is not understood. */
  reason: string;
}

/**
 * The unknown part of the documents. It stands for everything that AWS may contain there. Something that is not deployed yet has no
 * ARN and is named by its resource.
 */
export type OpenDocuments =
  /** The principals of an account. `roles`: those of its roles that were declared. */
  | { kind: "account"; account: string; roles: string[] }
  /** The rights of a role, user or group. */
  | { kind: "rights"; arn: string }
  /** Who may assume a role. The documents have it without a trust policy, as if anyone might. */
  | { kind: "trust"; arn: string }
  /** The session policies of readers with a role. The documents have none, and a session policy can only take rights away. */
  | { kind: "session"; arn: string }
  /** Which readers of a source have which role. `roles`: those that were declared for them, and their target roles. */
  | { kind: "associations"; sourceArn: string; roles: string[] }
  /** The grants of a component. */
  | { kind: "grants"; arn: string }
  /** The secrets or parameters of an account in a region. */
  | { kind: "objects"; account: string; region: string }
  /** The copies of an account's secrets in a region, or in any region. */
  | { kind: "copies"; account: string; region?: string }
  /** The OIDC providers of an account. Any that a trust policy names may exist. `roles`: those that readers assume with tokens. */
  | { kind: "providers"; account: string; roles: string[] }
  /** The VPC endpoints of an account in a region. */
  | { kind: "endpoints"; account: string; region: string }
  /** A secret: everything, only its policy, the key that encrypts it, or the keys that encrypted its versions. */
  | { kind: "secret"; arn: string; part: "all" | "policy" | "key" | "versions" }
  /** A parameter: everything, or the keys that encrypted its versions. */
  | { kind: "parameter"; arn: string; part?: "versions" }
  /** A key and its policy. */
  | { kind: "key"; arn: string }
  /**
   * Documents that had changed when they were read again: of a role, user, group, secret, parameter, key or VPC endpoint, or of a
   * source's readers.
   */
  | { kind: "changed"; arn: string };
