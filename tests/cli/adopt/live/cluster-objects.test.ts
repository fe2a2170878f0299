import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import {
  type ClusterObject,
  foundClass,
  foundServiceAccount,
  foundStore,
  foundWorkload,
} from "../../../../cli/adopt/live/cluster-objects";

const CLUSTER = "arn:aws:eks:eu-west-1:111111111111:cluster/shop";

const named = (spec: ClusterObject["spec"], more: object = {}): ClusterObject => ({
  metadata: { name: "orders", namespace: "shop", ...more },
  spec,
});

const objects = (text: string) =>
  foundClass(CLUSTER, named({ provider: "aws", parameters: { objects: text } })).objects;

describe("objects of a cluster, as adopt finds them", () => {
  it("tell what a SecretProviderClass mounts, as ASCP takes it", () => {
    const found = foundClass(
      CLUSTER,
      named({
        provider: "aws",
        parameters: {
          objects: `- objectName: orders/db
  objectType: secretsmanager
  objectAlias: db
  filePermission: 0400
  jmesPath: [{ path: user, objectAlias: user }]
- objectName: arn:aws:ssm:eu-west-1:111111111111:parameter/flags
`,
          usePodIdentity: "true",
          region: "eu-west-1",
          pathTranslation: "False",
        },
        secretObjects: [{ secretName: "copy", data: [{ key: "user", objectName: "user" }] }],
      }),
    );
    deepStrictEqual(found.objects, [
      {
        name: "orders/db",
        type: "secretsmanager",
        alias: "db",
        filePermission: "0400",
        jmesPath: [{ path: "user", alias: "user" }],
      },
      { name: "arn:aws:ssm:eu-west-1:111111111111:parameter/flags", type: "ssmparameter" },
    ]);
    ok(found.usePodIdentity);
    strictEqual(found.region, "eu-west-1");
    deepStrictEqual(found.otherParameters, { pathTranslation: "False" });
    deepStrictEqual(found.syncs, [{ name: "copy", type: "Opaque", data: { user: "user" } }]);
  });

  it("say why objects cannot be understood", () => {
    match(`${objects("")}`, /no list/);
    match(`${objects("{")}`, /no YAML/);
    match(`${objects("- objectAlias: x")}`, /no objectName/);
    match(`${objects("- objectName: x")}`, /object x has no objectType that is known/);
  });

  it("tell which classes a workload mounts, and where, and nothing of its environment", () => {
    const pod = {
      serviceAccountName: "orders",
      containers: [
        {
          name: "app",
          env: [{ name: "PASSWORD", value: "swordfish" }],
          volumeMounts: [{ name: "secrets", mountPath: "/mnt/secrets" }],
        },
      ],
      volumes: [
        {
          name: "secrets",
          csi: {
            driver: "secrets-store.csi.k8s.io",
            volumeAttributes: { secretProviderClass: "orders" },
          },
        },
        { name: "more", emptyDir: {} },
      ],
    };
    const specs = {
      Deployment: { template: { spec: pod } },
      CronJob: { jobTemplate: { spec: { template: { spec: pod } } } },
    };
    for (const [kind, spec] of Object.entries(specs)) {
      const found = foundWorkload(CLUSTER, kind, named(spec));
      strictEqual(found.serviceAccount, "orders", kind);
      deepStrictEqual(found.mounts, [{ providerClass: "orders", paths: ["/mnt/secrets"] }]);
      ok(!JSON.stringify(found).includes("swordfish"));
    }
  });

  it("tell the role of an annotated service account, and who has written it", () => {
    const found = foundServiceAccount(
      CLUSTER,
      named(undefined, {
        annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111111111111:role/orders" },
        managedFields: [{ manager: "helm" }, { manager: "helm" }],
      }),
    );
    strictEqual(found.roleArn, "arn:aws:iam::111111111111:role/orders");
    deepStrictEqual(found.managers, ["helm"]);
  });

  it("tell as whom a store of the External Secrets Operator reads, if it reads from AWS", () => {
    const store = (provider: object) =>
      foundStore(CLUSTER, "SecretStore", named({ provider: provider as never }));
    const jwt = { serviceAccountRef: { name: "eso" } };
    const found = store({ aws: { service: "SecretsManager", auth: { jwt } } });
    strictEqual(found?.serviceAccount, "shop/eso");
    strictEqual(store({ aws: { service: "SecretsManager", role: "arn:r" } })?.roleArn, "arn:r");
    strictEqual(store({ vault: {} }), undefined);
  });
});
