import { createHash } from "node:crypto";
import type { Store } from "../../store/store";
import { groupsOf, type Identity, type ManagedPolicyRecord } from "../records/iam-records";
import { documentOf, type PolicyInForce } from "./accept-policy";
import { managedPolicyDocument } from "./aws-managed-policies";

/** Inline and managed policies that a role or user has: its own, and those of a user's groups. */
export function identityPolicies(store: Store, identity: Identity): PolicyInForce[] {
  return [identity, ...groupsOf(store, identity)].flatMap((holder) => ownPolicies(store, holder));
}

function ownPolicies(store: Store, identity: Identity): PolicyInForce[] {
  const inline = Object.entries(identity.inlinePolicies).map(([name, text]) => ({
    name: `inline policy ${name} of ${identity.arn}`,
    document: documentOf(text),
  }));
  const attached = identity.attachedPolicies.map((arn) => ({
    name: `managed policy ${arn}`,
    arn,
    document: managedDocument(store, arn),
  }));
  return [...inline, ...attached];
}

export function permissionsBoundary(store: Store, identity: Identity): PolicyInForce | undefined {
  const arn = identity.permissionsBoundary;
  return arn === undefined
    ? undefined
    : { name: `permissions boundary ${arn}`, arn, document: managedDocument(store, arn) };
}

function managedDocument(store: Store, arn: string): unknown {
  const text = managedPolicyText(store, arn);
  if (text === undefined) throw new Error(`managed policy ${arn} is attached but does not exist`);
  return documentOf(text);
}

/** JSON text of a managed policy's default version: AWS's own or an account's. */
export function managedPolicyText(store: Store, arn: string): string | undefined {
  const own = managedPolicyDocument(arn);
  if (own !== undefined) return own;
  const record = findManagedPolicy(store, arn);
  return record?.versions[record.defaultVersion]?.document;
}

export function findManagedPolicy(store: Store, arn: string): ManagedPolicyRecord | undefined {
  const match = /^arn:[^:]+:iam::(\d{12}):policy\/(?:.*\/)?([^/]+)$/.exec(arn);
  if (!match?.[1] || !match[2]) return undefined;
  const record = store.get<ManagedPolicyRecord>(["policy", match[1], match[2].toLowerCase()]);
  return record?.arn === arn ? record : undefined;
}

/** The organisation that the sandbox's accounts belong to, where one was declared. */
export interface OrganizationRecord {
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

export function serviceControl(store: Store, account: string): PolicyInForce[][] | undefined {
  const found = organization(store);
  if (!found || found.managementAccount === account) return undefined;
  return levels(found, "service control policy", found.serviceControlPolicies[account]);
}

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
