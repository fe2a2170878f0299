import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { rules } from "../../policy-pack/rules";
import { cases, type Resource } from "./cases";

/** What a rule says of resources, as Pulumi asks it. */
async function said(name: string, resources: (Resource & Partial<PolicyResource>)[]) {
  const found: string[] = [];
  const report = (says: string) => void found.push(says);
  const rule = rules.find((one) => one.name === name);
  const all = resources.map((one) => ({ urn: one.type, propertyDependencies: {}, ...one }));
  if (rule && "validateStack" in rule) {
    await rule.validateStack({ resources: all } as never, report);
  } else if (rule && typeof rule.validateResource === "function") {
    for (const one of all)
      await rule.validateResource(one as never as ResourceValidationArgs, report);
  }
  return found;
}

describe("the policy pack", () => {
  it("has cases for each rule, and for no other", () => {
    deepStrictEqual(Object.keys(cases).sort(), rules.map(({ name }) => name).sort());
  });

  for (const [name, { passes, refuses }] of Object.entries(cases)) {
    it(`refuses what breaks ${name}`, async () => {
      for (const [words, ...resources] of refuses) {
        const found = await said(name, resources);
        strictEqual(found.length, 1, JSON.stringify({ found, resources }));
        match(found[0] ?? "", words);
      }
    });

    it(`passes what keeps ${name}`, async () => {
      for (const resources of passes) deepStrictEqual(await said(name, resources), []);
    });
  }

  it("passes the stacks of this package", async () => {
    const directory = join(__dirname, "../engine/releases/0.1.0");
    for (const file of readdirSync(directory).filter((one) => one.endsWith(".json"))) {
      const { deployment } = JSON.parse(readFileSync(join(directory, file), "utf8"));
      const held: StateResource[] = deployment.resources;
      const ours = held.map(({ inputs = {}, outputs = {}, type, urn }) => ({
        ...{ type, urn, props: { ...outputs, ...inputs } },
      }));
      for (const { name } of rules) deepStrictEqual(await said(name, ours), [], `${file}: ${name}`);
    }
  });
});

interface StateResource {
  type: string;
  urn: string;
  inputs?: object;
  outputs?: object;
}
