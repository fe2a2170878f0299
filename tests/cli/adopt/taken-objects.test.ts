import { deepStrictEqual } from "node:assert/strict";

import { SPECS, takenObjects } from "../../../cli/adopt/live/taken-objects";

const SENTINEL = "hunter2-sentinel";

const POD = {
  serviceAccountName: "orders",
  containers: [
    {
      name: SENTINEL,
      image: SENTINEL,
      args: [SENTINEL],
      env: [{ name: SENTINEL, value: SENTINEL }],
      volumeMounts: [{ name: "secrets", mountPath: "/mnt/secrets", subPath: SENTINEL }],
    },
  ],
  volumes: [
    {
      name: "secrets",
      csi: {
        driver: "secrets-store.csi.k8s.io",
        volumeAttributes: { secretProviderClass: "orders", other: SENTINEL },
      },
    },
    { name: "plain", configMap: { name: SENTINEL } },
  ],
};

/** An object of a cluster, with a value that nothing may repeat wherever something is not taken. */
function object(spec: object): object {
  return {
    metadata: {
      name: "orders",
      namespace: "orders",
      uid: SENTINEL,
      labels: { team: "orders" },
      annotations: {
        "eks.amazonaws.com/role-arn": "arn:aws:iam::111111111111:role/orders",
        "kubectl.kubernetes.io/last-applied-configuration": SENTINEL,
      },
      managedFields: [{ manager: "kubectl", fieldsV1: { [SENTINEL]: SENTINEL } }],
    },
    spec,
    data: { password: SENTINEL },
    status: { message: SENTINEL },
  };
}

const template = (spec: object) => ({ template: { spec, metadata: { note: SENTINEL } } });

describe("what is taken of a cluster's objects", () => {
  const kinds: [string, keyof typeof SPECS, object][] = [
    ["a Deployment", "workload", template(POD)],
    ["a CronJob", "cronJob", { jobTemplate: { spec: template(POD) }, schedule: SENTINEL }],
    [
      "a SecretProviderClass",
      "providerClass",
      {
        provider: "aws",
        parameters: { objects: "[]", region: "eu-west-1" },
        secretObjects: [
          { secretName: "db", type: "Opaque", data: [{ key: "a", objectName: "b" }], x: SENTINEL },
        ],
        other: SENTINEL,
      },
    ],
    [
      "a store of the External Secrets Operator",
      "store",
      {
        provider: {
          aws: {
            service: "SecretsManager",
            auth: {
              jwt: { serviceAccountRef: { name: "eso" } },
              secretRef: { accessKeyIDSecretRef: { name: SENTINEL } },
            },
          },
          vault: { server: SENTINEL },
        },
      },
    ],
    ["a namespace or a service account", "none", { finalizers: [SENTINEL] }],
  ];
  for (const [what, kind, spec] of kinds) {
    it(`is of ${what} what it mounts, names or reads, and no value`, () => {
      const json = JSON.stringify({ items: [object(spec)], metadata: { continue: SENTINEL } });
      const [one] = takenObjects("/api", json, SPECS[kind]);
      const whole = without(object(spec)) as typeof one;
      const taken = JSON.stringify(one);
      deepStrictEqual(
        [taken.includes("hunter2"), kind !== "none" && one?.spec],
        [false, kind !== "none" && whole?.spec],
      );
      deepStrictEqual(one?.metadata, {
        ...{ name: "orders", namespace: "orders", labels: { team: "orders" } },
        annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111111111111:role/orders" },
        managedFields: [{ manager: "kubectl" }],
      });
    });
  }

  it("is nothing of a list that the cluster does not have", () => {
    deepStrictEqual(takenObjects("/api", undefined, SPECS.none), []);
  });
});

/** The value without what nothing may repeat, and without what is empty then. */
function without(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(without).filter((one) => one !== undefined && !isEmpty(one));
  if (typeof value !== "object" || value === null) return value === SENTINEL ? undefined : value;
  const own = Object.entries(value).map(([key, one]) => [key, without(one)]);
  const kept = own.filter(([key, one]) => key !== SENTINEL && one !== undefined && !isEmpty(one));
  return Object.fromEntries(kept);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
