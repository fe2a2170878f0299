import { deepStrictEqual, throws } from "node:assert";
import { parseInventory, type ResolvedReader } from "../../../sdk/grant";
import { csiVolume, csiVolumeMount } from "../../../sdk/manifest/csi-volume";
import { type DeploymentSpec, deployment } from "../../../sdk/manifest/deployment";
import { grantedObjects, grantedSyncs } from "../../../sdk/manifest/granted-objects";
import { serviceAccount } from "../../../sdk/manifest/service-account";

const volume = csiVolume("secrets", "orders");
const volumeMount = csiVolumeMount("secrets", "/mnt/secrets");
const spec: DeploymentSpec = {
  namespace: "orders",
  name: "orders",
  serviceAccount: "orders-api",
  role: "arn:aws:iam::111111111111:role/orders",
  contents: "0123456789ab",
  image: "nginx:1.29",
  volume,
  volumeMount,
};
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsGroup: 65_532,
  runAsNonRoot: true,
  runAsUser: 65_532,
  seccompProfile: { type: "RuntimeDefault" },
};

describe("serviceAccount", () => {
  it("is the account alone: Pod Identity needs no annotation", () => {
    deepStrictEqual(serviceAccount({ namespace: "orders", name: "orders-api" }), {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "orders-api", namespace: "orders" },
    });
  });

  it("names the role for IAM roles for service accounts", () => {
    const roleArn = "arn:aws:iam::111111111111:role/orders";
    deepStrictEqual(serviceAccount({ namespace: "orders", name: "api", roleArn }).metadata, {
      ...{ name: "api", namespace: "orders" },
      annotations: { "eks.amazonaws.com/role-arn": roleArn },
    });
  });

  it("rejects a name that is not one", () => {
    throws(() => serviceAccount({ namespace: "orders", name: "*" }), {
      message:
        'name must be at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit, got "*"',
    });
  });
});

describe("csiVolume", () => {
  it("is read-only and names driver and provider class", () => {
    deepStrictEqual(volume, {
      name: "secrets",
      csi: {
        driver: "secrets-store.csi.k8s.io",
        readOnly: true,
        volumeAttributes: { secretProviderClass: "orders" },
      },
    });
    deepStrictEqual(volumeMount, { name: "secrets", mountPath: "/mnt/secrets", readOnly: true });
  });

  it("rejects a volume name that is not one", () => {
    throws(() => csiVolume("my.secrets", "orders"), { message: /^volumeName must be at most 63/ });
  });

  for (const mountPath of ["mnt", "/", "/mnt/", "/mnt:ro"]) {
    it(`rejects the mount path ${mountPath}`, () => {
      throws(() => csiVolumeMount("secrets", mountPath), {
        message: `mountPath must be an absolute path below /, without colons or a final slash, got "${mountPath}"`,
      });
    });
  }
});

describe("deployment", () => {
  it("runs one container under the reader's service account with the mount", () => {
    deepStrictEqual(deployment({ ...spec, command: ["sleep", "infinity"], replicas: 2 }), {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "orders", namespace: "orders", labels: { app: "orders" } },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: "orders" } },
        template: {
          metadata: {
            labels: { app: "orders" },
            annotations: {
              "eks-pod-secrets/role": "arn:aws:iam::111111111111:role/orders",
              "eks-pod-secrets/contents": "0123456789ab",
            },
          },
          spec: {
            serviceAccountName: "orders-api",
            automountServiceAccountToken: false,
            containers: [
              {
                name: "orders",
                image: "nginx:1.29",
                command: ["sleep", "infinity"],
                securityContext: RESTRICTED,
                volumeMounts: [volumeMount],
              },
            ],
            volumes: [volume],
          },
        },
      },
    });
  });

  it("leaves the command to the image and runs one pod by default", () => {
    const { replicas, template } = deployment(spec).spec;
    deepStrictEqual(replicas, 1);
    deepStrictEqual(template.spec.containers, [
      {
        name: "orders",
        image: "nginx:1.29",
        securityContext: RESTRICTED,
        volumeMounts: [volumeMount],
      },
    ]);
  });

  it("runs the container as it is told, and keeps the defaults of what it is not told", () => {
    const settings = {
      resources: { requests: { cpu: "100m" }, limits: { memory: "64Mi" } },
      readinessProbe: { httpGet: { port: 8080 } },
      livenessProbe: { tcpSocket: { port: 8080 } },
      startupProbe: { exec: { command: ["true"] } },
    };
    const securityContext = { runAsUser: 101, capabilities: { add: ["NET_BIND_SERVICE"] } };
    const { spec: pod } = deployment({
      ...spec,
      ...settings,
      securityContext,
      automountServiceAccountToken: true,
    }).spec.template;
    deepStrictEqual(pod.automountServiceAccountToken, true);
    deepStrictEqual(pod.containers, [
      {
        name: "orders",
        image: "nginx:1.29",
        ...settings,
        securityContext: {
          ...RESTRICTED,
          runAsUser: 101,
          capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
        },
        volumeMounts: [volumeMount],
      },
    ]);
  });

  it("rejects a number of pods that is not whole", () => {
    throws(() => deployment({ ...spec, replicas: 1.5 }), {
      message: "replicas must be a whole number from 0 to 10000, got the number 1.5",
    });
  });

  it("rejects an empty image", () => {
    throws(() => deployment({ ...spec, image: "" }), {
      message: 'image must be a text without spaces and control characters, got ""',
    });
  });
});

/** The only reader of an inventory, with what it reads and further properties. */
function reader(reads: string, more = ""): ResolvedReader {
  const parsed = parseInventory(
    `
accounts:
  a: { id: "111111111111", region: eu-west-1 }
  b: { id: "222222222222", region: eu-west-1 }
clusters: { shop: { account: a, existing: true } }
secrets:
  own/db: { account: a, replicas: [{ region: eu-central-1 }] }
  theirs: { account: b, key: k, replicas: [{ region: eu-central-1, key: k }] }
parameters: { /shop/flags: { account: a } }
readers:
  shop: { cluster: shop, namespace: shop, serviceAccount: shop, reads: ${reads}${more} }
`,
    "landing-zone.yaml",
  );
  if ("problems" in parsed) throw new Error(parsed.problems.map((one) => one.message).join("\n"));
  return parsed.landingZone.readers[0] as ResolvedReader;
}

const objectsOf = (reads: string, more?: string) =>
  grantedObjects(reader(reads, more), ({ name }, region) => `arn:${region}:${name}`);

describe("grantedObjects", () => {
  it("mounts a secret of the same account by its name, under ASCP's own file name", () => {
    deepStrictEqual(objectsOf("[own/db]"), [
      { objectName: "own/db", objectType: "secretsmanager" },
    ]);
  });

  it("mounts it under another file name where one is given", () => {
    deepStrictEqual(objectsOf("[{ secret: own/db, as: db }]"), [
      { objectName: "own/db", objectType: "secretsmanager", objectAlias: "db" },
    ]);
  });

  it("mounts another account's secret by its ARN", () => {
    deepStrictEqual(objectsOf("[theirs]"), [
      { objectName: "arn:eu-west-1:theirs", objectType: "secretsmanager", objectAlias: "theirs" },
    ]);
  });

  it("mounts another account's secret from both regions", () => {
    deepStrictEqual(
      objectsOf(
        "[{ secret: theirs, version: 1234abcd-12ab-34cd-56ef-1234567890ab }]",
        ", failoverRegion: eu-central-1",
      ),
      [
        {
          objectName: "arn:eu-west-1:theirs",
          objectType: "secretsmanager",
          objectAlias: "theirs",
          objectVersion: "1234abcd-12ab-34cd-56ef-1234567890ab",
          failoverObject: {
            objectName: "arn:eu-central-1:theirs",
            objectVersion: "1234abcd-12ab-34cd-56ef-1234567890ab",
          },
        },
      ],
    );
  });

  it("mounts a secret of the same account by one name in both regions", () => {
    deepStrictEqual(objectsOf("[own/db]", ", failoverRegion: eu-central-1"), [
      { objectName: "own/db", objectType: "secretsmanager" },
    ]);
  });

  it("mounts a parameter", () => {
    deepStrictEqual(objectsOf("[{ parameter: /shop/flags, as: flags }]"), [
      { objectName: "/shop/flags", objectType: "ssmparameter", objectAlias: "flags" },
    ]);
  });

  it("hands on stage, mode and JMESPath entries", () => {
    deepStrictEqual(
      objectsOf(
        '[{ secret: own/db, as: db, versionStage: AWSPREVIOUS, filePermission: "0400", jmesPath: [{ path: user, as: user }, { path: password, as: password, filePermission: "0440" }] }]',
      ),
      [
        {
          objectName: "own/db",
          objectType: "secretsmanager",
          objectAlias: "db",
          objectVersionLabel: "AWSPREVIOUS",
          filePermission: "0400",
          jmesPath: [
            { path: "user", objectAlias: "user" },
            { path: "password", objectAlias: "password", filePermission: "0440" },
          ],
        },
      ],
    );
  });
});

describe("grantedSyncs", () => {
  it("copies files into the keys of Kubernetes Secrets", () => {
    const sync = ", syncToKubernetesSecrets: [{ name: db, data: { url: db } }]";
    deepStrictEqual(grantedSyncs(reader("[{ secret: own/db, as: db }]", sync)), [
      { secretName: "db", type: "Opaque", data: [{ key: "url", objectName: "db" }] },
    ]);
  });
});
