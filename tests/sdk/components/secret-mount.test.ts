import { deepStrictEqual } from "node:assert";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import * as pulumi from "@pulumi/pulumi";

import { ObjectType, SecretMount, type SecretMountArgs } from "../../../sdk";
import { csiVolume, csiVolumeMount } from "../../../sdk/manifest/csi-volume";
import { secretProviderClass } from "../../../sdk/manifest/secret-provider-class";
import { mockEngine, promiseOf } from "./mocked-engine";
import { rejects, rejectsEach, rejectsLater } from "./rejects";

const type = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
const secretArn = "arn:aws:secretsmanager:us-east-1:222222222222:secret:db-AbC123";
const args = {
  namespace: "orders",
  region: "us-east-1",
  objects: [{ objectName: "db", objectType: ObjectType.SecretsManager }],
} satisfies SecretMountArgs;

function later<T>(value: T): pulumi.Output<T> {
  return pulumi.output(value) as pulumi.Output<T>;
}

async function construct(changes: Partial<SecretMountArgs> = {}) {
  const engine = await mockEngine();
  const mount = new SecretMount("orders", { ...args, ...changes });
  const outputs = await promiseOf(
    pulumi.all([mount.secretProviderClass, mount.volume, mount.volumeMount]),
  );
  const contents = await promiseOf(mount.contents);
  await engine.settled();
  return { ...engine, outputs, contents };
}

describe("SecretMount", () => {
  it("is a SecretProviderClass of the component's name", async () => {
    const engine = await construct();
    deepStrictEqual(engine.children(), [
      "eks-pod-secrets:index:SecretMount orders",
      `${type} orders-provider-class`,
    ]);
    deepStrictEqual(
      engine.one(type, "orders-provider-class").inputs,
      secretProviderClass({ ...args, name: "orders" }),
    );
  });

  it("tells other files from the same ones", async () => {
    const { contents } = await construct();
    const same = await construct({ volumeName: "db", mountPath: "/run/db" });
    const other = await construct({
      objects: [{ objectName: "db", objectType: ObjectType.SecretsManager, objectAlias: "other" }],
    });
    deepStrictEqual([same.contents === contents, other.contents === contents], [true, false]);
  });

  it("outputs the volume and its mount for the pod", async () => {
    const { outputs } = await construct({
      secretProviderClass: "db",
      volumeName: "db",
      mountPath: "/run/db",
    });
    deepStrictEqual(outputs, ["db", csiVolume("db", "db"), csiVolumeMount("db", "/run/db")]);
  });

  it("mounts at /mnt/secrets by default", async () => {
    const { outputs } = await construct();
    deepStrictEqual(outputs[2], { name: "secrets", mountPath: "/mnt/secrets", readOnly: true });
  });

  it("takes an ARN that is known only later", async () => {
    const engine = await construct({
      objects: [{ objectName: pulumi.output(secretArn), objectAlias: "db" }],
    });
    deepStrictEqual(
      engine.one(type, "orders-provider-class").inputs.spec.parameters.objects,
      `- objectName: "${secretArn}"\n  objectAlias: "db"\n`,
    );
  });

  it("has a name that does not wait for the ARNs, which would have another ARN replace it", async () => {
    const engine = await mockEngine();
    const { arn } = new Secret("db");
    new SecretMount("orders", { ...args, objects: [{ objectName: arn, objectAlias: "db" }] });
    await engine.settled();
    const registered = engine.registered.find(
      ({ resource }) => resource === `${type} orders-provider-class`,
    );
    deepStrictEqual(Object.keys(registered?.dependencies ?? {}), ["spec"]);
  });

  it("warns that a Kubernetes Secret is read by others than the pod, and only then", async () => {
    const warnings: string[] = [];
    const { warn } = pulumi.log;
    const log = pulumi.log as { warn: unknown };
    log.warn = (message: string) => warnings.push(message);
    try {
      await construct({ namespace: "web" });
      await construct({ namespace: "web", secretObjects: [] });
      await construct({
        secretObjects: [{ secretName: "db", data: [{ key: "db", objectName: "db" }] }],
      });
    } finally {
      log.warn = warn;
    }
    deepStrictEqual(warnings, [
      "secretObjects copies the values into Kubernetes Secrets, which everyone who may read Secrets of namespace orders reads",
    ]);
  });

  it("waits with a Kubernetes Secret's files until the objects' names are known", async () => {
    const engine = await construct({
      objects: [{ objectName: pulumi.output("db"), objectType: ObjectType.SecretsManager }],
      secretObjects: [{ secretName: "db", data: [{ key: "db", objectName: "db" }] }],
    });
    deepStrictEqual(engine.one(type, "orders-provider-class").inputs.spec.secretObjects, [
      { secretName: "db", type: "Opaque", data: [{ key: "db", objectName: "db" }] },
    ]);
  });

  const db = { objectName: "db", objectType: ObjectType.SecretsManager };
  const replica = secretArn.replace("us-east-1", "us-west-2");
  const outputs: Record<string, Partial<SecretMountArgs>> = {
    "an object": { objects: [pulumi.output(db)] },
    "the alias of an ARN": { objects: [{ objectName: secretArn, objectAlias: later("db") }] },
    "the type of a name": { objects: [{ ...db, objectType: later("secretsmanager") }] },
    "the alias of a name that another object has too": {
      objects: [db, { ...db, objectAlias: later("other") }],
    },
    "the region to fail over to": {
      failoverRegion: later("us-west-2"),
      objects: [
        { objectName: secretArn, objectAlias: "db", failoverObject: { objectName: replica } },
      ],
    },
    "what to read there": {
      failoverRegion: "us-west-2",
      objects: [
        {
          ...{ objectName: secretArn, objectAlias: "db" },
          failoverObject: later({ objectName: replica }),
        },
      ],
    },
    "what stands for a slash": {
      pathTranslation: later("-"),
      objects: [
        { ...db, objectName: "a/b" },
        { ...db, objectName: "a_b" },
      ],
    },
    "a key of a JSON value": {
      objects: [{ ...db, jmesPath: [later({ path: "user", objectAlias: "user" })] }],
    },
    "a Kubernetes Secret": {
      secretObjects: [later({ secretName: "db", data: [{ key: "db", objectName: "db" }] })],
    },
    "a key of a Kubernetes Secret": {
      secretObjects: [{ secretName: "db", data: [later({ key: "db", objectName: "db" })] }],
    },
  };
  for (const [what, changes] of Object.entries(outputs)) {
    it(`takes ${what} that is known only later`, async () => {
      const engine = await construct(changes);
      deepStrictEqual(engine.children().length, 2);
    });
  }

  rejectsEach(
    (changes: Partial<SecretMountArgs>) => new SecretMount("orders", { ...args, ...changes }),
    {
      'secretObjects[0].data[0].objectName must be a file of the mount (db), got "password"': {
        secretObjects: [{ secretName: "db", data: [{ key: "password", objectName: "password" }] }],
      },
      'objects[1] must have a file name of its own, got "db", which objects[0] has too; set objectAlias':
        {
          objects: [
            { objectName: pulumi.output(secretArn), objectAlias: "db" },
            { objectName: "db", objectType: ObjectType.SecretsManager },
          ],
        },
    },
  );

  it("rejects a name of its own that no SecretProviderClass may have", () =>
    rejects(
      () => new SecretMount("Orders", args),
      'secretProviderClass must be at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit, got "Orders"',
    ));

  it("rejects an ARN of another region once it is known", () =>
    rejectsLater(
      () =>
        new SecretMount("orders", {
          ...args,
          region: "eu-west-1",
          objects: [{ objectName: pulumi.output(secretArn), objectAlias: "db" }],
        }),
      /objects\[0\]\.objectName must be an ARN of region eu-west-1, where it is read/,
    ));
});
