import { match, ok } from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { peerDependencies } from "../../package.json";
import { generateSdk, runIn } from "./go-program";

const checkout = join(__dirname, "..", "..");
const oldest = peerDependencies["@pulumi/pulumi"].slice(1);

describe("the SDKs by Pulumi's generators", function () {
  this.timeout(10 * 60_000); // The first run builds the generator.
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "sdk-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("compile for Node.js, and take the runtime's versions that the library takes", async () => {
    await generateSdk("nodejs", directory);
    symlinkSync(join(checkout, "node_modules"), join(directory, "node_modules"));
    await runIn(directory, process.execPath, [require.resolve("typescript/bin/tsc")]);
    ok(existsSync(join(directory, "bin", "podReader.js")));
    const { dependencies } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
    match(dependencies["@pulumi/pulumi"], new RegExp(`^\\^${oldest}$`));
  });

  it("take the runtime's versions that the library takes in Python", async () => {
    await generateSdk("python", directory);
    const project = readFileSync(join(directory, "pyproject.toml"), "utf8");
    ok(project.includes(`"pulumi>=${oldest},<4.0.0"`));
  });
});
