/** A principal that may read every secret in its account: an ARN, or a role together with those who may assume it. */
export type Administrator = string | AdministratorRole;

/** A role, and who may assume it in addition to the account's administrators. */
export interface AdministratorRole {
  /** ARN of the role. */
  role: string;
  from: RoleMaker[];
}

/**
 * Who may assume a role: the ARN of a role or user, the id of an account, the name of an AWS service, identities that a provider
 * vouches for, or a role together with those who may assume it.
 */
export type RoleMaker = string | FederatedMaker | AdministratorRole;

/** Identities that a SAML or OIDC provider vouches for. */
export interface FederatedMaker {
  /** ARN of the provider, or the host name of one that AWS knows, such as `accounts.google.com`. */
  provider: string;
  /** The subject in the provider's tokens, with the wildcards `*` and `?`. `*` means everyone. */
  subject: string;
}

/** ARN of the principal. */
export function administratorArn(administrator: Administrator): string {
  return typeof administrator === "string" ? administrator : administrator.role;
}
