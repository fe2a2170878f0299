import { strictEqual } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import { SharedSecret } from "../../../sdk";
import { minimal } from "./minimal-args";
import { mockEngine, promiseOf } from "./mocked-engine";

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
