/** A principal that may read every secret of its account: its ARN, or a role with those who may become it. */
export type Administrator = string | AdministratorRole;

/** A role, and who may become it beside the administrators of the account. */
export interface AdministratorRole {
  /** ARN of the role. */
  role: string;
  from: RoleMaker[];
}

/**
 * Who may become a role: ARN of a role or user, id of an account, or name of a service of AWS; identities that a provider vouches
 * for; or a role, with those who may become that one.
 */
export type RoleMaker = string | FederatedMaker | AdministratorRole;

/** Identities that a SAML or OIDC provider vouches for. */
export interface FederatedMaker {
  /** ARN of the provider, or the host name of one that AWS knows, such as `accounts.google.com`. */
  provider: string;
  /** The subject as the provider says it, with the wildcards `*` and `?`. `*` is everyone. */
  subject: string;
}

/** ARN of the principal. */
export function administratorArn(administrator: Administrator): string {
  return typeof administrator === "string" ? administrator : administrator.role;
}
