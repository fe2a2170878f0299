/** One concrete request to AWS, with everything that its authorization depends on. */
export interface AccessRequest {
  principal: RequestPrincipal;
  /** Service prefix and action name, e.g. `secretsmanager:GetSecretValue`. */
  action: string;
  /** ARN of the resource acted on, or `*` where the action has none. */
  resource: string;
  /** Tags of the resource: `aws:ResourceTag/*`, and the service's own spelling of it. */
  resourceTags?: Record<string, string>;
  /** Account that owns the resource. Defaults to the account in its ARN, else the caller's. */
  resourceAccount?: string;
  /**
   * Condition keys of this call that neither principal nor resource fixes, by their AWS names:
   * `kms:ViaService`, `kms:EncryptionContext:SecretARN`, `aws:RequestTag/…`, `aws:SourceAccount`, `sts:ExternalId` …
   * A list is a multi-valued key. An absent key is absent from the request.
   */
  context?: Record<string, string | string[]>;
}

/** Who makes a request. */
export type RequestPrincipal =
  | SessionPrincipal
  | { kind: "user"; arn: string; tags?: Record<string, string>; organizationId?: string }
  | { kind: "root"; account: string; partition?: string; organizationId?: string }
  | { kind: "service"; service: string }
  | {
      kind: "federated";
      arn: string;
      provider?: string;
      tags?: Record<string, string>;
      organizationId?: string;
    }
  | { kind: "anonymous" };

/** A session of a role: the only way in which a role acts. */
export interface SessionPrincipal {
  kind: "session";
  /** ARN of the role, path included: what `aws:PrincipalArn` says. */
  roleArn: string;
  /** Defaults to `session`. */
  sessionName?: string;
  /** Principal tags in force: the session's, and the role's own where the session gives none. */
  tags?: Record<string, string>;
  organizationId?: string;
}
