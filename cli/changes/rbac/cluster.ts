import type { AccessScope } from "./access-policies";
import type { Rule } from "./rule";

/** What decides who may do what in a cluster, and what stands in it that has to do with secrets. Data as in JSON. */
export interface Cluster {
  /** ARN of the EKS cluster. */
  arn: string;
  authenticationMode: AuthenticationMode;
  accessEntries: AccessEntry[];
  /** Who `aws-auth` lets in. */
  awsAuth: MappedIdentity[];
  roles: Role[];
  bindings: Binding[];
  serviceAccounts: Named[];
  /** Absent: nobody read them. */
  namespaces?: Namespace[];
  /** Absent: nobody read them. */
  pods?: Pod[];
  /** What makes pods, and DaemonSets among it. */
  workloads: Workload[];
  /** Of these, the kinds that somebody read, as `deployments`. */
  readWorkloads: string[];
  /** ARNs of the instances that are its nodes. Absent: nobody read them. */
  nodes?: string[];
  /** SecretProviderClasses of ASCP, also those that copy nothing, and ExternalSecrets. */
  copies: Copies[];
  stores: Store[];
  /** What may refuse objects beside the API server itself: `ValidatingWebhookConfiguration NAME`. */
  admission: string[];
  /** What is not known of those who enter it, and of their rights. */
  unread: string[];
}

export type AuthenticationMode = "API" | "API_AND_CONFIG_MAP" | "CONFIG_MAP";

export interface Named {
  namespace: string;
  name: string;
}

/** An access entry of EKS. */
export interface AccessEntry {
  principalArn: string;
  type: string;
  username: string;
  kubernetesGroups: string[];
  policies: { policyArn: string; accessScope: AccessScope }[];
}

/** An entry of `aws-auth`. */
export interface MappedIdentity {
  /** Of a role, without its path, or of a user. Of an account, its id. */
  arn: string;
  username: string;
  groups: string[];
}

/** A Role, or without a namespace a ClusterRole. */
export interface Role {
  namespace?: string | undefined;
  name: string;
  rules: Rule[];
  labels: Record<string, string>;
  /** The ClusterRoles whose rules it has as well. */
  aggregates: LabelSelector[];
}

export interface LabelSelector {
  matchLabels?: Record<string, string> | undefined;
  matchExpressions?: { key: string; operator: string; values?: string[] | undefined }[] | undefined;
}

/** A RoleBinding, or without a namespace a ClusterRoleBinding. */
export interface Binding {
  namespace?: string | undefined;
  name: string;
  roleRef: { kind: string; name: string };
  subjects: { kind: string; name: string; namespace?: string | undefined }[];
}

export interface Namespace {
  name: string;
  /** Level that Pod Security enforces. */
  enforces?: string | undefined;
}

export interface Pod extends Named {
  serviceAccount: string;
}

export interface Workload extends Pod {
  /** With its group: `deployments.apps`. */
  resource: string;
  /** Names of its containers, their images and their commands. */
  programs: string[];
}

/** What copies values into Secrets of its namespace. */
export interface Copies extends Named {
  /** Names or ARNs of the secrets and parameters that it reads. */
  objects: string[];
  /** Names of the Secrets that it fills. */
  fills: string[];
  /** Of an ExternalSecret, the store that reads for it. A SecretProviderClass of ASCP reads as its pods do. */
  store?: StoreName | undefined;
}

export interface StoreName {
  kind: string;
  name: string;
}

/** A SecretStore, or without a namespace a ClusterSecretStore: as whom the External Secrets Operator reads. */
export interface Store {
  namespace?: string | undefined;
  name: string;
  roleArn?: string | undefined;
  /** Without it, the operator's own. */
  serviceAccount?: Named | undefined;
}

/** Somebody as a cluster's API server knows them. Data as in JSON. */
export interface KubernetesUser {
  /** ARN of the cluster. */
  cluster: string;
  username: string;
  groups: string[];
  /** Access policies of the entry by which they came. */
  policies?: AccessEntry["policies"];
  /** They have a pod in the cluster, from which they call. */
  hasPod?: boolean;
}

/** The group of nodes, whom the API server lets have the tokens of their pods, beside RBAC. */
export const NODES = "system:nodes";

/** A service account's user, and the groups that it is in. */
export function serviceAccountUser(
  cluster: string,
  { name, namespace }: Named,
  hasPod = false,
): KubernetesUser {
  const groups = ["serviceaccounts", `serviceaccounts:${namespace}`, "authenticated"];
  return {
    cluster,
    username: `system:serviceaccount:${namespace}:${name}`,
    groups: groups.map((one) => `system:${one}`),
    ...(hasPod && { hasPod }),
  };
}
