import { deepStrictEqual, match, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { ComponentResource } from "@pulumi/pulumi";
import { type AnalyzeResult, Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";

import packageJson from "../../package.json";
import * as sdk from "../../sdk";
import {
  type ComponentName,
  componentNames,
  construct,
  minimal,
  others,
  plain,
} from "./minimal-args";
import { mockEngine } from "./mocked-engine";

const components = {
  PodReader: new Set(["roleArn", "roleName", "associationId", "serviceAccountName"]),
  PodSecret: new Set(["secretArn"]),
  PodSecretKey: new Set(["keyArn", "keyId", "aliasName"]),
  PodSecretKeyPolicy: new Set(["keyArn"]),
  PodTargetRole: new Set(["roleArn"]),
  SecretMount: new Set(["contents", "secretProviderClassName", "volume", "volumeMount"]),
  SecretsStoreCsi: new Set(["clusterName"]),
};

const root = join(__dirname, "../..");

function isComponent(prototype: unknown): boolean {
  return prototype instanceof ComponentResource;
}

describe("component schema", () => {
  let analyzed: AnalyzeResult;

  before(function () {
    this.timeout(120_000); // type-checks the library as Pulumi's plugin host does
    // By settings that leave out the other folders, which the library does not import: to read them takes twice as long.
    const settings = join(__dirname, "library");
    const library = {
      name: packageJson.name,
      main: relative(settings, join(root, packageJson.main)),
    };
    analyzed = new Analyzer(settings, library.name, library, new Set(componentNames)).analyze();
  });

  it("has every component, with its outputs and nothing private", () => {
    deepStrictEqual(
      Object.fromEntries(
        Object.entries(analyzed.components).map(([name, { outputs }]) => [
          name,
          new Set(Object.keys(outputs)),
        ]),
      ),
      components,
    );
  });

  it("documents every component, argument, output and type's property", () => {
    const described = [
      ...Object.entries(analyzed.components).flatMap(([name, { description, inputs, outputs }]) => [
        [name, { description }] as const,
        ...Object.entries({ ...inputs, ...outputs }).map(
          ([property, definition]) => [`${name}.${property}`, definition] as const,
        ),
      ]),
      ...Object.entries(analyzed.typeDefinitions).flatMap(([name, { properties }]) =>
        Object.entries(properties ?? {}).map(
          ([property, definition]) => [`${name}.${property}`, definition] as const,
        ),
      ),
    ];
    deepStrictEqual(
      described
        .filter(([, { description }]) => !description || description.includes("[object"))
        .map(([name]) => name),
      [],
    );
  });

  it("lets every argument be an output that decides no resource", () => {
    deepStrictEqual(
      Object.fromEntries(
        Object.entries(analyzed.components).map(([name, { inputs }]) => [
          name,
          Object.entries(inputs)
            .filter(([, { plain }]) => plain)
            .map(([argument]) => argument)
            .sort(),
        ]),
      ),
      Object.fromEntries(Object.entries(plain).map(([name, all]) => [name, [...all].sort()])),
    );
    for (const [name, { inputs }] of Object.entries(analyzed.components)) {
      const component = name as ComponentName;
      const known = [minimal[component], others[component]].flatMap(Object.keys);
      deepStrictEqual(Object.keys(inputs).sort(), [...known, ...plain[component]].sort());
    }
  });

  it("covers what the library exports as components", () => {
    const exported = Object.entries(sdk)
      .filter(([, value]) => typeof value === "function" && isComponent(value.prototype))
      .map(([name]) => name)
      .sort();
    deepStrictEqual(exported, [...componentNames].sort());
  });

  it("is served by Pulumi's plugin host, to projects of other languages", async function () {
    this.timeout(120_000); // type-checks the library with the host's own options
    const project = mkdtempSync(join(tmpdir(), "project-"));
    const command = [require.resolve("@pulumi/pulumi/cmd/run-plugin"), root, "127.0.0.1:1"];
    const host = spawn(process.execPath, command, { cwd: project });
    const errors = text(host.stderr);
    try {
      const said = await Promise.race([once(host.stdout, "data"), errors]);
      match(String(said), /^\d+\n$/);
    } finally {
      host.kill();
      rmSync(project, { recursive: true });
    }
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
