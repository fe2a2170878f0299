import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { packageOf } from "../package/installed";
import { INSTALL_PLUGIN, type PulumiUser, pulumiUser } from "./pulumi-user";
import { READER, resourcesIn } from "./reader-preview";
import { firstProgram } from "./readme";

const tarball = () => packageOf("eks-pod-secrets").tarball;

/** For each language, the command that installs the package, and what replaces it here, because nothing is released. */
const INSTALLATIONS: Record<
  string,
  { command: string; run(user: PulumiUser, directory: string): Promise<unknown> }
> = {
  TypeScript: {
    command: "npm install eks-pod-secrets",
    run: (user, directory) => user.run(directory, `npm install ${tarball()}`),
  },
  YAML: { command: INSTALL_PLUGIN, run: (user) => user.installPlugin() },
};

for (const [language, installation] of Object.entries(INSTALLATIONS)) {
  describe(`from an empty folder to a preview in ${language}, as the package's README says`, function () {
    this.timeout(20 * 60_000); // The first run packs the packages and builds the host of YAML.
    const { commands, files } = firstProgram(language);
    let user: PulumiUser;
    let directory: string;
    before(async () => {
      user = await pulumiUser();
      directory = mkdtempSync(join(tmpdir(), "first-"));
    });
    after(async () => {
      rmSync(directory, { recursive: true });
      await user.remove();
    });

    it("takes three commands and at most ten lines", () => {
      strictEqual(commands.length, 3);
      const lines = Object.values(files).join("").trim().split("\n");
      ok(lines.length <= 10, `${lines.length} lines`);
    });

    it("shows what a reader consists of", async () => {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
      await user.prepare(directory);
      const [install, ...others] = commands;
      strictEqual(install, installation.command);
      await installation.run(user, directory);
      const said: string[] = [];
      for (const command of others) said.push(await user.run(directory, command));
      deepStrictEqual(resourcesIn(said.join("")), READER);
      const second = join(directory, "node_modules", "eks-pod-secrets", "node_modules");
      strictEqual(existsSync(second), false, "Pulumi's SDKs are there once");
    });
  });
}
