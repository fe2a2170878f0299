import { deepStrictEqual } from "node:assert";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stepsOf } from "../../site/guide";
import { run } from "../cli/support";
import { done } from "../outcomes";
import { mockEngine } from "../sdk/components/mocked-engine";

const checkout = join(__dirname, "../..");
const page = readFileSync(join(checkout, "docs/guides/guard.md"), "utf8");

describe("the program of the guide to guards", () => {
  let directory: string;
  const home = process.cwd();
  before(() => {
    // The directory must be in the checkout, where Node.js finds the package by its name.
    directory = mkdtempSync(join(checkout, "bin", "guard-"));
    process.chdir(directory);
  });
  after(() => {
    process.chdir(home);
    rmSync(directory, { recursive: true });
  });

  it("attaches the first guard that the command has written, byte by byte", async () => {
    const steps = stepsOf(page);
    for (const step of steps) if (step.kind === "file") writeFileSync(step.name, step.text);
    const [write] = steps.flatMap((one) => (one.kind === "commands" ? one.text.split("\n") : []));
    const printed = await done(run((write ?? "").replace("npx eks-pod-secrets ", "")));
    const [, first = ""] = /Attach it first to (\d+)/.exec(printed) ?? [];

    const [, program = ""] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
    const file = join(directory, "index.ts");
    writeFileSync(file, program);
    const engine = await mockEngine();
    await import(file);
    await engine.settled();

    const policies = engine.resources.filter(({ type }) => type.endsWith(":Policy"));
    deepStrictEqual(
      Object.fromEntries(policies.map(({ inputs }) => [`${inputs.name}.json`, inputs.content])),
      Object.fromEntries(
        readdirSync("guards")
          .filter((name) => name.startsWith(`eks-pod-secrets-${first}-`))
          .map((name) => [name, readFileSync(join("guards", name), "utf8")]),
      ),
    );
    const attached = engine.resources.filter(({ type }) => type.endsWith(":PolicyAttachment"));
    deepStrictEqual(
      attached.map(({ inputs }) => inputs),
      policies.map(({ name }) => ({ policyId: `${name}-id`, targetId: first })),
    );
    deepStrictEqual(
      engine.registered.filter(({ protect }) => !protect),
      [],
    );
  });
});
