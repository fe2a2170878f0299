import type { NamedPolicy } from "../grammar/syntax";

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
  /** Whether the condition holds; or the variable has a value, and nothing keeps the resource out. */
  holds: boolean;
}
