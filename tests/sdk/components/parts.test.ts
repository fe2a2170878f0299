import { deepStrictEqual, match } from "node:assert/strict";

import { readerRoleName } from "../../../sdk";
import schema from "../../../sdk/plugin/schema.json";
import { type ComponentName, construct, minimal, others, wrongArguments } from "./minimal-args";
import { mockEngine } from "./mocked-engine";
import { rejectsLater } from "./rejects";

type Whole = "SharedSecret" | "SharedSecretMount";

const pod = minimal.PodTargetRole.reader;
const owner = "eu-west-1:222222222222";
const secret = {
  ...{ arn: `arn:aws:secretsmanager:${owner}:secret:db-AbC123`, style: "exact" },
  keyArn: `arn:aws:kms:${owner}:key/11111111-2222-3333-4444-555555555555`,
  encryptionContextArns: [`arn:aws:secretsmanager:${owner}:secret:db-AbC123`],
};
const content = {
  ...{ objectVersionLabel: "AWSPREVIOUS", filePermission: "0600" },
  jmesPath: [{ path: "user", objectAlias: "user" }],
};
const roleArn = `arn:aws:iam::111111111111:role/${readerRoleName(pod)}`;
const statement = (Sid: string) => [
  { Sid, Effect: "Deny", Principal: "*", Action: "*", Resource: "*" },
];

/** Every argument, each with a value that is not the default. */
const given: Record<Whole, Record<string, unknown>> = {
  SharedSecret: {
    ...others.SharedSecret,
    secretName: "db",
    readers: [pod],
    tags: { "eks-cluster-name": "shop", "kubernetes-namespace": "orders" },
    style: "attributes",
    sealedFor: ["arn:aws:iam::222222222222:role/admin"],
    rotation: {
      lambdaArn: `arn:aws:lambda:${owner}:function:rotate`,
      automaticallyAfterDays: 30,
    },
    extraPolicyStatements: statement("Mine"),
    extraKeyPolicyStatements: statement("MineOfTheKey"),
  },
  SharedSecretMount: {
    ...others.SharedSecretMount,
    ...pod,
    secrets: [{ ...secret, ...content, objectAlias: "db" }],
    createServiceAccount: false,
    identity: "irsa",
    oidcProviderArn:
      "arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE",
    secretObjects: [{ secretName: "db", data: [{ key: "user", objectName: "user" }] }],
  },
};

/** The parts that take each argument, unchanged under the same name, or as `taken` says. */
const parts: Record<Whole, Record<string, string[]>> = {
  SharedSecret: {
    PodSecretKey: ["keyAlias", "deletionWindowInDays", "tags"],
    PodSecret: [
      ...["secretName", "renamedFrom", "description", "recoveryWindowInDays", "tags", "replicas"],
      ...["rotation", "readers", "style", "organizationId", "sealedFor", "extraPolicyStatements"],
    ],
    PodSecretKeyPolicy: ["organizationId", "extraKeyPolicyStatements"],
  },
  SharedSecretMount: {
    PodReader: [
      ...["clusterArn", "namespace", "serviceAccount", "createServiceAccount", "secrets"],
      ...["roleName", "rolePath", "permissionsBoundary", "keptPolicyNames", "keptPolicyArns"],
      ...["tags", "identity", "oidcProviderArn"],
    ],
    SecretMount: [
      ...[
        "identity",
        "namespace",
        "secretProviderClass",
        "pathTranslation",
        "preferredAddressType",
      ],
      ...["secretObjects", "volumeName", "mountPath", "secrets"],
    ],
  },
};

const taken: Record<string, [string, unknown]> = {
  "PodSecret readers": ["readers", [{ reader: pod, roleArn }]],
  "PodSecretKeyPolicy extraKeyPolicyStatements": [
    "extraPolicyStatements",
    statement("MineOfTheKey"),
  ],
  "PodReader secrets": ["secrets", [secret]],
  "SecretMount identity": ["usePodIdentity", false],
  "SecretMount secrets": ["objects", [{ ...content, objectName: secret.arn, objectAlias: "db" }]],
};

for (const whole of ["SharedSecret", "SharedSecretMount"] as const) {
  describe(`${whole}, of the components that it is made of,`, () => {
    it("hands each of its arguments to those that take it", async () => {
      const account = whole === "SharedSecret" ? "222222222222" : "111111111111";
      const engine = await mockEngine({
        accounts: { "": account },
        regions: { "": "eu-west-1" },
      });
      construct(whole, given[whole]);
      await engine.settled();
      for (const [part, names] of Object.entries(parts[whole])) {
        const { inputs } = engine.one(`eks-pod-secrets:index:${part}`, "it");
        for (const argument of names) {
          const own = [argument, given[whole][argument]] as const;
          const [name, value] = taken[`${part} ${argument}`] ?? own;
          deepStrictEqual({ [`${part} ${name}`]: inputs[name] }, { [`${part} ${name}`]: value });
        }
      }
      const known = Object.keys(schema.resources[`eks-pod-secrets:index:${whole}`].inputProperties);
      deepStrictEqual(new Set(Object.values(parts[whole]).flat()), new Set(known));
      deepStrictEqual(new Set(Object.keys(given[whole])), new Set(known));
    });
  });
}

describe("each argument", () => {
  for (const { args, argument, component } of wrongArguments()) {
    it(`${argument} of ${component} is refused by both names where it is wrong`, async () => {
      await mockEngine();
      match(refusal(component, args), new RegExp(`^${component} it: ${argument}\\b`));
    });
  }
});

function refusal(component: ComponentName, args: object): string {
  try {
    construct(component, args);
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was refused";
}

describe("SharedSecret, of what its parts find only once they know the secret,", () => {
  const args = { secretName: "db", readers: [pod] };
  const cases: [string, object, RegExp][] = [
    [
      "a reader of its own account",
      args,
      /SharedSecret it: readers\[0\] must be a role of another account than 111111111111/,
    ],
    [
      "a statement of the policy's own Sid",
      { ...args, readers: [], extraPolicyStatements: [...statement("Mine"), ...statement("Mine")] },
      /SharedSecret it: extraPolicyStatements must have Sids of their own, got "Mine" twice/,
    ],
    [
      "a statement of the key policy's own Sid",
      { ...args, readers: [], extraKeyPolicyStatements: statement("Enable IAM User Permissions") },
      /SharedSecret it: extraKeyPolicyStatements must have Sids of their own/,
    ],
  ];
  for (const [what, wrong, says] of cases) {
    it(`names itself, and refuses ${what}`, () =>
      rejectsLater(() => construct("SharedSecret", wrong), says));
  }
});

describe("SharedSecret over mocks that give resources no ARN", () => {
  const cases: [string, string, (type: string) => boolean][] = [
    ["keyArn", "aws:kms/key:Key", () => true],
    ["secretArn", "aws:secretsmanager/secret:Secret", (type) => !type.startsWith("aws:kms/")],
  ];
  for (const [output, type, plain] of cases) {
    it(`names itself, ${output} and the type that needs one`, async () => {
      const says = `SharedSecret it: ${output} is undefined, because ${type} has no arn; let the mocks`;
      await rejectsLater(() => construct("SharedSecret", minimal.SharedSecret), new RegExp(says), {
        plain,
      });
    });
  }
});
