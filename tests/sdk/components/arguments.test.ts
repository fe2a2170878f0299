import { deepStrictEqual, fail, ok } from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  type ComponentName,
  componentNames,
  construct,
  minimal,
  others,
  plain,
} from "./minimal-args";
import { mockEngine } from "./mocked-engine";
import { rejectsLater } from "./rejects";

/** The message that TypeScript's users see. Users of other languages see its parts by property. */
function refusalOf(
  component: ComponentName,
  args: object | undefined,
): pulumi.InputPropertiesError {
  try {
    construct(component, args);
  } catch (error) {
    ok(pulumi.InputPropertiesError.isInstance(error), String(error));
    return error;
  }
  return fail(`${component} was accepted`);
}

/** How the message about each component without arguments begins, in order. */
const required: Record<ComponentName, string[]> = {
  AccessGuards: ["guards", "attachTo"],
  PodReader: ["clusterArn", "namespace", "serviceAccount"],
  PodSecret: ["secretName"],
  PodSecretKey: ["keyAlias"],
  PodSecretKeyPolicy: ["keyArn", "secrets"],
  PodTargetRole: ["reader", "readerRoleArn", "ownerAccountId"],
  SecretMount: ["namespace", "region", "objects"],
  SecretsStoreCsi: ["clusterName"],
  SharedSecret: ["secretName", "readers"],
  SharedSecretMount: ["secrets", "clusterArn", "namespace", "serviceAccount"],
};

/** Arguments that lack something the schema requires, at each depth. They have nothing superfluous. */
const requiredWithin: [ComponentName, object, string][] = [
  ["PodReader", { secrets: [{}] }, "secrets[0].arn"],
  ["PodTargetRole", { reader: {} }, "reader.clusterArn"],
  ["PodSecret", { rotation: { lambdaArn: "a" } }, "rotation.automaticallyAfterDays"],
  ["PodSecret", { readers: [{ reader: minimal.PodTargetRole.reader }] }, "readers[0].roleArn"],
  ["PodSecret", { readers: [{ reader: { clusterArn: "a" } }] }, "readers[0].reader.namespace"],
  ["PodSecretKeyPolicy", { secrets: [{ encryptionContextArns: [] }] }, "secrets[0].readerRoleArns"],
  [
    "SecretMount",
    { secretObjects: [{ secretName: "a", data: [{ key: "a" }] }] },
    "secretObjects[0].data[0].objectName",
  ],
];

const ofWrongKind: [ComponentName, object, string][] = [
  ["PodReader", { clusterArn: 5 }, "clusterArn must be a text, got the number 5"],
  ["PodReader", { secrets: ["db"] }, 'secrets[0] must be a mapping, got "db"'],
  [
    "PodReader",
    { createServiceAccount: "no" },
    'createServiceAccount must be true or false, got "no"',
  ],
  ["PodSecretKeyPolicy", { secrets: [undefined] }, "secrets[0] must be a mapping, got nothing"],
  ["PodReader", { tags: { team: 1 } }, "tags.team must be a text, got the number 1"],
  ["PodSecret", { recoveryWindowInDays: "30" }, 'recoveryWindowInDays must be a number, got "30"'],
  ["PodSecret", { readers: {} }, "readers must be a list, got an empty mapping"],
  [
    "PodSecret",
    { extraPolicyStatements: ["Allow"] },
    'extraPolicyStatements[0] must be a mapping, got "Allow"',
  ],
  [
    "PodTargetRole",
    { ownerAccountId: 222222222222 },
    "ownerAccountId must be a text, got the number 222222222222",
  ],
  ["SecretMount", { objects: [null] }, "objects[0] must be a mapping, got nothing"],
];

function last(path: string): string {
  return path.split(".").at(-1) ?? path;
}

describe("the arguments of components", () => {
  for (const component of componentNames) {
    it(`${component} without arguments is refused by its name and its first missing argument`, async () => {
      const engine = await mockEngine();
      for (const args of [{}, undefined]) {
        const { errors, message } = refusalOf(component, args);
        deepStrictEqual(
          errors.map(({ propertyPath }) => propertyPath),
          required[component],
        );
        ok(message.startsWith(`${component} it: ${required[component][0]} is required`), message);
      }
      await engine.settled();
      deepStrictEqual(engine.children(), []);
    });
  }

  for (const [component, changes, path] of requiredWithin) {
    it(`${component} without ${path} is refused`, () => {
      const { message } = refusalOf(component, { ...minimal[component], ...changes });
      ok(message.startsWith(`${component} it: ${path} is required`), message);
    });
  }

  for (const [component, changes, reason] of ofWrongKind) {
    it(`${component} is refused: ${reason}`, () => {
      const { errors, message } = refusalOf(component, { ...minimal[component], ...changes });
      deepStrictEqual([errors[0]?.reason, message], [reason, `${component} it: ${reason}`]);
    });
  }

  it("are refused where they are misspelt, as sealedfor would leave a secret open", () => {
    const { errors } = refusalOf("PodSecret", { ...minimal.PodSecret, sealedfor: [] });
    deepStrictEqual(errors, [
      { propertyPath: "sealedfor", reason: "sealedfor is unknown; did you mean sealedFor?" },
    ]);
  });

  for (const [component, former, name] of [
    ["PodReader", "permissionsBoundaryArn", "permissionsBoundary"],
    ["PodTargetRole", "permissionsBoundaryArn", "permissionsBoundary"],
    ["PodSecret", "kmsKeyArn", "keyArn"],
    ["PodSecret", "kmsKeyId", "keyArn"],
    ["SharedSecret", "policy", "extraPolicyStatements"],
    ["PodReader", "path", "rolePath"],
    ["PodSecretKey", "alias", "keyAlias"],
    ["SecretMount", "secretProviderClassName", "secretProviderClass"],
    ["SharedSecretMount", "secrets[0].fileName", "secrets[0].objectAlias"],
  ] as [ComponentName, string, string][]) {
    it(`${component} given ${former} is refused, and ${name} is named`, () => {
      const args = JSON.parse(JSON.stringify(minimal[component]).replace(last(name), last(former)));
      const isRequired = JSON.stringify(minimal[component]).includes(`"${last(name)}"`);
      const { message } = refusalOf(component, isRequired ? args : { ...args, [former]: "it" });
      const says = isRequired
        ? `${name} is required`
        : `${former} is unknown; did you mean ${name}?`;
      deepStrictEqual(message.replace(/ \(and .*/, ""), `${component} it: ${says}`);
    });
  }

  it("are refused by the name that a replica of AWS has for them", () => {
    const replicas = [{ region: "eu-west-1", kmsKeyId: "it" }];
    const { message } = refusalOf("PodSecret", { ...minimal.PodSecret, replicas });
    const says = "replicas[0].kmsKeyId is unknown; did you mean keyArn?";
    deepStrictEqual(message, `PodSecret it: ${says}`);
  });

  it("may be more than a component has, as a program may spread one object into several", async () => {
    const engine = await mockEngine();
    construct("PodSecretKey", { ...minimal.PodSecretKey, ...minimal.PodReader });
    await engine.settled();
  });

  for (const [component, changes, message] of [
    ["PodReader", { clusterArn: undefined }, /clusterArn is required/],
    ["PodReader", { secrets: [{}] }, /secrets\[0\]\.arn is required/],
    ["PodTargetRole", { reader: { namespace: "orders" } }, /reader\.clusterArn is required/],
    ["PodSecret", { replicas: [{}] }, /replicas\[0\]\.region is required/],
    ["PodSecretKey", { keyAlias: undefined }, /keyAlias is required/],
    ["PodSecretKeyPolicy", { secrets: [{}] }, /secrets\[0\]\.encryptionContextArns is required/],
    ["SecretMount", { objects: [{}] }, /objects\[0\]\.objectName is required/],
    ["SecretsStoreCsi", { rotationPollInterval: 5 }, /rotationPollInterval must be a text/],
  ] as [ComponentName, Record<string, unknown>, RegExp][]) {
    it(`are refused once known: ${component} ${message.source}`, () =>
      rejectsLater(() => {
        const later = Object.entries(changes).map(([name, value]) => [name, pulumi.output(value)]);
        return construct(component, { ...minimal[component], ...Object.fromEntries(later) });
      }, message));
  }

  for (const component of componentNames) {
    for (const argument of plain[component]) {
      it(`${component} takes no output for ${argument}`, () => {
        const args = { ...minimal[component], [argument]: pulumi.output(undefined) };
        const reason = `${argument} must be a plain value, got an output: it decides which resources there are`;
        deepStrictEqual(refusalOf(component, args).errors[0], { propertyPath: argument, reason });
      });
    }

    const values = Object.entries({ ...minimal[component], ...others[component] });
    for (const [argument, value] of values.filter(([one]) => !plain[component].includes(one))) {
      it(`${component} is previewed while ${argument} is not known`, async () => {
        const args = { ...minimal[component], ...neededBy[argument] };
        const known = await previewed(component, { ...args, [argument]: value });
        const unknown = pulumi.output(pulumi.unknown);
        deepStrictEqual(await previewed(component, { ...args, [argument]: unknown }), known);
      });
    }
  }

  it("may hold outputs that are not known, where they are plain themselves", async () => {
    const unknown = pulumi.output(pulumi.unknown);
    const args = {
      ...minimal.PodSecret,
      keyArn: unknown,
      readers: [unknown, { reader: unknown, roleArn: unknown }],
      rotation: { lambdaArn: unknown, automaticallyAfterDays: unknown },
      extraPolicyStatements: [unknown, { Sid: unknown }],
    };
    deepStrictEqual(await previewed("PodSecret", args), [
      "aws:secretsmanager/secret:Secret it-secret",
      "aws:secretsmanager/secretPolicy:SecretPolicy it-policy",
      "aws:secretsmanager/secretRotation:SecretRotation it-rotation",
      "eks-pod-secrets:index:PodSecret it",
    ]);
  });
});

/** What else an argument needs or replaces. */
const neededBy: Record<string, object> = {
  targetRoleArn: { secrets: undefined },
  existingSecretArn: { secretName: undefined },
  driverVersion: { install: "helm" },
  tokenAudiences: { install: "helm" },
};

async function previewed(component: ComponentName, args: object): Promise<string[]> {
  const engine = await mockEngine({ preview: true });
  construct(component, args);
  await engine.settled();
  return engine.children();
}

const existingSecretArn = minimal.PodTargetRole.secrets[0]?.arn;

/** The argument that names an account, by component. */
const cases: [ComponentName, string, object][] = [
  ["PodReader", "clusterArn", minimal.PodReader],
  ["PodSecret", "existingSecretArn", { existingSecretArn, sealedFor: [] }],
  ["PodSecretKeyPolicy", "keyArn", minimal.PodSecretKeyPolicy],
  ["PodTargetRole", "ownerAccountId", minimal.PodTargetRole],
  ["SharedSecretMount", "clusterArn", minimal.SharedSecretMount],
];

function callerIdentity(accountId: string) {
  return { call: () => ({ accountId, id: accountId }) };
}

describe("the place of a component's AWS provider", () => {
  for (const [component, argument, args] of cases) {
    it(`is in the account of ${argument} of ${component}, or nothing is made`, async () => {
      const reason = new RegExp(
        `${component} it: ${argument} must be of account 999999999999, which the AWS provider is of`,
      );
      const engine = await rejectsLater(
        () => construct(component, args),
        reason,
        callerIdentity("999999999999"),
      );
      deepStrictEqual(
        engine.children().filter((one) => !one.startsWith("eks-pod-secrets:")),
        [],
      );
    });
  }

  for (const [component, argument, args] of cases.filter(([, name]) => name.endsWith("Arn"))) {
    it(`is in the region of ${argument} of ${component}, or nothing is made`, async () => {
      const reason = new RegExp(
        `${component} it: ${argument} must be of region eu-north-1, which the AWS provider is of`,
      );
      await rejectsLater(() => construct(component, args), reason, {
        call: () => ({ region: "eu-north-1" }),
      });
    });
  }

  it("is asked once of each provider", async () => {
    const asked: string[] = [];
    const count = ({ token }: { token: string }) => {
      asked.push(token);
      return {};
    };
    const engine = await mockEngine({ call: count });
    construct("SharedSecretMount", minimal.SharedSecretMount);
    await engine.settled();
    deepStrictEqual(asked, [
      "aws:index/getCallerIdentity:getCallerIdentity",
      "aws:index/getRegion:getRegion",
    ]);
  });
});
