import { deepStrictEqual, throws } from "node:assert";

import { csiVolume, csiVolumeMount } from "../../../sdk/manifest/csi-volume";
import { type DeploymentSpec, deployment } from "../../../sdk/manifest/deployment";
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
