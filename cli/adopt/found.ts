import type { AssociationDocuments } from "eks-pod-secrets/access";
import type { Reader } from "eks-pod-secrets/grant";
import type {
  KeyDocuments,
  ParameterDocuments,
  RawPolicy,
  RoleDocuments,
  SecretDocuments,
} from "iam-proof";
import type { Parts, Tags } from "../stacks/before-run/seen-parts";
import type { AdoptAnswer } from "./shape";

/** What holds objects of AWS or Kubernetes, besides people. */
export const TOOLS = ["terraform", "eksctl", "ack", "cloudformation", "pulumi"] as const;

export type Tool = (typeof TOOLS)[number];

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

/** A policy with the name by which its role has it: of an inline policy its name, of a managed one its ARN. */
export interface FoundPolicy {
  name: string;
  document: RawPolicy;
}

export interface FoundRole extends Held, Pick<RoleDocuments, "arn" | "tags" | "trust"> {
  /** Its policies; undefined where one of them could not be read. */
  policies: FoundPolicy[] | undefined;
  /** ARN of the policy that bounds it. */
  permissionsBoundary: string | null;
}

/** A Pod Identity association, known by cluster, namespace and service account: its id changes. */
export interface FoundAssociation extends AssociationDocuments, Held {
  /** `a-…`. */
  id: string;
  tags?: Tags;
  /** ARN of the EKS add-on that made it. */
  ownerArn?: string | undefined;
}

/** A secret, without its value. Its policy is undefined where that, or its key, could not be read. */
export interface FoundSecret
  extends Held,
    Pick<SecretDocuments, "arn" | "key" | "policy" | "tags"> {
  description?: string | undefined;
  rotation?: { lambdaArn?: string | undefined; automaticallyAfterDays?: number | undefined };
  replicas: { region: string; key: string | null }[];
  /** Whether AWS names its key, or a replica's, so that Pulumi would take that key away or make the replica anew. */
  keepsKeys?: boolean;
  /** The service of AWS that manages it, such as `rds`. */
  owningService?: string | undefined;
}

export interface FoundKey extends Held, KeyDocuments {
  /** Names without `alias/`. */
  aliases: string[];
}

/** A parameter of Parameter Store, without its value. */
export interface FoundParameter extends Held, ParameterDocuments {}

interface InCluster extends Held {
  clusterArn: string;
  namespace: string;
  name: string;
}

export interface FoundServiceAccount extends InCluster {
  /** Of the annotation of IRSA. */
  roleArn?: string | undefined;
  /** Who makes it, by the label `app.kubernetes.io/managed-by`. */
  manager?: string | undefined;
}

/** An object that a SecretProviderClass mounts, in ASCP's words; what is empty is not given. */
export interface FoundObject {
  objectName: string;
  objectType: "secretsmanager" | "ssmparameter";
  objectAlias?: string | undefined;
  objectVersion?: string | undefined;
  objectVersionLabel?: string | undefined;
  filePermission?: string | undefined;
  jmesPath?: { path?: string; objectAlias?: string; filePermission?: string }[] | undefined;
}

/** A SecretProviderClass of the provider `aws`. */
export interface FoundClass extends InCluster {
  /** A text where the class cannot be understood: why. */
  objects: FoundObject[] | string;
  region?: string | undefined;
  failoverRegion?: string | undefined;
  parts?: Parts | undefined;
  /** Kubernetes Secrets that copy its files, each by its keys and their files. */
  syncs: { name: string; type: string | undefined; data: Record<string, string> }[];
}

/** A pod, or what makes pods: a Deployment and its like. */
export interface FoundWorkload extends Reader {
  /** Names of the SecretProviderClasses that its pods mount. */
  classes: string[];
}

/** A SecretStore or ClusterSecretStore of the External Secrets Operator; the latter has no namespace. */
export interface FoundStore {
  clusterArn: string;
  kind: "SecretStore" | "ClusterSecretStore";
  namespace?: string | undefined;
  name: string;
  /** The role that it names, beside the one of its service account. */
  roleArn?: string | undefined;
  /** As `namespace/name`; undefined where the operator's own is used. */
  serviceAccount?: string | undefined;
}

export interface FoundCluster {
  arn: string;
  /** Of its tokens, without `https://`. */
  issuer?: string | undefined;
  hasAgent: boolean;
  hasDriver: boolean;
}

/** Lists of what tools hold. */
export type HeldList =
  | "roles"
  | "associations"
  | "secrets"
  | "keys"
  | "parameters"
  | "serviceAccounts"
  | "classes";

/** An object by its list and what names it there; undefined where the state does not name it. */
export interface Identity {
  list: HeldList;
  id: string | undefined;
}

/** What a tool holds, as it says itself. */
export interface Holdings extends Pick<Holder, "source" | "tool"> {
  objects: readonly (Identity & Pick<Holder, "address">)[];
  /** What the tool calls each thing that it holds, of whatever type. */
  addresses: readonly string[];
  /** What cannot be told of it, in sentences. */
  unread: readonly string[];
}

/** What exists, whoever made it. Every list has each object once. */
export interface Found {
  places: AdoptAnswer["places"];
  clusters: FoundCluster[];
  roles: FoundRole[];
  associations: FoundAssociation[];
  /** Those of clusters that were not given, whose pods may have the same roles. */
  elsewhere: FoundAssociation[];
  secrets: FoundSecret[];
  keys: FoundKey[];
  /** SecureStrings of these regions, each as `ACCOUNT/REGION`, of which all were listed. */
  parameters: FoundParameter[];
  parameterRegions: string[];
  serviceAccounts: FoundServiceAccount[];
  classes: FoundClass[];
  workloads: FoundWorkload[];
  stores: FoundStore[];
  /** What tools hold of it. */
  held: Holdings[];
  /** What could not be read or understood, in sentences that name it. */
  unread: string[];
}

const LISTS = [
  ...["places", "clusters", "roles", "associations", "elsewhere", "secrets", "keys", "parameters"],
  ...["parameterRegions", "serviceAccounts", "classes", "workloads", "stores", "held", "unread"],
] as (keyof Found)[];

/** What several sources have found, of which each has found something else. */
export function together(sources: readonly Partial<Found>[]): Found {
  const all = LISTS.map((list) => [list, sources.flatMap((one): unknown[] => one[list] ?? [])]);
  return Object.fromEntries(all);
}
