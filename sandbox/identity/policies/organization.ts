import type { NamedPolicy } from "../../../sdk/access/grammar/named-policy";
import type { Store } from "../../store/store";

/** The organisation that the sandbox's accounts belong to, where one was declared. */
export interface OrganizationRecord {
  /** `o-…` */
  id: string;
  /** Account to which no control policy applies. */
  managementAccount?: string;
  accounts: string[];
  /** By account: the documents of each level, root first. */
  serviceControlPolicies: Record<string, unknown[][]>;
  resourceControlPolicies: Record<string, unknown[][]>;
}

/** Id of the organisation of an account, as `aws:PrincipalOrgID` says it; empty where it is in none. */
export function organizationOf(store: Store, account: string): { organizationId?: string } {
  const found = organization(store);
  return found?.accounts.includes(account) ? { organizationId: found.id } : {};
}

/** Service control policies over callers of an account. */
export function serviceControl(store: Store, account: string): NamedPolicy[][] | undefined {
  const found = organization(store);
  if (!found || found.managementAccount === account) return undefined;
  return levels("service control policy", found.serviceControlPolicies[account]);
}

/** Resource control policies over resources of an account. */
export function resourceControl(store: Store, account: string): NamedPolicy[][] | undefined {
  const found = organization(store);
  if (!found || found.managementAccount === account) return undefined;
  return levels("resource control policy", found.resourceControlPolicies[account]);
}

function organization(store: Store): OrganizationRecord | undefined {
  return store.get<OrganizationRecord>(["organization"]);
}

function levels(kind: string, documents: unknown[][] | undefined): NamedPolicy[][] | undefined {
  return documents?.map((level, depth) =>
    level.map((document, index) => ({ name: `${kind} ${depth + 1}.${index + 1}`, document })),
  );
}
