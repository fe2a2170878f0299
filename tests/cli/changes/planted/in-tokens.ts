import {
  ACCOUNT,
  allow,
  CLUSTER,
  COREDNS,
  granted,
  type NearMiss,
  object,
  type Planted,
  SECRET as READ,
  READER,
  rule,
  tokenSecret,
} from "./world";

const OPERATOR = { kind: "ServiceAccount", name: "operator", namespace: "other" };
const CAN_ALL = granted([rule("*", "*")], undefined, [OPERATOR]);
const SECRET = tokenSecret("old", "operator", "other");
const reads = (name: string, namespace = "other") =>
  granted([rule("get", "secrets", { resourceNames: [name] })], namespace);
const [FIRST, LAST] = [["read-account-token", "create-pod"], "read-account-token"] as const;

const external = (name: string) =>
  object(
    "ExternalSecret",
    name,
    {
      spec: {
        secretStoreRef: { kind: "ClusterSecretStore", name: "aws" },
        data: [{ remoteRef: { key: READ } }],
      },
    },
    "other",
  );
const STORE = object("ClusterSecretStore", "aws", {
  spec: { provider: { aws: { role: READER } } },
});
/** A pod with the Secret in its environment. */
const spec = (name: string) => {
  const env = [{ name: "TOKEN", valueFrom: { secretKeyRef: { name, key: "token" } } }];
  return { containers: [{ name: "main", env }] };
};
const uses = (name: string) => object("Pod", "app-1", { spec: spec(name) }, "other");
/** A CronJob whose pods have it. No pod of it runs now. */
const usesLater = (name: string) =>
  object(
    "CronJob",
    "nightly",
    { spec: { jobTemplate: { spec: { template: { spec: spec(name) } } } } },
    "other",
  );
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
/** Lets the account's own policies decide about the key. */
const OF_ACCOUNT = {
  Version: "2012-10-17",
  Statement: [{ ...allow("kms:*"), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }],
};
const EXEC = granted([rule("create", "pods/exec")], "other");

/** Ways by what lies in Secrets: tokens of service accounts, and copies that pods have. */
export const WAYS: Planted[] = [
  {
    title: "the token of a controller that lies in a Secret",
    objects: [SECRET, ...CAN_ALL, ...reads("old")],
    steps: [...FIRST],
  },
  {
    title: "such a token, where nobody read Secrets",
    objects: [...CAN_ALL, ...reads("any")],
    without: ["SecretList"],
    steps: [...FIRST],
  },
  {
    title: "a copy that a pod of its own mounts",
    objects: [STORE, external("copy"), ...granted([rule("create", "pods")], "other")],
    steps: ["read-copied-secret"],
  },
  {
    title: "a copy in the environment of a pod",
    objects: [STORE, external("copy"), uses("copy"), ...EXEC],
    steps: ["read-copied-secret"],
  },
  {
    title: "a copy by an operator whose role it widens",
    calls: [allow("iam:PutRolePolicy", READER)],
    documents: ({ roles, ...all }) => ({
      ...all,
      roles: (roles ?? []).map((one) => (one.arn === READER ? { ...one, policies: [] } : one)),
    }),
    objects: [STORE, external("copy"), uses("copy"), ...EXEC],
    steps: ["put-inline-policy", "read-copied-secret"],
  },
  {
    title: "a copy by an operator to which it grants the key",
    calls: [allow("kms:CreateGrant", KEY)],
    documents: (all) => ({
      ...all,
      secrets: [{ arn: READ, key: KEY }],
      keys: [{ arn: KEY, policy: OF_ACCOUNT }],
    }),
    objects: [STORE, external("copy"), uses("copy"), ...EXEC],
    steps: ["create-grant", "read-copied-secret"],
  },
  ...["create pods/exec", "get pods/attach", "patch pods"].map((right) => {
    const [verb = "", resource = ""] = right.split(" ");
    return {
      title: `a copy in a pod, where nobody read pods, by ${right}`,
      objects: [STORE, external("copy"), ...granted([rule(verb, resource)], "other")],
      without: ["Pod", "PodList"],
      steps: ["read-copied-secret"],
    };
  }),
  {
    title: "a copy in a pod, where pods of another namespace alone were read",
    objects: [STORE, external("copy"), ...EXEC],
    without: ["PodList"],
    steps: ["read-copied-secret"],
  },
  {
    title: "a copy that a Deployment could have, where nobody read Deployments",
    objects: [STORE, external("copy"), ...granted([rule("patch", "deployments")], "other")],
    without: ["Deployment"],
    steps: ["read-copied-secret"],
  },
  {
    title: "a copy in the pods that a CronJob makes later",
    objects: [STORE, external("copy"), usesLater("copy"), ...EXEC],
    steps: ["read-copied-secret"],
  },
  {
    title: "an ExternalSecret that fills the Secret of a pod",
    objects: [
      STORE,
      uses("settings"),
      ...granted([rule("create", "pods/exec externalsecrets")], "other"),
    ],
    steps: ["create-external-secret"],
  },
];

/** Cases that almost are such a way. */
export const NEAR_IN_TOKENS: NearMiss[] = [
  {
    title: "a Secret with a token, of another name",
    near: LAST,
    objects: [SECRET, ...CAN_ALL, ...reads("new")],
  },
  {
    title: "a token of the reader, which no role takes: it is for the API server alone",
    near: LAST,
    objects: [tokenSecret("old", "web", "orders"), ...reads("old", "orders")],
    calls: [allow("eks-auth:AssumeRoleForPodIdentity", CLUSTER)],
  },
  {
    title: "a token of a service account that may do nothing",
    near: LAST,
    objects: [tokenSecret("old", "batch", "orders"), ...CAN_ALL, ...reads("old", "orders")],
  },
  {
    title: "a program in a pod that has another Secret than the copy",
    near: "read-copied-secret",
    objects: [STORE, external("copy"), uses("other"), usesLater("another"), ...EXEC],
  },
  {
    title: "a token of a service account that nobody made",
    near: "request-token",
    objects: [COREDNS, ...CAN_ALL, ...granted([rule("create", "serviceaccounts/token")], "other")],
  },
];
