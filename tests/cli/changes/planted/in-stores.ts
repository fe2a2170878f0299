import { FREE, granted, type NearMiss, object, type Planted, rule, SECRET } from "./world";

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
];
