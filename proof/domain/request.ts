import type { NamedPolicy } from "../grammar/syntax";

/** A request to AWS, with everything that its authorization depends on. */
export interface AccessRequest {
  principal: RequestPrincipal;
  /** Service prefix and action name, e.g. `secretsmanager:GetSecretValue`. */
  action: string;
  /** ARN of the resource, or `*` if the action has none. */
  resource: string;
  /** Tags of the resource: `aws:ResourceTag/*`, and the service's own spelling of it. */
  resourceTags?: Record<string, string>;
  /** Account that owns the resource. Defaults to the account in its ARN, else the caller's. */
  resourceAccount?: string;
  /**
   * Condition keys of this call that neither the principal nor the resource determines, by their AWS names: `kms:ViaService`,
   * `kms:EncryptionContext:SecretARN`, `aws:RequestTag/…`, `aws:SourceAccount`, `sts:ExternalId` and so on. A list is a
   * multi-valued key. An absent key is absent from the request.
   */
  context?: Record<string, string | string[]>;
}

/** The principal of a request. */
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
  /** The principal tags in force: the session's, plus those of the role's own that the session does not override. */
  tags?: Record<string, string>;
  organizationId?: string;
}

/** The policies in force for one request. */
export interface ApplicablePolicies {
  /** Identity policies of the principal. None for services and anonymous requests. */
  identity?: NamedPolicy[];
  permissionsBoundary?: NamedPolicy;
  /** Session policies, each of which must allow. */
  session?: NamedPolicy[];
  /** Secret policy, key policy, or trust policy. */
  resource?: NamedPolicy;
  /** The kind of document in `resource`, which decides how it combines with identity policies. Defaults to `resource`. */
  resourceKind?: "resource" | "key" | "trust";
  /** Grants of the key, each of which allows without any other policy. */
  grants?: NamedPolicy[];
  /**
   * Whether to grant only what AWS documents as granted; see `EvaluateOptions`. Defaults to false: everything that may be granted
   * is.
   */
  strict?: boolean;
  /** Policy of the VPC endpoint that the request comes through. It must also allow, for every caller. */
  endpoint?: NamedPolicy;
  /** Service control policies of the caller's account, by level, root first. */
  serviceControl?: NamedPolicy[][];
  /** Resource control policies of the resource's account, by level, root first. */
  resourceControl?: NamedPolicy[][];
}

export interface Decision {
  decision: "allowed" | "denied";
  /** The reason, in one sentence that names the document and statement that decided. */
  reason: string;
  /** The statement that decided; null if nothing allowed the request. */
  decidedBy: StatementReference | null;
  /** If no statement decided: the policy, or level of control policies, that would have to allow the request. */
  lacking?: string;
  /**
   * The conditions and variables that the decision depends on, with the request's values of their keys. If statements decided,
   * theirs. If none did, those that kept a statement from allowing. If the request is allowed, also those by which it avoids a Deny
   * through keys that neither the principal nor the resource determines. Empty if there are none.
   */
  turnsOn: TurningKey[];
  /** Every statement that was evaluated, and why it matched or not, in order. */
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
  /** The element that matched or did not, and the compared values. */
  reason: string;
}

/** A condition of a statement, or a variable in it, that a decision depends on. */
export interface TurningKey extends StatementReference {
  /** The condition key as the document writes it. */
  key: string;
  /** The operator; absent for a variable. */
  operator?: string;
  /** The condition's values; empty for a variable. */
  values: string[];
  /** The request's values; empty if it lacks the key. */
  found: string[];
  /** Whether the condition holds or, for a variable, whether it has a value and the resource can match. */
  holds: boolean;
}
