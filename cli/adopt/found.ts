import type { AssociationDocuments } from "eks-pod-secrets/access";
import type { Reader } from "eks-pod-secrets/grant";
import type {
  KeyDocuments,
  ParameterDocuments,
  RawPolicy,
  RoleDocuments,
  SecretDocuments,
} from "iam-proof";
import type { ClassObject } from "../clusters/class-objects";
import type { Deployer } from "../clusters/deployers";
import type { Parts, Tags } from "../stacks/before-run/seen-parts";
import type { AdoptAnswer } from "./shape";

/** Tools that hold objects of AWS or Kubernetes. */
export const TOOLS = [
  ...(["terraform", "eksctl", "ack", "cloudformation", "pulumi", "crossplane"] as const),
  ...(["helm", "argocd", "flux", "manager"] as const),
];

export type Tool = (typeof TOOLS)[number];

/** Another tool that manages an object. It restores or deletes the object until it has forgotten it. */
export interface Holder {
  tool: Tool;
  /** The tool's name for it: `module.orders.aws_iam_role.this[0]`, a CloudFormation stack, ACK's `NAMESPACE/NAME`, a Pulumi URN. */
  address: string;
  /** Where it was seen: a state file, or `cluster NAME` or `account ID`. */
  source: string;
}

interface Held {
  /** Several, if several tools claim it. Empty if, as far as was seen, only people manage it. */
  heldBy: Holder[];
}

/** A policy under the name that its role has for it: the name of an inline policy, the ARN of a managed one. */
export interface FoundPolicy {
  name: string;
  document: RawPolicy;
}

export interface FoundRole extends Held, Pick<RoleDocuments, "arn" | "tags" | "trust"> {
  /** Its policies. Undefined if one of them could not be read. */
  policies: FoundPolicy[] | undefined;
  /** ARN of its permissions boundary. */
  permissionsBoundary: string | null;
}

/** A Pod Identity association, identified by cluster, namespace and service account, because its ID changes. */
export interface FoundAssociation extends AssociationDocuments, Held {
  /** `a-…`. */
  id: string;
  tags?: Tags;
  /** ARN of the EKS add-on that made it. */
  ownerArn?: string | undefined;
}

/** A secret, without its value. Its policy is undefined if the policy or the key could not be read. */
export interface FoundSecret
  extends Held,
    Pick<SecretDocuments, "arn" | "key" | "policy" | "tags"> {
  description?: string | undefined;
  parts?: Parts;
  rotation?: { lambdaArn?: string | undefined; automaticallyAfterDays?: number | undefined };
  replicas: { region: string; key: string | null }[];
  /** Whether AWS names its key, or a replica's, so that Pulumi would take that key away or make the replica anew. */
  keepsKeys?: boolean;
  /** The AWS service that manages it, such as `rds`. */
  owningService?: string | undefined;
}

export interface FoundKey extends Held, KeyDocuments {
  /** Names without `alias/`. */
  aliases: string[];
}

/** A parameter of Parameter Store, without its value. */
export interface FoundParameter extends Held, ParameterDocuments {}

interface InCluster extends Held {
  /** Tools that deploy it, by its own marks. */
  deployedBy?: (Deployer & Pick<Holder, "source">)[];
  parts?: Parts | undefined;
  clusterArn: string;
  namespace: string;
  name: string;
}

export interface FoundServiceAccount extends InCluster {
  /** The role in the annotation of IRSA. */
  roleArn?: string | undefined;
}

/** A SecretProviderClass of the provider `aws`. */
export interface FoundClass extends InCluster {
  /** The objects, or a text that says why the class is not understood. */
  objects: ClassObject[] | string;
  region?: string | undefined;
  failoverRegion?: string | undefined;
  /** Kubernetes Secrets that copy its files: their keys, each with its file. */
  syncs: { name: string; type: string | undefined; data: Record<string, string> }[];
}

/** A pod, or an object that makes pods, such as a Deployment. */
export interface FoundWorkload extends Reader {
  /** Names of the SecretProviderClasses that its pods mount. */
  classes: string[];
}

/** A SecretStore or ClusterSecretStore of the External Secrets Operator. A ClusterSecretStore has no namespace. */
export interface FoundStore {
  clusterArn: string;
  kind: "SecretStore" | "ClusterSecretStore";
  namespace?: string | undefined;
  name: string;
  /** The role that it names, besides that of its service account. */
  roleArn?: string | undefined;
  /** As `namespace/name`. Undefined if it uses the operator's own. */
  serviceAccount?: string | undefined;
}

export interface FoundCluster {
  arn: string;
  /** The issuer of its tokens, without `https://`. */
  issuer?: string | undefined;
  hasAgent: boolean;
  hasDriver: boolean;
}

/** The lists of objects that tools hold. */
export type HeldList =
  | "roles"
  | "associations"
  | "secrets"
  | "keys"
  | "parameters"
  | "serviceAccounts"
  | "classes";

/** An object, by its list and its name in that list. Undefined if the state does not name it. */
export interface Identity {
  list: HeldList;
  id: string | undefined;
}

/** What a tool holds, by its own records. */
export interface Holdings extends Pick<Holder, "source" | "tool"> {
  objects: readonly (Identity & Pick<Holder, "address">)[];
  /** The tool's name for each object that it holds, of any type. */
  addresses: readonly string[];
  /** What is not known about it, in sentences. */
  unread: readonly string[];
}

/** What exists, whoever made it. Each list contains an object only once. */
export interface Found {
  places: AdoptAnswer["places"];
  clusters: FoundCluster[];
  roles: FoundRole[];
  associations: FoundAssociation[];
  /** Associations in clusters that were not given. Their pods may have the same roles. */
  elsewhere: FoundAssociation[];
  secrets: FoundSecret[];
  keys: FoundKey[];
  /** SecureStrings. */
  parameters: FoundParameter[];
  /** The regions whose SecureStrings were all listed, each as `ACCOUNT/REGION`. */
  parameterRegions: string[];
  serviceAccounts: FoundServiceAccount[];
  classes: FoundClass[];
  workloads: FoundWorkload[];
  stores: FoundStore[];
  /** What tools hold. */
  held: Holdings[];
  /** What could not be read or understood, in sentences that name it. */
  unread: string[];
}

const LISTS = [
  ...["places", "clusters", "roles", "associations", "elsewhere", "secrets", "keys", "parameters"],
  ...["parameterRegions", "serviceAccounts", "classes", "workloads", "stores", "held", "unread"],
] as (keyof Found)[];

/** Joins what several sources found. Each source found different objects. */
export function together(sources: readonly Partial<Found>[]): Found {
  const all = LISTS.map((list) => [list, sources.flatMap((one): unknown[] => one[list] ?? [])]);
  return Object.fromEntries(all);
}
