import type { AccessScope } from "./access-policies";
import type { Rule } from "./rule";

/** Everything that decides who may do what in a cluster, and the objects in it that concern secrets. Plain JSON data. */
export interface Cluster {
  /** ARN of the EKS cluster. */
  arn: string;
  authenticationMode: AuthenticationMode;
  accessEntries: AccessEntry[];
  /** The identities that `aws-auth` lets in. */
  awsAuth: MappedIdentity[];
  roles: Role[];
  bindings: Binding[];
  serviceAccounts: Named[];
  /** Absent: nobody read them. */
  namespaces?: Namespace[];
  /** Absent: nobody read them. */
  pods?: Pod[];
  /** Secrets in which Kubernetes keeps a token of a service account. Absent: nobody read them. */
  accountTokens?: Pod[];
  /** Objects that create pods, DaemonSets included. */
  workloads: Workload[];
  /** The kinds of workloads that somebody read, such as `deployments`. */
  readWorkloads: string[];
  /** ARNs of the instances that are its nodes. Absent: nobody read them. */
  nodes?: string[];
  /** SecretProviderClasses of ASCP, with those that copy nothing, and ExternalSecrets. */
  copies: Copies[];
  /** Of these kinds, those of which there is no object or list, so that nobody knows whether there are any. */
  unseenCopies: string[];
  stores: Store[];
  /** Admission that may refuse objects in addition to the API server: `ValidatingWebhookConfiguration NAME`. */
  admission: string[];
  /** What is not known about those who enter the cluster, and about their rights. */
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
  /** ARN of a role without its path, or of a user. For an account, its ID. */
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
  /** Selects the ClusterRoles whose rules this role has as well. */
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
  /** The level that Pod Security enforces. */
  enforces?: string | undefined;
}

/** A pod, or something else of a service account of its namespace. */
export interface Pod extends Named {
  serviceAccount: string;
  /** Of a pod or workload, names of the Secrets that its containers mount or have in their environment. */
  secrets?: string[];
}

export interface Workload extends Pod {
  /** The resource with its group: `deployments.apps`. */
  resource: string;
  /** Names of its containers, their images and their commands. */
  programs: string[];
}

/** An object that makes an operator copy values into Secrets of its namespace. */
export interface Copies extends Named {
  /** Names or ARNs of the secrets and parameters that it reads. Undefined: any, since it searches for them or nobody understands it. */
  objects: string[] | undefined;
  /** Names of the Secrets that it fills. */
  fills: string[];
  /** The store that reads for an ExternalSecret. A SecretProviderClass of ASCP reads as its pods do. */
  store?: StoreName | undefined;
}

export interface StoreName {
  kind: string;
  name: string;
}

/** A SecretStore, or without a namespace a ClusterSecretStore: the identity with which the External Secrets Operator reads. */
export interface Store {
  namespace?: string | undefined;
  name: string;
  /** It does not read from AWS. */
  isElsewhere: boolean;
  /** What stands before each name that it reads. */
  prefix?: string | undefined;
  roleArn?: string | undefined;
  /** Defaults to the operator's own. Without a namespace, one of the ExternalSecret's. */
  serviceAccount?: { namespace?: string | undefined; name: string } | undefined;
}

/** A user, as a cluster's API server knows them. Plain JSON data. */
export interface KubernetesUser {
  /** ARN of the cluster. */
  cluster: string;
  username: string;
  groups: string[];
  /** Access policies of the entry that let them in. */
  policies?: AccessEntry["policies"];
  /** Whether they have a pod in the cluster, from which they call. */
  hasPod?: boolean;
}

/** The group of nodes. The API server lets nodes have the tokens of their pods, beside RBAC. */
export const NODES = "system:nodes";

/** The user of a service account, with its groups. */
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
