import type { JWK } from "jose";
import type { StoreKey } from "../store/store";

/** Names one cluster within the sandbox. */
export interface ClusterRef {
  account: string;
  region: string;
  name: string;
}

/** A cluster as the store keeps it: what `CreateCluster` was given, and what EKS made of it. */
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
  /** Members of `CreateCluster` that are answered as they were given: `roleArn`, `resourcesVpcConfig`, … */
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

/** Kinds of the records that hang from a cluster. */
export type ClusterChild = "eks-nodegroup" | "eks-addon" | "eks-association" | "eks-access-entry";

/** Where a cluster's record lives. */
export function clusterKey({ account, region, name }: ClusterRef): StoreKey {
  return ["eks-cluster", account, region, name];
}

/** Where one of a cluster's records lives; without `id`, the prefix of them all. */
export function childKey(kind: ClusterChild, cluster: ClusterRef, id?: string): StoreKey {
  const prefix: StoreKey = [kind, cluster.account, cluster.region, cluster.name];
  return id === undefined ? prefix : [...prefix, id];
}
