import type { RawPolicy } from "iam-proof";

/** Tools that hold objects of AWS or Kubernetes. */
export type Tool = "hand" | "terraform" | "eksctl" | "ack" | "cloudformation" | "pulumi";

/** Who manages an object besides this package, and writes it back or deletes it until the tool has forgotten it. */
export interface Holder {
  tool: Tool;
  /** What the tool calls it: `module.orders.aws_iam_role.this[0]`, a CloudFormation stack, an object of ACK as `NAMESPACE/NAME`, a Pulumi URN. */
  address: string;
  /** Where it was seen: a file of states, or `cluster NAME` or `account ID`. */
  source: string;
}

interface Held {
  /** Several where several tools claim it; empty where nobody but a person does, as far as was seen. */
  heldBy: Holder[];
}

/**
 * A fact that a source may not tell: undefined where it was not told; null where the source says that there is none. No fact
 * is ever a value of a secret.
 */
type Told<Fact> = Fact | null | undefined;

/** A policy with the name by which its role has it. */
export interface FoundPolicy {
  /** Of an inline policy its name, of a managed one its ARN. */
  name: string;
  /** Undefined where it could not be read. */
  document: RawPolicy | undefined;
}

/** A role, known by its ARN. */
export interface FoundRole extends Held {
  arn: string;
  /** Undefined where it was not told. */
  trust?: RawPolicy;
  /** Inline policies; undefined where no source listed all of them. */
  inline?: FoundPolicy[];
  /** Attached managed policies; undefined where no source listed all of them. */
  attached?: FoundPolicy[];
  permissionsBoundary?: Told<string>;
  tags?: Record<string, string>;
  description?: Told<string>;
  /** In seconds. */
  maxSessionDuration?: number;
}

/** A service account of a cluster. Kubernetes objects in a state may not say of which cluster: then of any with such an object. */
interface InCluster {
  /** Undefined where the source does not tell. */
  clusterArn: string | undefined;
  namespace: string;
}

/** A Pod Identity association, known by cluster, namespace and service account: its id changes. */
export interface FoundAssociation extends InCluster, Held {
  serviceAccount: string;
  roleArn: string;
  /** `a-…`. */
  id?: string;
  targetRoleArn?: Told<string>;
  disableSessionTags?: boolean;
  /** Session policy. */
  policy?: Told<RawPolicy>;
  tags?: Record<string, string>;
}

/** A secret, known by its ARN. */
export interface FoundSecret extends Held {
  arn: string;
  /** ARN of the customer managed key; null: the AWS managed one. */
  key?: Told<string>;
  description?: Told<string>;
  tags?: Record<string, string>;
  policy?: Told<RawPolicy>;
  rotation?: Told<{ lambdaArn?: string; automaticallyAfterDays?: number }>;
  replicas?: { region: string; key: string | null }[];
  /** The service of AWS that manages it, such as `rds`. */
  owningService?: Told<string>;
}

/** A customer managed key, known by its ARN. */
export interface FoundKey extends Held {
  arn: string;
  /** Names without `alias/`. */
  aliases?: string[];
  policy?: RawPolicy;
  enabled?: boolean;
  multiRegion?: boolean;
  rotates?: boolean;
  tags?: Record<string, string>;
}

/** A parameter of Parameter Store, known by its ARN. */
export interface FoundParameter extends Held {
  arn: string;
  secure?: boolean;
  /** ARN of the customer managed key; null: the AWS managed one. */
  key?: Told<string>;
  tags?: Record<string, string>;
}

/** A service account, known by cluster, namespace and name. */
export interface FoundServiceAccount extends InCluster, Held {
  name: string;
  /** Of the annotation of IRSA. */
  roleArn?: Told<string>;
  /** Field managers that have written it. */
  managers?: string[];
  labels?: Record<string, string>;
}

/** An object that a SecretProviderClass mounts. */
export interface FoundObject {
  /** `objectName`: a name or an ARN. */
  name: string;
  type: "secretsmanager" | "ssmparameter";
  alias?: string;
  version?: string;
  versionLabel?: string;
  filePermission?: string;
  failoverName?: string;
  jmesPath?: { path: string; alias: string; filePermission?: string }[];
}

/** A SecretProviderClass, known by cluster, namespace and name. */
export interface FoundClass extends InCluster, Held {
  name: string;
  /** `aws`, or the name of another provider. */
  provider: string;
  usePodIdentity: boolean;
  /** A text where `objects` cannot be understood: why. */
  objects: FoundObject[] | string;
  region?: string;
  failoverRegion?: string;
  /** Other parameters that are set. */
  otherParameters?: Record<string, string>;
  syncs?: { name: string; type: string; data: Record<string, string> }[];
  managers?: string[];
  labels?: Record<string, string>;
}

/** A Deployment, StatefulSet, DaemonSet, Job, CronJob or Pod by its kind that mounts classes or runs with a service account of interest. */
export interface FoundWorkload extends InCluster, Held {
  kind: string;
  name: string;
  serviceAccount: string;
  /** Names of the SecretProviderClasses that it mounts, each with the directories. */
  mounts: { providerClass: string; paths: string[] }[];
}

/** An identity provider of IAM for a cluster's tokens, known by its ARN. */
export interface FoundOidcProvider extends Held {
  arn: string;
  /** Without `https://`. */
  issuer: string;
  audiences?: string[];
}

/** A SecretStore or ClusterSecretStore of the External Secrets Operator. */
export interface FoundStore extends Held {
  clusterArn: string | undefined;
  kind: "SecretStore" | "ClusterSecretStore";
  /** Undefined for a ClusterSecretStore. */
  namespace?: string;
  name: string;
  service: "SecretsManager" | "ParameterStore";
  region?: string;
  /** The role that it names, beside the one of its service account. */
  roleArn?: string;
  /** As `namespace/name`; undefined where the operator's own is used. */
  serviceAccount?: string;
}

/** A cluster, known by its ARN. */
export interface FoundCluster extends Held {
  arn: string;
  /** Of its tokens, without `https://`. */
  issuer?: string;
  hasAgent?: boolean;
  hasDriver?: boolean;
  namespaces?: string[];
}

/** What exists, whoever made it. Every list has each object once. */
export interface Found {
  clusters: FoundCluster[];
  roles: FoundRole[];
  associations: FoundAssociation[];
  secrets: FoundSecret[];
  keys: FoundKey[];
  parameters: FoundParameter[];
  serviceAccounts: FoundServiceAccount[];
  classes: FoundClass[];
  workloads: FoundWorkload[];
  oidcProviders: FoundOidcProvider[];
  stores: FoundStore[];
  /** What a source has and could not be read or understood, in sentences that name it. */
  unread: string[];
}

/** A `Found` without objects. */
export function nothingFound(): Found {
  return {
    clusters: [],
    roles: [],
    associations: [],
    secrets: [],
    keys: [],
    parameters: [],
    serviceAccounts: [],
    classes: [],
    workloads: [],
    oidcProviders: [],
    stores: [],
    unread: [],
  };
}
