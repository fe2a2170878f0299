import type { AccessDocuments } from "../../../../sdk/access";
import {
  ACCOUNT,
  allow,
  associatedIn,
  byToken,
  CLUSTER,
  FREE,
  granted,
  type NearMiss,
  object,
  type Planted,
  rule,
  SECRET,
  trust,
} from "./world";

const GETS = granted([rule("get", "secrets")], "other");
const store = (kind: string, name: string, aws: object) =>
  object(kind, name, { spec: { provider: { aws } } }, kind === "SecretStore" ? "other" : undefined);
const AWS = store("ClusterSecretStore", "aws", { role: FREE });
const REF = { kind: "ClusterSecretStore", name: "aws" };
const VAULT = object("SecretStore", "vault", { spec: { provider: { vault: {} } } }, "other");
const external = (spec: object) => object("ExternalSecret", "copy", { spec }, "other");
const KEY = { remoteRef: { key: SECRET } };
const READ = ["read-copied-secret"];
const classWith = (parameters: object | undefined) => {
  const secretObjects = [{ secretName: "copy" }];
  return object(
    "SecretProviderClass",
    "web",
    { spec: { provider: "aws", secretObjects, ...(parameters && { parameters }) } },
    "orders",
  );
};

const OPERATOR = `arn:aws:iam::${ACCOUNT}:role/eso`;
/** The operator's role may assume every role that trusts it, and the free role trusts this one. */
const chained =
  (trusted: string) =>
  (documents: AccessDocuments): AccessDocuments => {
    const lets = { Effect: "Allow", Principal: { AWS: trusted }, Action: "sts:AssumeRole" };
    const policies = [{ Version: "2012-10-17", Statement: [allow("sts:AssumeRole")] }];
    const free = { trust: { Version: "2012-10-17", Statement: [lets] } };
    return {
      ...documents,
      roles: [
        ...(documents.roles ?? []).map((one) => (one.arn === FREE ? { ...one, ...free } : one)),
        { arn: OPERATOR, trust: trust("pods.eks.amazonaws.com"), policies },
      ],
      associations: [
        {
          ...{ clusterArn: CLUSTER, namespace: "eso", serviceAccount: "external-secrets" },
          roleArn: OPERATOR,
        },
      ],
    };
  };
const OF_OPERATOR = associatedIn("eso", "external-secrets");
const OF_ACCOUNT = byToken("system:serviceaccount:other:default");
const STORES = ["SecretStoreList", "ClusterSecretStoreList"];
const CREATE = ["create-external-secret"];
const may = (right: string, resources: string) =>
  granted([rule(right, resources), rule("get", "secrets")], "other");
const byAccount = (name: string) => ({ auth: { jwt: { serviceAccountRef: { name } } } });

/** Ways by what the External Secrets Operator and ASCP copy. */
export const WAYS_OF_STORES: Planted[] = [
  {
    title: "an ExternalSecret that searches",
    objects: [...GETS, AWS, external({ secretStoreRef: REF, dataFrom: [{ find: { name: {} } }] })],
    steps: READ,
    supposes: `the operator is taken to be able to become ${FREE}; other/copy is taken to copy whatever its reader reads`,
  },
  {
    title: "an ExternalSecret whose entry alone names the store",
    objects: [...GETS, AWS, external({ data: [{ ...KEY, sourceRef: { storeRef: REF } }] })],
    steps: READ,
  },
  {
    title: "an ExternalSecret with an entry of another store than its own",
    objects: [
      ...[...GETS, AWS, VAULT],
      external({
        secretStoreRef: { name: "vault" },
        data: [{ remoteRef: { key: "other" } }],
        dataFrom: [{ extract: { key: SECRET }, sourceRef: { storeRef: REF } }],
      }),
    ],
    steps: READ,
  },
  {
    title: "two ExternalSecrets of one store that fill the same Secret",
    objects: [
      ...[...GETS, AWS],
      external({ secretStoreRef: REF, data: [{ remoteRef: { key: "other" } }] }),
      external({ secretStoreRef: REF, data: [KEY] }),
    ],
    steps: READ,
  },
  {
    title: "an ExternalSecret whose store nobody read",
    objects: [...GETS, external({ secretStoreRef: REF, data: [{ remoteRef: { key: "db" } }] })],
    documents: OF_OPERATOR,
    without: STORES,
    steps: READ,
    supposes: "nobody read ClusterSecretStore aws: it is taken to read as whoever a store may name",
  },
  {
    title: "an ExternalSecret that nobody read, of a store that nobody read",
    objects: GETS,
    documents: OF_ACCOUNT,
    without: [...STORES, "ExternalSecretList"],
    steps: READ,
  },
  {
    title: "an ExternalSecret of a store with a prefix",
    objects: [
      ...[...GETS, store("ClusterSecretStore", "aws", { role: FREE, prefix: "orders/" })],
      external({ secretStoreRef: REF, data: [{ remoteRef: { key: "db" } }] }),
    ],
    steps: READ,
  },
  {
    title: "an ExternalSecret of a store that reads as an account of each namespace",
    objects: [
      ...[...GETS, store("ClusterSecretStore", "aws", byAccount("default"))],
      external({ secretStoreRef: REF, data: [KEY] }),
    ],
    documents: OF_ACCOUNT,
    steps: READ,
  },
  {
    title: "an ExternalSecret of a store that assumes several roles",
    objects: [
      ...[...GETS, store("ClusterSecretStore", "aws", { additionalRoles: [OPERATOR, FREE] })],
      external({ secretStoreRef: REF, data: [KEY] }),
    ],
    steps: READ,
  },
  {
    title: "an ExternalSecret of a store of one's own that reads as an account",
    objects: may("create", "secretstores externalsecrets"),
    documents: OF_ACCOUNT,
    steps: CREATE,
  },
  {
    title: "an ExternalSecret of a store of one's own that reads with another role",
    objects: may("create", "secretstores externalsecrets"),
    documents: chained(OPERATOR),
    steps: CREATE,
    supposes: `the operator is taken to be able to become ${FREE}`,
  },
  {
    title: "an ExternalSecret of a store of one's own for all namespaces",
    wide: [rule("create", "clustersecretstores")],
    objects: may("create", "externalsecrets"),
    documents: byToken("system:serviceaccount:orders:batch"),
    steps: CREATE,
  },
  ...["patch", "update"].map((verb) => ({
    title: `an ExternalSecret of a store of others that one may ${verb}`,
    objects: [VAULT, ...may("create", "externalsecrets")],
    wide: [rule(verb, "secretstores", { resourceNames: ["vault"] })],
    documents: OF_OPERATOR,
    steps: CREATE,
  })),
  {
    title: "an ExternalSecret that a ClusterExternalSecret makes",
    wide: [rule("create", "clusterexternalsecrets")],
    objects: [...GETS, AWS],
    steps: CREATE,
  },
  ...[undefined, { objects: "" }, { objects: "- {" }, { objects: "- orders/db" }].map((given) => ({
    title: `a class whose objects nobody understands: ${JSON.stringify(given)}`,
    rules: [rule("get", "secrets")],
    objects: [classWith(given)],
    steps: READ,
    supposes: "orders/web is taken to copy whatever its reader reads",
  })),
];

/** Cases that almost are such a way. */
export const NEAR_STORES: NearMiss[] = [
  {
    title: "a class that reads nothing",
    near: "read-copied-secret",
    rules: [rule("get", "secrets")],
    objects: [classWith({ objects: "[]" })],
  },
  {
    title: "an ExternalSecret whose entries name another store than its own",
    near: "read-copied-secret",
    objects: [
      ...[...GETS, AWS, VAULT],
      external({
        secretStoreRef: REF,
        data: [{ ...KEY, sourceRef: { storeRef: { name: "vault" } } }],
        dataFrom: [{ sourceRef: { generatorRef: { kind: "Password", name: "new" } } }],
      }),
    ],
  },
  {
    title: "an ExternalSecret without a store",
    near: "read-copied-secret",
    objects: [...GETS, AWS, external({ data: [KEY] })],
  },
  {
    title: "an ExternalSecret that nobody read, where no store is",
    near: "read-copied-secret",
    objects: GETS,
    documents: OF_OPERATOR,
    without: ["ExternalSecretList"],
  },
  {
    title: "an ExternalSecret of a store with another prefix",
    near: "read-copied-secret",
    objects: [
      ...[...GETS, store("ClusterSecretStore", "aws", { role: FREE, prefix: "shop/" })],
      external({ secretStoreRef: REF, data: [{ remoteRef: { key: "orders/db" } }] }),
    ],
  },
  {
    title: "a store that reads as an account whose role takes no token",
    near: "read-copied-secret",
    objects: [
      ...[...GETS, store("SecretStore", "own", byAccount("default"))],
      external({ secretStoreRef: { name: "own" }, data: [KEY] }),
    ],
    documents: associatedIn("other", "default"),
  },
  {
    title: "a store of one's own, where another namespace has the account",
    near: "create-external-secret",
    objects: may("create", "secretstores externalsecrets"),
    documents: byToken("system:serviceaccount:orders:web"),
  },
  {
    title: "a store of one's own, where the role trusts another one than the operator's",
    near: "create-external-secret",
    objects: may("create", "secretstores externalsecrets"),
    documents: chained(`${OPERATOR}-2`),
  },
  {
    title: "the right to patch a store of another name",
    near: "create-external-secret",
    objects: [VAULT, ...may("create", "externalsecrets")],
    wide: [rule("patch", "secretstores", { resourceNames: ["aws"] })],
    documents: OF_OPERATOR,
  },
];
