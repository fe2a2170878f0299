import { createHash } from "node:crypto";

import type { Store } from "../../store/store";
import type { PolicyInForce } from "./named-policy";

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

/** Whether two accounts are in one organisation, or the same. */
export function areTogether(store: Store, one: string, other: string): boolean {
  const accounts = organization(store)?.accounts ?? [];
  return one === other || (accounts.includes(one) && accounts.includes(other));
}

/** Service control policies over callers of an account. */
export function serviceControl(store: Store, account: string): PolicyInForce[][] | undefined {
  const found = organization(store);
  if (!found || found.managementAccount === account) return undefined;
  return levels(found, "service control policy", found.serviceControlPolicies[account]);
}

/** Resource control policies over resources of an account. */
export function resourceControl(store: Store, account: string): PolicyInForce[][] | undefined {
  const found = organization(store);
  if (!found || found.managementAccount === account) return undefined;
  return levels(found, "resource control policy", found.resourceControlPolicies[account]);
}

function organization(store: Store): OrganizationRecord | undefined {
  return store.get<OrganizationRecord>(["organization"]);
}

/** The policies of each level. Their ids follow from the documents; without a management account they have no ARN. */
function levels(
  { id, managementAccount }: OrganizationRecord,
  kind: "service control policy" | "resource control policy",
  documents: unknown[][] | undefined,
): PolicyInForce[][] | undefined {
  const arnOf = (document: unknown) => {
    const digest = createHash("sha256").update(JSON.stringify(document)).digest("hex");
    const policy = `${kind.replaceAll(" ", "_")}/p-${digest.slice(0, 8)}`;
    return `arn:aws:organizations::${managementAccount}:policy/${id}/${policy}`;
  };
  return documents?.map((level, depth) =>
    level.map((document, index) => ({
      name: `${kind} ${depth + 1}.${index + 1}`,
      document,
      ...(managementAccount && { arn: arnOf(document) }),
    })),
  );
}
