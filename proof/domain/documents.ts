import type { RawPolicy } from "../grammar/syntax";
import type { Administrator } from "./administrator";
import type { AssociatedRoles, PrincipalKind } from "./principal-kind";

/**
 * Everything that decides who reads which secret in one deployment, whoever made it. Null or absent means "none". A `Reader` is what tells
 * one declared reader from all others.
 */
export interface AccessDocuments<Reader extends object = object> {
  /** What kind of principal the readers of `associations` and `grants` are. Needed where there are any. */
  principalKind?: PrincipalKind<Reader> | undefined;
  /** Principals of the owners' accounts that may read secrets beside the readers. */
  administrators?: Administrator[] | null;
  /** Ids of accounts of which every role and user is in the documents. Defaults to none: others may be there, with any rights. */
  wholeAccounts?: string[] | null;
  organization?: OrganizationDocuments | null;
  keys?: KeyDocuments[] | null;
  secrets?: SecretDocuments[] | null;
  /** Systems Manager parameters; read from their own account, and from those that they are shared with. */
  parameters?: ParameterDocuments[] | null;
  roles?: RoleDocuments[] | null;
  /** IAM users of which it is known what they may do. Of no other it is, as of roles. */
  users?: UserDocuments[] | null;
  /** Groups of users; every one that a user names. */
  groups?: GroupDocuments[] | null;
  associations?: AssociationDocuments<Reader>[] | null;
  /** OIDC providers, by account. Of an account that is not here nobody looked: whatever a trust policy names may be there. */
  oidcProviders?: AccountProviders[] | null;
  /** VPC endpoints whose policies are known. What comes through another one, or through none, these do not limit. */
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
}

/** The control policies in force in one account, by level of the hierarchy, root first. */
export interface ControlPolicies {
  account: string;
  /** Each level must allow; a level is the list of documents attached there. */
  levels: RawPolicy[][];
}

export interface KeyDocuments {
  arn: string;
  policy?: RawPolicy | null;
  tags?: Record<string, string> | null;
  /** The key is disabled or waits for its deletion: what is encrypted with it cannot be read meanwhile. */
  disabled?: boolean | null;
  /** Every grant that is in force. */
  grants?: KeyGrantDocuments[] | null;
  /** ARNs of the other keys of a multi-Region key, each of which names this one: what one of them encrypts, each decrypts. */
  relatedKeys?: string[] | null;
  /** Nobody read it: so others are taken to deploy it. Nothing is claimed about it. */
  assumed?: boolean | null;
}

/** A grant of a key: its grantee may do with the key what it lists, without any policy. */
export interface KeyGrantDocuments {
  /** ARN of an account's root, a role, a user or a session; or the name of a service. */
  grantee: string;
  /** As KMS names them, e.g. `Decrypt`. */
  operations: string[];
  /** Who may retire it, beside a grantee that it says so of. */
  retiringPrincipal?: string | null;
  /** Pairs that the encryption context must have. */
  encryptionContextSubset?: Record<string, string> | null;
  /** Pairs that the encryption context must have, and no others. */
  encryptionContextEquals?: Record<string, string> | null;
  /** ARN of the resource on behalf of which a service must call. */
  sourceArn?: string | null;
}

export interface SecretDocuments {
  /** Full ARN, with the six random characters. */
  arn: string;
  /** ARN of the customer managed key; none means the AWS managed key of the secret's account. */
  key?: string | null;
  /**
   * Other keys with which a version of the secret can still be opened, null for the AWS managed key. Absent: nobody looked, and that
   * there are none is an assumption.
   */
  formerKeys?: (string | null)[] | null;
  /**
   * ARNs of its copies in other regions, all of them in `secrets`: replicas, and secrets that may hold its value. What has its ARN but for
   * the region is a copy in any case. Absent: nobody looked, and that there are no others is an assumption.
   */
  copies?: string[] | null;
  tags?: Record<string, string> | null;
  policy?: RawPolicy | null;
  /** Everyone but readers, administrators and the rotation role is meant to be denied, the owner's own principals included. */
  sealed?: boolean | null;
  /** Null or absent means that nothing rotates it. */
  rotation?: RotationDocuments | null;
  /** Nobody read it: so others are taken to deploy it. Nothing is claimed about it. */
  assumed?: boolean | null;
}

/** Rotation of a secret by a Lambda function, or by AWS where another provider holds the secret. */
export interface RotationDocuments {
  /** ARN of the role that does it, which is a declared reader. None: nobody knows which it is. */
  role?: string | null;
}

export interface ParameterDocuments {
  arn: string;
  /**
   * With whom resource shares share it: account ids, ARNs of roles and users, of organizations and organizational units. By their
   * own policies these may read it as their own account's.
   */
  sharedWith?: string[] | null;
  /** Key of a SecureString; none with `secure` means the AWS managed key. */
  key?: string | null;
  /** Other keys with which an earlier version can still be opened, as a secret's. */
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
  /** Policies that were declared to stay, which are to be among `policies`. What they allow that is harmless is meant. They give no right. */
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

/** Which role a service gives to the sessions of a reader. */
export type AssociationDocuments<Reader extends object = object> = Reader & AssociatedRoles;

/** Every OIDC provider of an account. Tokens of any other let nobody into its roles. */
export interface AccountProviders {
  /** Account id. */
  account: string;
  providers: OidcProviderDocuments[];
}

export interface OidcProviderDocuments {
  /** Its ARN holds the issuer: `arn:aws:iam::111111111111:oidc-provider/token.example.com`. */
  arn: string;
  /** The audiences of which it takes tokens (IAM's client ids). */
  audiences: string[];
  /** ARN of the cluster that is the issuer. None: no cluster that is known. */
  clusterArn?: string | null;
}

/** An endpoint by which a network reaches a service of AWS. Its policy must allow what comes through it as well. */
export interface VpcEndpointDocuments {
  /** Its ARN ends in its id: `arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/vpce-0a1b2c3d`. */
  arn: string;
  /** AWS's name of the service, e.g. `com.amazonaws.us-east-1.secretsmanager`. */
  service: string;
  /** Id of the VPC that it is in. */
  vpc?: string | null;
  /** None means AWS's own, which allows everything. */
  policy?: RawPolicy | null;
}

/** What was declared: this reader may read this secret or parameter. */
export interface GrantDeclaration<Reader extends object = object> {
  reader: Reader;
  /** Full ARN of a secret or parameter. */
  secret: string;
}
