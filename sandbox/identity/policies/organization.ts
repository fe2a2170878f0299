import { createHash } from "node:crypto";
import type { Store } from "../../store/store";
import { documentOf, type PolicyInForce } from "./accept-policy";

/** The organisation of the sandbox's accounts, if there is one. */
export interface OrganizationRecord {
  id: string;
  /** Account to which no control policy applies. */
  managementAccount?: string;
  accounts: string[];
  /** Declared documents by account and level, root first. */
  serviceControlPolicies: Record<string, unknown[][]>;
  resourceControlPolicies: Record<string, unknown[][]>;
  /** The policy types that are enabled at the root. */
  policyTypes?: PolicyType[];
  /** Policies made by calls to AWS Organizations, by ID. */
  policies?: Record<string, ControlPolicyRecord>;
  /** By account the services that it administers for the others. */
  delegated?: Record<string, string[]>;
  /** Services that may act in every account. */
  trusted?: string[];
  delegationPolicy?: string;
}

/** The types of policies that decide requests, by their names in ARNs. */
export const POLICY_KINDS = {
  SERVICE_CONTROL_POLICY: "service_control_policy",
  RESOURCE_CONTROL_POLICY: "resource_control_policy",
} as const;

export type PolicyType = keyof typeof POLICY_KINDS;

export interface ControlPolicyRecord {
  id: string;
  arn: string;
  name: string;
  description: string;
  type: PolicyType;
  content: string;
  tags: Record<string, string>;
  /** The accounts, and the root, that it is attached to, by ID. */
  targets: string[];
}

/** ID of an account's organisation, as in `aws:PrincipalOrgID`. Empty if it is in none. */
export function organizationOf(store: Store, account: string): { organizationId?: string } {
  const found = organization(store);
  return found?.accounts.includes(account) ? { organizationId: found.id } : {};
}

/** Whether two accounts are the same or in one organisation. */
export function areTogether(store: Store, one: string, other: string): boolean {
  const accounts = organization(store)?.accounts ?? [];
  return one === other || (accounts.includes(one) && accounts.includes(other));
}

export function organization(store: Store): OrganizationRecord | undefined {
  return store.get<OrganizationRecord>(["organization"]);
}

/** Id of the root of an organisation. */
export function rootOf({ id }: OrganizationRecord): string {
  return `r-${id.slice(2, 6)}`;
}

export function serviceControl(store: Store, account: string): PolicyInForce[][] | undefined {
  return levels(organization(store), "SERVICE_CONTROL_POLICY", account);
}

export function resourceControl(store: Store, account: string): PolicyInForce[][] | undefined {
  return levels(organization(store), "RESOURCE_CONTROL_POLICY", account);
}

/** The policies in force in an account, by level: those declared, then those attached to the root and to the account. */
function levels(
  found: OrganizationRecord | undefined,
  type: PolicyType,
  account: string,
): PolicyInForce[][] | undefined {
  if (!found || found.managementAccount === account) return undefined;
  const declared = declaredLevels(found, type, account);
  const attached = found.accounts.includes(account)
    ? [rootOf(found), account].map((target) => attachedPolicies(found, type, target))
    : [];
  if (attached.flat().length === 0) return declared;
  const full = awsPolicy(type);
  return [...(declared ?? []), ...attached.map((level) => [full, ...level].map(inForce))];
}

/** The policies of an account or the root, without AWS's own. */
export function attachedPolicies(
  { policies = {} }: OrganizationRecord,
  type: PolicyType,
  target: string,
): ControlPolicyRecord[] {
  return Object.values(policies).filter((one) => one.type === type && one.targets.includes(target));
}

/** AWS's own policy that allows everything. The root and every account always have it here. */
export function awsPolicy(type: PolicyType): ControlPolicyRecord {
  const isService = type === "SERVICE_CONTROL_POLICY";
  const name = isService ? "FullAWSAccess" : "RCPFullAWSAccess";
  const allow = { Effect: "Allow", ...(!isService && { Principal: "*" }), Action: "*" };
  const document = { Version: "2012-10-17", Statement: [{ ...allow, Resource: "*" }] };
  return {
    ...{ id: `p-${name}`, name, type, tags: {}, targets: [] },
    arn: `arn:aws:organizations::aws:policy/${POLICY_KINDS[type]}/p-${name}`,
    description: "Allows access to every operation",
    content: JSON.stringify(document),
  };
}

function inForce({ arn, content, name, type }: ControlPolicyRecord): PolicyInForce {
  return { name: `${POLICY_KINDS[type]} ${name}`, arn, document: documentOf(content) };
}

/** Levels whose IDs derive from the documents. Without a management account they have no ARN. */
function declaredLevels(
  organization: OrganizationRecord,
  type: PolicyType,
  account: string,
): PolicyInForce[][] | undefined {
  const { id, managementAccount, resourceControlPolicies, serviceControlPolicies } = organization;
  const kind = POLICY_KINDS[type];
  const all = type === "SERVICE_CONTROL_POLICY" ? serviceControlPolicies : resourceControlPolicies;
  const arnOf = (document: unknown) => {
    const digest = createHash("sha256").update(JSON.stringify(document)).digest("hex");
    const policy = `${kind}/p-${digest.slice(0, 8)}`;
    return `arn:aws:organizations::${managementAccount}:policy/${id}/${policy}`;
  };
  return all[account]?.map((level, depth) =>
    level.map((document, index) => ({
      name: `${kind.replaceAll("_", " ")} ${depth + 1}.${index + 1}`,
      document,
      ...(managementAccount && { arn: arnOf(document) }),
    })),
  );
}
