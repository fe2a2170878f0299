import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { componentSchema, publication } from "../../../scripts/component-schema";
import * as sdk from "../../../sdk";
import { SharedSecret } from "../../../sdk";
import schema from "../../../sdk/plugin/schema.json";
import {
  type ComponentName,
  componentNames,
  construct,
  minimal,
  others,
  plain,
} from "./minimal-args";
import { mockEngine, promiseOf } from "./mocked-engine";

const components = {
  AccessGuards: new Set(["attachedTo"]),
  PodReader: new Set(["roleArn", "roleName", "associationId", "serviceAccount"]),
  PodSecret: new Set(["secretArn"]),
  PodSecretKey: new Set(["keyArn", "keyId", "aliasName"]),
  PodSecretKeyPolicy: new Set(["keyArn"]),
  PodTargetRole: new Set(["roleArn"]),
  SecretMount: new Set(["contents", "secretProviderClass", "volume", "volumeMount"]),
  SecretsStoreCsi: new Set(["clusterName"]),
  SharedSecret: new Set(["keyArn", "secretArn"]),
  SharedSecretMount: new Set(["contents", "roleArn", "serviceAccount", "volume", "volumeMount"]),
};

/** The common members of components, properties, types and choices. */
interface Definition {
  description?: string;
  plain?: boolean;
  inputProperties?: Record<string, Definition>;
  properties?: Record<string, Definition>;
  enum?: { name: string; description?: string }[];
}

/** Replaces the tokens of components by their names. */
function mapEntries<T, R>(resources: Record<string, T>, map: (resource: T) => R) {
  return Object.fromEntries(
    Object.entries(resources).map(([token, one]) => [token.split(":")[2], map(one)]),
  );
}

function isComponent(prototype: unknown): boolean {
  return prototype instanceof ComponentResource;
}

describe("component schema", () => {
  let fresh: ReturnType<typeof componentSchema>;
  before(function () {
    this.timeout(120_000); // type-checks the library
    fresh = componentSchema();
  });

  it("is up to date; else npm run schemas", () => {
    deepStrictEqual(schema, JSON.parse(JSON.stringify(fresh)));
  });

  it("says where the package is published, once package.json does", () => {
    const { name } = schema;
    const { language, ...places } = publication({
      name,
      repository: { url: "git+https://github.com/example/pods.git" },
    });
    deepStrictEqual(places, {
      publisher: schema.publisher,
      repository: "https://github.com/example/pods",
      homepage: "https://github.com/example/pods",
      logoUrl: "https://raw.githubusercontent.com/example/pods/main/docs/logo.png",
      pluginDownloadURL: "github://api.github.com/example/pods",
    });
    ok(existsSync(join(__dirname, "../../..", places.logoUrl?.split("/main/")[1] ?? "none")));
    match(JSON.stringify(language.go), /"modulePath":"github\.com\/example\/pods\/sdk\/go"/);
    ok(!("repository" in publication({ name })), "nothing is made up before");
  });

  it("has every component, with its outputs and nothing private", () => {
    deepStrictEqual(
      mapEntries(schema.resources, (resource) => new Set(Object.keys(resource.properties))),
      components,
    );
  });

  it("describes every component, argument, output, type, property and choice", () => {
    const described = [
      ...Object.entries(schema.resources),
      ...Object.entries(schema.types),
    ].flatMap(([token, definition]: [string, Definition]) => [
      [token, definition] as const,
      ...Object.entries({ ...definition.inputProperties, ...definition.properties }).map(
        ([property, one]) => [`${token}.${property}`, one] as const,
      ),
      ...(definition.enum ?? []).map((choice) => [`${token}.${choice.name}`, choice] as const),
    ]);
    deepStrictEqual(
      described
        .filter(([, { description }]) => !description || description.includes("[object"))
        .map(([name]) => name),
      [],
    );
  });

  it("says of each optional argument what holds without it", () => {
    const silent = Object.entries(schema.resources).flatMap(([token, resource]) =>
      Object.entries<Definition>(resource.inputProperties)
        .filter(([key]) => !(resource.requiredInputs as string[]).includes(key))
        .filter(([, { description }]) => !/Defaults to|Required unless/.test(description ?? ""))
        .map(([key]) => `${token}.${key}`),
    );
    deepStrictEqual(silent, []);
  });

  it("lets every argument be an output that decides no resource", () => {
    const decisive = mapEntries(schema.resources, ({ inputProperties }) =>
      Object.entries<Definition>(inputProperties)
        .filter(([, one]) => one.plain)
        .map(([argument]) => argument)
        .sort(),
    );
    deepStrictEqual(
      decisive,
      Object.fromEntries(Object.entries(plain).map(([name, all]) => [name, [...all].sort()])),
    );
    for (const [token, { inputProperties }] of Object.entries(schema.resources)) {
      const component = token.split(":")[2] as ComponentName;
      const known = [minimal[component], others[component]].flatMap(Object.keys);
      deepStrictEqual(
        new Set(Object.keys(inputProperties)),
        new Set([...known, ...plain[component]]),
      );
    }
  });

  it("covers what the library exports as components", () => {
    const exported = Object.entries(sdk)
      .filter(([, value]) => typeof value === "function" && isComponent(value.prototype))
      .map(([name]) => name)
      .sort();
    deepStrictEqual(exported, [...componentNames].sort());
  });

  for (const name of componentNames) {
    it(`registers ${name} under the token that other languages use`, async () => {
      const engine = await mockEngine();
      construct(name, minimal[name]);
      await engine.settled();
      strictEqual(engine.one(`eks-pod-secrets:index:${name}`, "it").name, "it");
    });
  }
});

const checkout = join(__dirname, "..", "..", "..");

describe("the mocks that the documentation shows", () => {
  it("are enough for a unit test of SharedSecret", async () => {
    const page = readFileSync(join(checkout, "docs/reference/programs.md"), "utf8");
    const code = /```ts\n(pulumi\.runtime\.setMocks[\s\S]*?)```/.exec(page)?.[1];
    const directory = mkdtempSync(join(checkout, "bin", "mocks-"));
    writeFileSync(
      join(directory, "mocks.ts"),
      `import * as pulumi from "@pulumi/pulumi";\n${code}export const done = true;\n`,
    );
    try {
      strictEqual((await import(join(directory, "mocks.ts"))).done, true);
      const readers = [minimal.PodTargetRole.reader];
      const { keyArn, secretArn } = new SharedSecret("db", { secretName: "db", readers });
      strictEqual(
        await promiseOf(pulumi.interpolate`${secretArn} ${keyArn}`),
        "arn:aws:secretsmanager:us-east-1:222222222222:secret:db-secret-AbC123 arn:aws:kms:us-east-1:222222222222:key/db-key",
      );
    } finally {
      rmSync(directory, { recursive: true });
      await mockEngine();
    }
  });
});
