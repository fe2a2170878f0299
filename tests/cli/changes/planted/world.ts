import type { RawPolicy, World } from "iam-proof";
import { clustersFrom, type GivenCluster } from "../../../../cli/changes/clusters-from";
import type { Rule } from "../../../../cli/changes/rbac/rule";
import { withClusters } from "../../../../cli/changes/world";
import type { AccessDocuments } from "../../../../sdk/access";
import { ofPods } from "../../../../sdk/access/pod-identity/kind";

export const ACCOUNT = "111111111111";
export const CLUSTER = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/main`;
export const ATTACKER = `arn:aws:iam::${ACCOUNT}:role/attacker`;
export const READER = `arn:aws:iam::${ACCOUNT}:role/readers/web`;
export const FREE = `arn:aws:iam::${ACCOUNT}:role/free-reader`;
export const NODE = `arn:aws:iam::${ACCOUNT}:role/node`;
export const SECRET = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:orders/db-AbCdEf`;
const INSTANCE = "i-0123456789abcdef0";
export const INSTANCE_ARN = `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/${INSTANCE}`;

/** Changes of the world for one case. In this world, the attacker's role enters the cluster in the group `team`, and may do nothing. */
export interface Case {
  title: string;
  /** Rules of `team` in the namespace `orders`, which has the reader's service account. */
  rules?: Rule[];
  /** Rules of `team` in all namespaces. */
  wide?: Rule[];
  /** AWS calls that the attacker's role may make. */
  calls?: object[];
  /** Further objects of the cluster. */
  objects?: object[];
  /** Kinds of objects that could not be read. */
  without?: string[];
  entries?: GivenCluster["accessEntries"];
  mode?: GivenCluster["authenticationMode"];
  documents?(documents: AccessDocuments): AccessDocuments;
}

export interface Planted extends Case {
  /** The kinds of the way's steps. */
  steps: string[];
  /** What the way takes for granted. Absent: not compared. */
  supposes?: string;
}

export interface NearMiss extends Case {
  /** The kind of change that would lead there, but here does not. */
  near: string;
}

export const rule = (verbs: string, resources: string, more: Partial<Rule> = {}): Rule => ({
  ...{ verbs: verbs.split(" "), resources: resources.split(" "), apiGroups: ["*"], ...more },
});

export const allow = (
  action: string | string[],
  resource: string | string[] = "*",
  Condition = {},
) => ({
  ...{ Effect: "Allow", Action: action, Resource: resource, Condition },
});

export const deny = (action: string, resource = "*", Condition = {}) => ({
  ...{ Effect: "Deny", Action: action, Resource: resource, Condition },
});

const policy = (...statements: object[]): RawPolicy => ({
  ...{ Version: "2012-10-17", Statement: statements },
});

export function trust(service: string, Condition: object = {}): RawPolicy {
  const actions = service.startsWith("pods")
    ? ["sts:AssumeRole", "sts:TagSession"]
    : "sts:AssumeRole";
  return policy({ Effect: "Allow", Principal: { Service: service }, Action: actions, Condition });
}

const READS = allow("secretsmanager:GetSecretValue", SECRET);

const DOCUMENTS: AccessDocuments = {
  wholeAccounts: [ACCOUNT],
  secrets: [{ arn: SECRET }],
  roles: [
    { arn: ATTACKER, trust: trust("lambda.amazonaws.com"), policies: [] },
    {
      arn: READER,
      trust: trust("pods.eks.amazonaws.com", {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": CLUSTER,
          "aws:RequestTag/kubernetes-namespace": "orders",
          "aws:RequestTag/kubernetes-service-account": "web",
        },
      }),
      policies: [policy(READS)],
    },
    { arn: FREE, trust: trust("pods.eks.amazonaws.com"), policies: [policy(READS)] },
    { arn: NODE, trust: trust("ec2.amazonaws.com"), policies: [] },
  ],
  associations: [
    { clusterArn: CLUSTER, namespace: "orders", serviceAccount: "web", roleArn: READER },
  ],
};

const RBAC = "rbac.authorization.k8s.io";
const TEAM = [{ kind: "Group", name: "team", apiGroup: RBAC }];

export const object = (kind: string, name: string, more: object = {}, namespace?: string) => ({
  ...{ kind, metadata: { name, ...(namespace && { namespace }), labels: {} }, ...more },
});

export const namespaceOf = (name: string, level?: string) => ({
  kind: "Namespace",
  metadata: { name, labels: level ? { "pod-security.kubernetes.io/enforce": level } : {} },
});

/** The ConfigMap that maps a role to a group. */
export const awsAuth = (rolearn: string, group: string) =>
  object(
    "ConfigMap",
    "aws-auth",
    { data: { mapRoles: JSON.stringify([{ rolearn, username: "mapped", groups: [group] }]) } },
    "kube-system",
  );

/** A Role of a namespace, or a ClusterRole, and its binding to the subjects. */
export function granted(rules: Rule[], namespace?: string, subjects: object[] = TEAM, more = {}) {
  const [role, binding] = namespace
    ? ["Role", "RoleBinding"]
    : ["ClusterRole", "ClusterRoleBinding"];
  const name = `of-${namespace ?? "all"}-${JSON.stringify(subjects).length}`;
  const roleRef = { kind: role, name, apiGroup: RBAC };
  return [
    object(role, name, { rules, ...more }, namespace),
    object(binding, name, { roleRef, subjects }, namespace),
  ];
}

export const pod = (name: string, serviceAccountName: string, namespace = "orders") =>
  object("Pod", name, { spec: { serviceAccountName, containers: [{ name: "main" }] } }, namespace);

/** A ClusterRole that may create pods, and the rights to bind it. */
export const EDIT = object("ClusterRole", "edit", { rules: [rule("create", "pods")] });
export const EDIT_REF = { kind: "ClusterRole", name: "edit", apiGroup: RBAC };
export const BIND_EDIT = [
  rule("create", "rolebindings"),
  rule("bind", "clusterroles", { resourceNames: ["edit"] }),
];

const emptyList = (kind: string) => ({ kind, items: [] });

/** The programs of nodes, the reader's pod and class, and a controller that may do everything. */
const OBJECTS = [
  ...["orders", "other", "kube-system"].map((name) => namespaceOf(name, "restricted")),
  ...["SecretList", "PodList", "SecretProviderClassList", "ExternalSecretList"].map(emptyList),
  ...["SecretStoreList", "ClusterSecretStoreList"].map(emptyList),
  object("ServiceAccount", "web", {}, "orders"),
  object("ServiceAccount", "batch", {}, "orders"),
  object("ServiceAccount", "default", {}, "other"),
  pod("web-1", "web"),
  pod("batch-1", "batch"),
  object("Node", "node-1", { spec: { providerID: `aws:///eu-west-1a/${INSTANCE}` } }),
  object(
    "Deployment",
    "web",
    { spec: { template: { spec: { serviceAccountName: "web", containers: [{ name: "main" }] } } } },
    "orders",
  ),
  object(
    "DaemonSet",
    "eks-pod-identity-agent",
    { spec: { template: { spec: { containers: [{ name: "eks-pod-identity-agent" }] } } } },
    "kube-system",
  ),
  object(
    "DaemonSet",
    "logs",
    { spec: { template: { spec: { containers: [{ name: "logs" }] } } } },
    "other",
  ),
];

export function worldOf({ calls, documents, ...given }: Case): World {
  const roles = (DOCUMENTS.roles ?? []).map((one) =>
    one.arn === ATTACKER && calls ? { ...one, policies: [policy(...calls)] } : one,
  );
  const all = documents?.({ ...DOCUMENTS, roles }) ?? { ...DOCUMENTS, roles };
  const objects = [
    ...OBJECTS,
    ...(given.objects ?? []),
    ...(given.rules ? granted(given.rules, "orders") : []),
    ...(given.wide ? granted(given.wide) : []),
  ].filter((one) => !given.without?.includes((one as { kind: string }).kind));
  const clusters = clustersFrom({
    clusters: [
      {
        arn: CLUSTER,
        authenticationMode: given.mode ?? "API",
        accessEntries: given.entries ?? [
          { principalArn: ATTACKER, kubernetesGroups: ["team"] },
          { principalArn: NODE, type: "EC2_LINUX" },
        ],
        objects,
      },
    ],
  });
  return withClusters({ documents: ofPods.withKind(all), compute: [] }, clusters);
}

/** Associates a service account, by default one of the reader's name, in another namespace with the free role. */
export const associatedIn =
  (namespace: string, serviceAccount = "web") =>
  (documents: AccessDocuments): AccessDocuments => ({
    ...documents,
    associations: [{ clusterArn: CLUSTER, namespace, serviceAccount, roleArn: FREE }],
  });

/** Every cluster has this service account. If it is listed, the list of service accounts was complete. */
export const COREDNS = object("ServiceAccount", "coredns", {}, "kube-system");

const ISSUER = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF";
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;

/** Lets the free role accept tokens of the cluster with this subject. */
export const byToken =
  (subject: string) =>
  (documents: AccessDocuments): AccessDocuments => ({
    ...documents,
    oidcProviders: [
      {
        account: ACCOUNT,
        providers: [{ arn: PROVIDER, audiences: ["sts.amazonaws.com"], clusterArn: CLUSTER }],
      },
    ],
    roles: (documents.roles ?? []).map((one) =>
      one.arn === FREE
        ? {
            ...one,
            trust: policy({
              ...{ Effect: "Allow", Principal: { Federated: PROVIDER } },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: {
                StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
                StringLike: { [`${ISSUER}:sub`]: subject },
              },
            }),
          }
        : one,
    ),
  });

/** A Secret with a token of a service account of its namespace. */
export const tokenSecret = (name: string, account: string, namespace: string) => ({
  ...{ kind: "Secret", type: "kubernetes.io/service-account-token" },
  metadata: { name, namespace, annotations: { "kubernetes.io/service-account.name": account } },
});
