import { randomBytes, randomInt } from "node:crypto";
import type { JWK } from "jose";
import type { StoreKey } from "../store/store";

export interface ClusterRef {
  account: string;
  region: string;
  name: string;
}

/** A cluster as the store keeps it: the input of `CreateCluster`, and what EKS added. */
export interface ClusterRecord extends ClusterRef {
  arn: string;
  partition: string;
  createdAt: Date;
  version: string;
  /** The last part of the OIDC issuer: 32 hexadecimal digits. */
  oidcId: string;
  /** Private key that signs the cluster's service account tokens. */
  signingKey: JWK;
  tags: Record<string, string>;
  /** Members of `CreateCluster` that are answered unchanged: `roleArn`, `resourcesVpcConfig`, … */
  config: Record<string, unknown>;
}

export interface NodegroupRecord {
  arn: string;
  nodegroupName: string;
  nodeRole: string;
  createdAt: Date;
  modifiedAt: Date;
  tags: Record<string, string>;
  config: Record<string, unknown>;
}

export interface AddonRecord {
  arn: string;
  addonName: string;
  addonVersion: string;
  status: "ACTIVE" | "CREATE_FAILED" | "UPDATE_FAILED";
  issues: { code: string; message: string; resourceIds: string[] }[];
  createdAt: Date;
  modifiedAt: Date;
  tags: Record<string, string>;
  configurationValues?: string;
  serviceAccountRoleArn?: string;
  podIdentityAssociations: string[];
}

export interface AssociationRecord {
  associationArn: string;
  associationId: string;
  clusterName: string;
  namespace: string;
  serviceAccount: string;
  roleArn: string;
  targetRoleArn?: string;
  disableSessionTags: boolean;
  /** Session policy, as the caller wrote it. */
  policy?: string;
  externalId?: string;
  ownerArn?: string;
  createdAt: Date;
  modifiedAt: Date;
  tags: Record<string, string>;
}

export interface AccessEntryRecord {
  accessEntryArn: string;
  principalArn: string;
  kubernetesGroups: string[];
  username: string;
  type: string;
  createdAt: Date;
  modifiedAt: Date;
  tags: Record<string, string>;
  policies: AccessPolicyRecord[];
}

export interface AccessPolicyRecord {
  policyArn: string;
  accessScope: { type: "cluster" | "namespace"; namespaces: string[] };
  associatedAt: Date;
  modifiedAt: Date;
}

export type ClusterChild = "eks-nodegroup" | "eks-addon" | "eks-association" | "eks-access-entry";

export function clusterKey({ account, region, name }: ClusterRef): StoreKey {
  return ["eks-cluster", account, region, name];
}

/** The key of one of a cluster's records. Without `id`, the prefix of all of them. */
export function childKey(kind: ClusterChild, cluster: ClusterRef, id?: string): StoreKey {
  const prefix: StoreKey = [kind, cluster.account, cluster.region, cluster.name];
  return id === undefined ? prefix : [...prefix, id];
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** `length` random lower-case letters and digits. */
export function randomName(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
}

/** An association's id, e.g. `a-9njjin9gfghecgocd`. */
export function associationId(): string {
  return `a-${randomName(17)}`;
}

/** The id of a cluster's OIDC issuer: 32 upper-case hexadecimal digits. */
export function oidcId(): string {
  return randomBytes(16).toString("hex").toUpperCase();
}

export const DEFAULT_VERSION = "1.34";

/** AWS's calendar: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar */
export const VERSIONS = [
  ["1.34", "2025-10-02", "2026-12-02", "2027-12-02"],
  ["1.33", "2025-05-29", "2026-07-29", "2027-07-29"],
  ["1.32", "2025-01-23", "2026-03-23", "2027-03-23"],
  ["1.31", "2024-09-26", "2025-11-26", "2026-11-26"],
  ["1.30", "2024-05-23", "2025-07-23", "2026-07-23"],
].map(([version = "", released = "", standardUntil = "", extendedUntil = ""]) => ({
  version,
  released,
  standardUntil,
  extendedUntil,
}));
