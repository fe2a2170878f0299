import { deepStrictEqual, ok } from "node:assert/strict";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import {
  ComponentResource,
  type ComponentResourceOptions,
  rootStackResource,
} from "@pulumi/pulumi";
import { PodSecretKey, PodSecretKeyPolicy } from "../../../sdk";
import schema from "../../../sdk/plugin/schema.json";
import { type ComponentName, componentNames, construct, minimal } from "./minimal-args";
import { type MockedEngine, mockEngine, type Registered } from "./mocked-engine";

const reader = minimal.PodTargetRole.reader;

/** Arguments with which a component makes all of its children. */
const all: Partial<Record<ComponentName, object>> = {
  PodSecret: {
    keyArn: minimal.PodSecretKeyPolicy.keyArn,
    readers: [{ reader, roleArn: minimal.PodTargetRole.readerRoleArn }],
    rotation: {
      lambdaArn: "arn:aws:lambda:eu-west-1:222222222222:function:rotate",
      automaticallyAfterDays: 30,
    },
  },
  SecretsStoreCsi: { install: "helm" },
  SharedSecret: { readers: [reader] },
};

async function registered(
  component: ComponentName,
  optionsOf: () => ComponentResourceOptions,
  name?: string,
): Promise<MockedEngine> {
  const engine = await mockEngine({
    regions: { "": "eu-west-1", aws: "eu-west-1" },
    accounts: { "": "222222222222", aws: "222222222222" },
    resolvesAliases: true,
  });
  construct(component, { ...minimal[component], ...all[component] }, optionsOf(), name);
  await engine.settled();
  return engine;
}

describe("the options of components", () => {
  it("let a protected secret keep a policy that gives nobody access, so that its last reader can go", async () => {
    const args = { ...minimal.PodSecret, readers: [] };
    const engine = await mockEngine();
    construct("PodSecret", args, { protect: true });
    construct("PodSecret", args, {}, "other");
    await engine.settled();
    const { inputs } = engine.one("aws:secretsmanager/secretPolicy:SecretPolicy", "it-policy");
    deepStrictEqual(JSON.parse(inputs.policy).Statement, [
      {
        Sid: "NoOtherAccount",
        Effect: "Deny",
        Principal: "*",
        Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        Resource: "*",
        Condition: { StringNotEquals: { "aws:PrincipalAccount": "111111111111" } },
      },
    ]);
    ok(!engine.children().includes("aws:secretsmanager/secretPolicy:SecretPolicy other-policy"));
  });

  for (const [what, protect, opts] of [
    ["with its key", true, {}],
    ["unless it says otherwise", false, { protect: false }],
  ] as const) {
    it(`protect a key's policy ${what}`, async () => {
      const engine = await mockEngine();
      const { keyArn } = new PodSecretKey("it", { keyAlias: "orders" }, { protect: true });
      new PodSecretKeyPolicy("it", { keyArn, secrets: [] }, opts);
      await engine.settled();
      const policy = engine.registered.find(({ resource }) => resource.includes(":KeyPolicy "));
      deepStrictEqual(policy?.protect, protect);
    });
  }

  for (const component of componentNames) {
    const own = `eks-pod-secrets:index:${component} it`;

    it(`${component} hands protect on to every child`, async () => {
      const engine = await registered(component, () => ({ protect: true }));
      ok(engine.registered.length > 1);
      deepStrictEqual(
        engine.registered.filter(({ protect }) => !protect).map(({ resource }) => resource),
        [],
      );
    });

    it(`${component} leaves retainOnDelete and deletedWith of its children to the engine`, async () => {
      const engine = await registered(component, () => ({
        retainOnDelete: true,
        deletedWith: new AwsProvider("shop", {}),
      }));
      const set = engine.registered.filter((one) => one.retainOnDelete || one.deletedWith);
      deepStrictEqual(
        set.map(({ deletedWith, resource, retainOnDelete }) => [
          resource,
          retainOnDelete,
          deletedWith.split("::").at(-1),
        ]),
        [[own, true, "shop"]],
      );
    });

    it(`${component} puts every child with the provider of its kind, from a list or a map`, async () => {
      const providers = () => ({
        aws: new AwsProvider("aws", {}),
        kubernetes: new KubernetesProvider("kubernetes", {}),
      });
      for (const given of [providers, () => Object.values(providers())]) {
        const engine = await registered(component, () => ({ providers: given() }));
        const strays = engine.resources.filter(({ provider, type }) => {
          const [kind = ""] = type.split(":");
          return ["aws", "kubernetes"].includes(kind) && provider !== kind;
        });
        deepStrictEqual(strays, []);
      }
    });

    // Only the component's own children. Those of inner components are tested with these components.
    it(`${component} takes its children along to another name and another parent`, async () => {
      const ofComponent = (name: string) => (one: Registered) =>
        [one.resource, one.parent].includes(`eks-pod-secrets:index:${component} ${name}`);
      const before = await registered(component, () => ({}), "was");
      const after = await registered(component, () => ({
        aliases: [{ name: "was", parent: rootStackResource }],
        parent: new ComponentResource("shop:index:Shop", "shop"),
      }));
      const places = before.registered.filter(ofComponent("was")).map(({ place }) => [place]);
      ok(places.length > 1);
      deepStrictEqual(
        after.registered
          .filter(ofComponent("it"))
          .map(({ aliases }) => aliases)
          .sort(),
        places.sort(),
      );
    });

    it(`${component} lets a transformation see every child`, async () => {
      const seen: string[] = [];
      const engine = await registered(component, () => ({
        transformations: [
          ({ name, type }) => {
            seen.push(`${type} ${name}`);
            return undefined;
          },
        ],
      }));
      deepStrictEqual(seen.sort(), engine.children());
    });
  }
});

/** Pairs of names in which one contains the other, though they mean two things. */
const differ: Readonly<Record<string, string>> = {
  "identity formerIdentity": "how pods get their role, and how they got it before",
  "objectVersion objectVersionLabel": "a version's id, and a staging label",
  "objects secretObjects": "what is mounted, and the Kubernetes Secrets that are copied from it",
  "readerRoleArn formerReaderRoleArn": "a reader's role, and the one that it had before",
  "roleArn formerReaderRoleArn": "the role of what is described, and one that its reader had",
  "roleArn readerRoleArn": "the role of what is described, and its reader's role",
  "roleArn targetRoleArn": "the role of what is described, and the one as which it reads",
  "secretArn existingSecretArn": "the secret that comes out, and one that is not created",
};

/** Names that mean something about the entry itself in a list, such as `version` in `objects`. */
const ofItself = new Set(["arn", "key", "path", "region", "version"]);

interface Property {
  description?: string;
  type?: string;
  $ref?: string;
}

interface Definition {
  description?: string;
  inputProperties?: Record<string, Property>;
  properties?: Record<string, Property>;
}

const definitions: [string, Definition][] = [
  ...Object.entries(schema.resources),
  ...Object.entries(schema.types),
];

/** Every argument and output, and their parts, except for those of Kubernetes's own volumes. */
const properties = definitions
  .filter(([type]) => !type.includes(":CsiVolume"))
  .flatMap(([, one]) => Object.entries({ ...one.inputProperties, ...one.properties }));

function typesOf(name: string): Set<string | undefined> {
  return new Set(properties.filter(([one]) => one === name).map(([, p]) => p.$ref ?? p.type));
}

/** Whether a name is the same as another one with words before or after it, such as `alias` and `keyAlias`. */
function isWithin(short: string, long: string): boolean {
  const capital = short.charAt(0).toUpperCase() + short.slice(1);
  return (
    long.endsWith(capital) || (long.startsWith(short) && /^[A-Z]/.test(long.slice(short.length)))
  );
}

describe("the names of arguments and outputs", () => {
  const names = [...new Set(properties.map(([name]) => name))];

  it("are one for one thing: none is another with more words, unless they are two things", () => {
    const alike = names
      .filter((name) => !ofItself.has(name))
      .flatMap((short) =>
        names
          .filter((long) => long !== short && isWithin(short, long))
          .filter((long) => [...typesOf(short)].some((type) => typesOf(long).has(type)))
          .map((long) => `${short} ${long}`),
      );
    deepStrictEqual(new Set(alike), new Set(Object.keys(differ)));
  });

  it("are one for what is described in the same words", () => {
    const described = new Map<string, Set<string>>();
    for (const [name, { description = "" }] of properties) {
      const says = description.split(/[.,;]/)[0] ?? "";
      described.set(says, (described.get(says) ?? new Set()).add(name));
    }
    const several = [...described].filter(([, some]) => some.size > 1);
    // `arn` in an entry is the secret's ARN. An alias is given without the prefix that it has in the output.
    deepStrictEqual(several, [
      ["Name of the key's alias", new Set(["keyAlias", "aliasName"])],
      ["Full ARN of the secret", new Set(["arn", "secretArn"])],
    ]);
  });
});
