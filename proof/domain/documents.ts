import type { RawPolicy } from "../grammar/syntax";
import type { Administrator } from "./administrator";
import type { AssociatedRoles, PrincipalKind } from "./principal-kind";

/**
 * Everything that decides who reads which secret in one deployment, whoever made it. Null or absent means "none". A `Reader`
 * contains what distinguishes one declared reader from all others.
 */
export interface AccessDocuments<Reader extends object = object> {
  /** The kind of principal that the readers in `associations` and `grants` are. Required if there are any. */
  principalKind?: PrincipalKind<Reader> | undefined;
  /** Principals of the owners' accounts that may read secrets in addition to the readers. */
  administrators?: Administrator[] | null;
  /** Ids of accounts whose roles and users are all in the documents. Defaults to none: other principals may exist, with any rights. */
  wholeAccounts?: string[] | null;
  organization?: OrganizationDocuments | null;
  keys?: KeyDocuments[] | null;
  secrets?: SecretDocuments[] | null;
  /** Systems Manager parameters, which can be read from their own account and from those that they are shared with. */
  parameters?: ParameterDocuments[] | null;
  roles?: RoleDocuments[] | null;
  /** IAM users with known rights. As with roles, the rights of all others are unknown. */
  users?: UserDocuments[] | null;
  /** Groups of users: every group that a user names. */
  groups?: GroupDocuments[] | null;
  associations?: AssociationDocuments<Reader>[] | null;
  /**
   * OIDC providers, by account. An account that is missing here was not read: any provider that a trust policy names may exist
   * there.
   */
  oidcProviders?: AccountProviders[] | null;
  /** VPC endpoints with known policies. They do not limit requests that come through another endpoint, or through none. */
  vpcEndpoints?: VpcEndpointDocuments[] | null;
  grants?: GrantDeclaration<Reader>[] | null;
}

export interface OrganizationDocuments {
  /** AWS Organizations id, e.g. `o-exampleorg`. */
  id?: string | null;
  /** Account id of the management account, to which no control policy applies. */
  managementAccount?: string | null;
  serviceControlPolicies?: ControlPolicies[] | null;
  resourceControlPolicies?: ControlPolicies[] | null;
  /** Every account that administers a service for the whole organization. Absent: nobody read which do. */
  delegatedAdministrators?: DelegatedAdministrator[] | null;
  /** Resource policy of the organization, by which members change its policies. None where `delegatedAdministrators` are there. */
  delegationPolicy?: RawPolicy | null;
  /** Service principals that have trusted access, which lets them act in every account. Absent: nobody read which have. */
  trustedServices?: string[] | null;
}

export interface DelegatedAdministrator {
  /** Account id. */
  account: string;
  /** Service principals, e.g. `sso.amazonaws.com`. */
  services: string[];
}

/** The control policies in force in one account, by level of the hierarchy, root first. */
export interface ControlPolicies {
  account: string;
  /** The levels, each of which must allow. A level is the list of documents attached there. */
  levels: RawPolicy[][];
}

export interface KeyDocuments {
  arn: string;
  policy?: RawPolicy | null;
  tags?: Record<string, string> | null;
  /** Whether the key is disabled or scheduled for deletion: nothing that it encrypts can be read meanwhile. */
  disabled?: boolean | null;
  /** All grants that are in force. */
  grants?: KeyGrantDocuments[] | null;
  /** ARNs of the related keys of a multi-Region key, each of which lists this one, too. What one of them encrypts, all can decrypt. */
  relatedKeys?: string[] | null;
  /** Nobody read it: so others are taken to deploy it. Nothing is claimed about it. */
  assumed?: boolean | null;
}

/** A grant of a key. Its grantee may use the key for the listed operations without any policy. */
export interface KeyGrantDocuments {
  /** ARN of an account's root, a role, a user or a session; or the name of a service. */
  grantee: string;
  /** Operations as KMS names them, such as `Decrypt`. */
  operations: string[];
  /** Who may retire it, in addition to a grantee that is allowed to. */
  retiringPrincipal?: string | null;
  /** Pairs that the encryption context must contain. */
  encryptionContextSubset?: Record<string, string> | null;
  /** The exact pairs of the encryption context. */
  encryptionContextEquals?: Record<string, string> | null;
  /** ARN of the resource for which a service must make the call. */
  sourceArn?: string | null;
}

export interface SecretDocuments {
  /** Full ARN, with the six random characters. */
  arn: string;
  /** ARN of the customer managed key; none means the AWS managed key of the secret's account. */
  key?: string | null;
  /**
   * Other keys that can still open a version of the secret; null is the AWS managed key. Absent if nobody looked: it is then an
   * assumption that there are none.
   */
  formerKeys?: (string | null)[] | null;
  /**
   * ARNs of its copies in other regions, all of them in `secrets`: replicas, and secrets that may contain its value. A secret whose
   * ARN only differs in the region is always a copy. Absent if nobody looked: it is then an assumption that there are no others.
   */
  copies?: string[] | null;
  tags?: Record<string, string> | null;
  policy?: RawPolicy | null;
  /**
   * Whether everyone except readers, administrators and the rotation role is meant to be denied, including the owner's own
   * principals.
   */
  sealed?: boolean | null;
  /** Rotation of the secret. Null or absent means that nothing rotates it. */
  rotation?: RotationDocuments | null;
  /** Nobody read it: so others are taken to deploy it. Nothing is claimed about it. */
  assumed?: boolean | null;
}

/** Rotation of a secret by a Lambda function, or by AWS where another provider holds the secret. */
export interface RotationDocuments {
  /** ARN of the role that rotates it, which is a declared reader. None: unknown. */
  role?: string | null;
}

export interface ParameterDocuments {
  arn: string;
  /**
   * With whom resource shares share it: account ids, and ARNs of roles, users, organizations and organizational units. Their own
   * policies can let them read it as if it belonged to their account.
   */
  sharedWith?: string[] | null;
  /** Key of a SecureString. With `secure`, none means the AWS managed key. */
  key?: string | null;
  /** Other keys that can still open an earlier version, as for secrets. */
  formerKeys?: (string | null)[] | null;
  secure?: boolean | null;
  tags?: Record<string, string> | null;
}

export interface RoleDocuments {
  arn: string;
  tags?: Record<string, string> | null;
  trust?: RawPolicy | null;
  /** Identity policies, inline and managed. */
  policies?: RawPolicy[] | null;
  /**
   * Policies that were declared to stay, and that should be among `policies`. Harmless rights in them count as intended. They grant
   * nothing themselves.
   */
  keptPolicies?: RawPolicy[] | null;
  permissionsBoundary?: RawPolicy | null;
  /** Nobody read it: so others are taken to deploy it. Nothing is claimed about it. */
  assumed?: boolean | null;
}

/** An IAM user. */
export interface UserDocuments {
  arn: string;
  tags?: Record<string, string> | null;
  /** Identity policies of its own, inline and managed. */
  policies?: RawPolicy[] | null;
  /** ARNs of the groups that it is in, whose policies are its own as well. */
  groups?: string[] | null;
  permissionsBoundary?: RawPolicy | null;
}

export type IdentityDocuments = RoleDocuments | UserDocuments;

/** An IAM group: no principal, but policies of all users in it. */
export interface GroupDocuments {
  arn: string;
  /** Identity policies, inline and managed. */
  policies?: RawPolicy[] | null;
}

/** The role that a service gives to the sessions of a reader. */
export type AssociationDocuments<Reader extends object = object> = Reader & AssociatedRoles;

/** All OIDC providers of an account. Tokens of any other provider give nobody a role there. */
export interface AccountProviders {
  /** Account id. */
  account: string;
  providers: OidcProviderDocuments[];
}

export interface OidcProviderDocuments {
  /** ARN, which contains the issuer: `arn:aws:iam::111111111111:oidc-provider/token.example.com`. */
  arn: string;
  /** The audiences whose tokens it accepts (IAM's client ids). */
  audiences: string[];
  /** ARN of the cluster that issues the tokens. None: no known cluster. */
  clusterArn?: string | null;
}

/** An endpoint through which a network reaches an AWS service. Its policy must also allow what comes through it. */
export interface VpcEndpointDocuments {
  /** ARN, which ends in its id: `arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/vpce-0a1b2c3d`. */
  arn: string;
  /** AWS's name of the service, e.g. `com.amazonaws.us-east-1.secretsmanager`. */
  service: string;
  /** Id of the VPC that it is in. */
  vpc?: string | null;
  /** Its policy. None means AWS's default, which allows everything. */
  policy?: RawPolicy | null;
}

/** What was declared: this reader may read this secret or parameter. */
export interface GrantDeclaration<Reader extends object = object> {
  reader: Reader;
  /** Full ARN of a secret or parameter. */
  secret: string;
}
