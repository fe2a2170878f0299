import type { Store } from "../../store/store";
import { groupsOf, type Identity, type ManagedPolicyRecord } from "../records/iam-records";
import { documentOf, type PolicyInForce } from "./accept-policy";
import { managedPolicyDocument } from "./aws-managed-policies";

/** Inline and managed policies of a role or user, including those of a user's groups. */
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

/** JSON text of the default version of a managed policy, AWS's own or an account's. */
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
