import type { Administrator, DelegatedAdministrator } from "iam-proof/domain";
import type { MountAttributes } from "../../rules/mounts";
import type { GivenQuotas } from "./count-quotas";
import type { Reader } from "./pods";
import type { ClusterCreation, ContainerSettings } from "./settings";

/**
 * An inventory with every default applied and every name resolved. Policies, components and stacks are made from it. Entries refer
 * to each other; lists keep the file's order.
 */
export interface LandingZone {
  /** Distinguishes the inventory from others in the same backend. Without it, its stacks cannot be told from those of others. */
  id?: string;
  organization: ResolvedOrganization;
  /** Quotas that differ from AWS's defaults, by the account's name. No deployment depends on them. */
  quotas: Record<string, GivenQuotas>;
  accounts: ResolvedAccount[];
  clusters: ResolvedCluster[];
  /** Customer managed keys that secrets and parameters name, each once. */
  keys: ResolvedKey[];
  secrets: ResolvedSecret[];
  parameters: ResolvedParameter[];
  readers: ResolvedReader[];
  /** Secrets that others own, and readers that others deploy. Only what the other side needs is deployed for them. */
  externalSecrets: ResolvedSecret[];
  externalReaders: ResolvedReader[];
}

export interface ResolvedOrganization {
  /** AWS Organizations id. With it, owner-side statements also require `aws:PrincipalOrgID`. */
  id?: string;
  /** Account id of the management account, to which no control policy applies. */
  managementAccount?: string;
  /** Files of service control policies, relative to the inventory. Part of the proof only. */
  serviceControlPolicies: string[];
  /** Files of resource control policies, relative to the inventory. Part of the proof only. */
  resourceControlPolicies: string[];
  /** Accounts that administer services for all members. Absent: nobody said which do. */
  delegatedAdministrators?: DelegatedAdministrator[];
}

export interface ResolvedAccount {
  /** Name within the inventory; the first part of its stacks' names. */
  name: string;
  /** AWS account id, 12 digits. */
  id: string;
  region: string;
  partition: string;
  /** ARN of the role that deployments assume. None means the credentials at hand. */
  deployRole?: string;
  /** Profile of the AWS configuration that deployments use. */
  profile?: string;
  /** Tags of everything that the account's stacks create in AWS. */
  tags?: Record<string, string>;
  /** Who may read every secret of this account. */
  administrators: Administrator[];
}

/** Something in an account and a region. */
interface Placed {
  /** Name within the inventory. */
  id: string;
  account: ResolvedAccount;
  region: string;
}

export interface ResolvedCluster extends Placed {
  /** Name of the EKS cluster. */
  name: string;
  arn: string;
  /** ARN of the IAM OIDC provider, if the cluster exists and the inventory names it. */
  oidcProvider?: string;
  /** Settings of a cluster to be created. None: the cluster exists and is adopted. */
  create?: ClusterCreation;
  /** Whether its readers' namespaces are created, or which ones. Defaults to true if the cluster is created. */
  createNamespaces: boolean | string[];
  secretsStoreCsi: SecretsStoreCsiSettings;
  /** Context of the kubeconfig to deploy with. None means `aws eks get-token`. */
  kubeconfigContext?: string;
}

export interface SecretsStoreCsiSettings {
  /** How driver and provider are installed in the cluster. Defaults to `addon`, or to `helm` if secrets are copied. */
  install: "addon" | "helm" | "existing";
  /** Version of the add-on or chart. None means the version this package pins. */
  version?: string;
  /** How the Pod Identity agent is installed on the nodes. Defaults to `addon`, or to `existing` if the driver is existing. */
  podIdentityAgent: "addon" | "existing";
  /** Version of the agent's add-on. None means the version this package pins. */
  podIdentityAgentVersion?: string;
  /** Whether the driver may copy secrets into Kubernetes Secrets. Defaults to false, unless a reader needs it. */
  syncSecrets: boolean;
  /** How often mounted files are read again, as a Go duration such as `1h`. None turns rotation off. */
  rotationPollInterval?: string;
}

export interface ResolvedKey extends Placed {
  /** Unique within the landing zone: account name, region and alias, or the ARN of a key that exists. */
  id: string;
  /** Name of the alias, without `alias/`. None for a key that exists and is named by its ARN. */
  alias?: string;
  /** ARN of a key that exists; its policy is taken over. None: the key is created. */
  existingArn?: string;
  /** Secrets that it encrypts, here or as a replica. */
  secrets: ResolvedSecret[];
  /** Parameters that it encrypts. */
  parameters: ResolvedParameter[];
}

/** `exact` pins ARNs and roles; `attributes` also demands that tags of secret and pod agree. */
export type GrantStyle = "exact" | "attributes";

/** How pods get their role: by EKS Pod Identity, by their own tokens (IAM roles for service accounts), or by both. */
export type ReaderIdentity = "podIdentity" | "irsa" | "both";

/** How a secret of another account is reached: by its resource policy, or as a role of its owner. */
export type CrossAccountMode = "resourcePolicy" | "targetRole";

export interface ResolvedSecret extends Placed {
  /** Name in Secrets Manager. */
  name: string;
  /** ARN of a secret that exists. None: the secret is created, and its ARN known only then. */
  existingArn?: string;
  /** Others own the secret: only its readers are deployed, and its policies are up to its owner. */
  external?: true;
  /** Customer managed key. None means the AWS managed key, which other accounts cannot use. */
  key?: ResolvedKey;
  style: GrantStyle;
  /** Denies everyone except readers, administrators and the rotation role, including the owner's own principals. */
  sealed: boolean;
  description?: string;
  /** Days for which a deleted secret can be restored: 0, or 7 to 30. Defaults to 30. */
  recoveryWindowInDays: number;
  replicas: ResolvedReplica[];
  rotation?: RotationSettings;
  /** The user's own tags. */
  tags: Record<string, string>;
  /** The user's own statements, added to the resource policy as they are. */
  extraPolicyStatements: Record<string, unknown>[];
  /** The secret that this one replaces. */
  former?: FormerSecret;
  /** Who may read it. */
  grants: ResolvedSecretGrant[];
}

/**
 * A secret that is no longer in the inventory and whose value goes to another one. Its stack keeps it until then, and for some days
 * after.
 */
export interface FormerSecret extends Placed {
  /** Name in Secrets Manager. */
  name: string;
  /** The key in the old secret's account and region with the same name as its successor's key. */
  key?: ResolvedKey;
  /** Days for which it stays after its successor has a value. Defaults to 7. */
  keepDays: number;
}

export interface ResolvedReplica {
  region: string;
  /** Customer managed key of that region. None means the AWS managed key of that region. */
  key?: ResolvedKey;
}

/** Rotation that this package sets up. For a secret that exists, it only knows who rotates it. */
export interface RotationSettings {
  /** ARN of the role that rotates the secret; a sealed secret lets it in. None: not named. */
  roleArn?: string;
  schedule?: RotationSchedule;
}

export interface RotationSchedule {
  /** ARN of the function that rotates the secret. */
  lambdaArn: string;
  /** Days between rotations, 1 to 1000. */
  automaticallyAfterDays: number;
}

export interface ResolvedParameter extends Placed {
  /** Name in Parameter Store. */
  name: string;
  arn: string;
  /** A SecureString; otherwise a String. Defaults to true. */
  secure: boolean;
  /** Customer managed key of a SecureString. None means the AWS managed key `aws/ssm`. */
  key?: ResolvedKey;
  /** The user's own tags. */
  tags: Record<string, string>;
  /** Who may read it. */
  grants: ResolvedParameterGrant[];
}

/** An IAM role whose ARN is known before it exists. */
export interface ResolvedRole {
  account: ResolvedAccount;
  name: string;
  /** Begins and ends with `/`. */
  path: string;
  arn: string;
}

export interface ResolvedReader extends Reader {
  /** Name within the inventory; also the name of its Deployment. */
  id: string;
  /** Others deploy the reader: only the policies of the secrets that it reads are deployed. */
  external?: true;
  /** Marks a former role: the id of the reader whose pods had it before. Such a reader is external, too. */
  formerOf?: string;
  cluster: ResolvedCluster;
  identity: ReaderIdentity;
  /** Whether its service account is created. Otherwise it must exist already. */
  createServiceAccount: boolean;
  /** The pod's role, in the cluster's account. */
  role: ResolvedRole;
  /** The role exists: it is imported, not created. */
  hasExistingRole?: true;
  /** Policies of an existing role that stay beside the one that lets it read. */
  keptPolicies?: KeptPolicy[];
  /** The role in the owner's account that it reads as, in mode `targetRole`. */
  targetRole?: ResolvedRole;
  /** How it reaches secrets of other accounts. `targetRole` only if there is a target role: reads within its own account need none. */
  mode: CrossAccountMode;
  /** ARN of the policy that bounds what its role may do. */
  permissionsBoundary?: string;
  /** Name of its SecretProviderClass. */
  secretProviderClass: string;
  /** Region that its secrets are read in. */
  region: string;
  /** Region to read in when `region` fails. */
  failoverRegion?: string;
  grants: ResolvedGrant[];
  syncToKubernetesSecrets: KubernetesSecretSync[];
  /** The workload to deploy. None: another tool deploys it. */
  deployment?: DeploymentSettings;
}

/** An inline policy of a role, by its name, or a managed one, by its ARN. */
export interface KeptPolicy {
  name?: string;
  arn?: string;
  /** Path of its document, relative to the inventory. */
  file: string;
}

/** One object that one reader may read, and the file that it becomes. */
export type ResolvedGrant = ResolvedSecretGrant | ResolvedParameterGrant;

/** One secret that one reader may read. */
export type ResolvedSecretGrant = ResolvedGrantOf<"secret", ResolvedSecret>;

/** One parameter that one reader may read. */
export type ResolvedParameterGrant = ResolvedGrantOf<"parameter", ResolvedParameter>;

export interface ResolvedGrantOf<Kind extends string, Target> extends MountAttributes {
  kind: Kind;
  reader: ResolvedReader;
  target: Target;
  /** Reader and owner are different accounts. */
  crossAccount: boolean;
  /** Regions that it is read in: the reader's, then its failover region. */
  regions: string[];
  /** Name of the file in the mount. */
  file: string;
  /** Parts of a JSON value that become files of their own, in addition to the whole. */
  jmesPath: JmesPathFile[];
}

export interface JmesPathFile {
  /** JMESPath expression; its value must be a string. */
  path: string;
  /** Name of the file in the mount. */
  file: string;
  /** Octal mode of the file. None means the mode of the whole. */
  filePermission?: string;
}

/** A Kubernetes Secret that the driver keeps in sync with mounted files while a pod mounts them. */
export interface KubernetesSecretSync {
  name: string;
  /** Type of the Secret. Defaults to `Opaque`. */
  type: string;
  /** Key of the Secret → name of the mounted file. */
  data: Record<string, string>;
}

export interface DeploymentSettings extends ContainerSettings {
  image: string;
  /** Entry point. None means the image's own. */
  command?: string[];
  /** Number of pods. Defaults to 1. */
  replicas: number;
  /** Whether an autoscaler sets the number of pods; `replicas` is then only the initial number. Defaults to false. */
  autoscaled?: boolean;
  /** Whether the container gets a token of the Kubernetes API. Defaults to false. */
  automountServiceAccountToken?: boolean;
  /** Directory of the files within the container. */
  mountPath: string;
}
