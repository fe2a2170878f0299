import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import {
  foundClasses,
  foundServiceAccounts,
  foundStores,
  foundWorkloads,
} from "../../../../cli/adopt/live/cluster-objects";

const CLUSTER = "arn:aws:eks:eu-west-1:111111111111:cluster/shop";

const SENTINEL = "hunter2-sentinel";

/** A list of one object, as the API returns it. Members that must not be read have a value that nothing may repeat. */
function listOf(spec: object | undefined, more: object = {}): string {
  const rest = { data: { password: SENTINEL }, status: { message: SENTINEL } };
  const metadata = {
    ...{ name: "orders", namespace: "shop", uid: SENTINEL },
    managedFields: [{ manager: "kubectl", fieldsV1: { [SENTINEL]: SENTINEL } }],
    ...more,
  };
  const object = { metadata, spec: spec && { ...spec, other: SENTINEL }, ...rest };
  return JSON.stringify({ items: [object], metadata: { continue: SENTINEL } });
}

const classOf = (spec: object) => foundClasses(CLUSTER, listOf(spec))[0];

const objects = (text: string, more: object = {}) =>
  classOf({ provider: "aws", parameters: { objects: text, ...more } })?.objects;

describe("objects of a cluster, as adopt finds them", () => {
  it("tell what a SecretProviderClass mounts, as ASCP takes it", () => {
    const found = classOf({
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
      },
      secretObjects: [{ secretName: "copy", data: [{ key: "user", objectName: "user" }] }],
    });
    deepStrictEqual(found?.objects, [
      {
        objectName: "orders/db",
        objectType: "secretsmanager",
        objectAlias: "db",
        filePermission: "0400",
        jmesPath: [{ path: "user", objectAlias: "user" }],
      },
      {
        objectName: "arn:aws:ssm:eu-west-1:111111111111:parameter/flags",
        objectType: "ssmparameter",
      },
    ]);
    strictEqual(found?.region, "eu-west-1");
    deepStrictEqual(found?.syncs, [{ name: "copy", type: undefined, data: { user: "user" } }]);
    strictEqual(classOf({ provider: "vault" }), undefined);
    ok(!JSON.stringify(found).includes("hunter2"));
  });

  it("say why objects cannot be understood", () => {
    match(`${objects("")}`, /no list/);
    match(`${objects("{")}`, /no YAML/);
    match(`${objects("- objectAlias: x")}`, /no objectName/);
    match(`${objects("- objectName: x")}`, /object x has no objectType that is known/);
    match(`${objects("- objectName: [x]")}`, /not understood: .*objectName must be a text/);
    match(`${objects("", { pathTranslation: "False" })}`, /does not know its parameter pathTransl/);
    const secretObjects = [{ secretName: "copy", data: [], labels: { team: SENTINEL } }];
    const labelled = classOf({ provider: "aws", parameters: { objects: "" }, secretObjects });
    match(`${labelled?.objects}`, /does not know its secretObjects with labels .* of copy/);
  });

  it("say so, too, of aliases without end and of what the inventory does not know", () => {
    const nine = (name: string) => `[${Array(9).fill(`*${name}`).join(",")}]`;
    const bomb = ["a: &a [x]", `b: &b ${nine("a")}`, `c: &c ${nine("b")}`, `d: ${nine("c")}`];
    const failover = "failoverObject: {objectName: other}";
    for (const [text, why] of [
      [bomb.join("\n"), /not understood/],
      ["- &a {objectName: x, more: *a}", /not understood/],
      [`- {objectName: x, objectType: secretsmanager, ${failover}}`, /has a failoverObject/],
    ] as const) {
      match(`${objects(text)}`, why);
    }
  });

  it("tell which classes a workload mounts, and where, and nothing of its environment", () => {
    const pod = {
      serviceAccountName: "orders",
      containers: [
        {
          name: "app",
          ...{ image: SENTINEL, args: [SENTINEL], env: [{ name: SENTINEL, value: SENTINEL }] },
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
      Pod: pod,
    };
    for (const [kind, spec] of Object.entries(specs)) {
      const [found] = foundWorkloads(CLUSTER, listOf(spec));
      strictEqual(found?.serviceAccount, "orders", kind);
      deepStrictEqual(found?.classes, ["orders"]);
      ok(!JSON.stringify(found).includes("hunter2"));
    }
  });

  it("tell the role of an annotated service account, and who makes it", () => {
    const [found] = foundServiceAccounts(
      CLUSTER,
      listOf(undefined, {
        annotations: {
          "eks.amazonaws.com/role-arn": "arn:aws:iam::111111111111:role/orders",
          "kubectl.kubernetes.io/last-applied-configuration": SENTINEL,
        },
        labels: { "app.kubernetes.io/managed-by": "Helm", team: SENTINEL },
      }),
    );
    strictEqual(found?.roleArn, "arn:aws:iam::111111111111:role/orders");
    deepStrictEqual(found?.deployedBy, [
      { tool: "manager", address: "Helm", source: "cluster shop" },
    ]);
    ok(!JSON.stringify(found).includes("hunter2"));
  });

  it("tell who deploys them, by the marks of each tool", () => {
    const deployedBy = (metadata: object) =>
      foundClasses(CLUSTER, listOf({ provider: "aws" }, metadata)).flatMap((one) =>
        one.deployedBy?.map(({ address, tool }) => `${tool} ${address}`),
      );
    const helm = { "meta.helm.sh/release-name": "web", "meta.helm.sh/release-namespace": "shop" };
    const flux = "kustomize.toolkit.fluxcd.io";
    const tracked = "web:secrets-store.csi.x-k8s.io/SecretProviderClass:shop/orders";
    const labels = { "app.kubernetes.io/managed-by": "Helm" };
    const managedFields = [{ manager: "argocd-controller" }, { manager: "kubectl" }];
    const owner = { kind: "XApp", name: "web", controller: true };
    for (const [metadata, expected] of [
      [{ annotations: helm, labels }, ["helm shop/web"]],
      [{ annotations: { "argocd.argoproj.io/tracking-id": tracked } }, [`argocd ${tracked}`]],
      [{ labels: { ...labels, "argocd.argoproj.io/instance": "web" } }, ["argocd web"]],
      [{ labels, managedFields }, ["argocd argocd-controller"]],
      [{ labels: { [`${flux}/name`]: "web", [`${flux}/namespace`]: "ops" } }, ["flux ops/web"]],
      [{ labels: { "crossplane.io/composite": "web-x" } }, ["crossplane web-x"]],
      [{ annotations: helm, ownerReferences: [owner] }, ["helm shop/web", "manager XApp/web"]],
      [{ labels: { team: "web" } }, []],
    ] as const) {
      deepStrictEqual(deployedBy(metadata), expected);
    }
  });

  it("tell as whom a store of the External Secrets Operator reads, if it reads from AWS", () => {
    const store = (provider: object) =>
      foundStores(CLUSTER, "SecretStore", listOf({ provider }))[0];
    const jwt = { serviceAccountRef: { name: "eso" } };
    const secretRef = { accessKeyIDSecretRef: { name: SENTINEL } };
    const found = store({ aws: { auth: { jwt, secretRef } }, vault: { server: SENTINEL } });
    strictEqual(found?.serviceAccount, "shop/eso");
    ok(!JSON.stringify(found).includes("hunter2"));
    strictEqual(store({ aws: { role: "arn:r" } })?.roleArn, "arn:r");
    strictEqual(store({ vault: {} }), undefined);
  });
});
