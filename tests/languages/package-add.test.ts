import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";

import { version } from "../../package.json";
import { type PulumiUser, pulumiUser } from "./pulumi-user";
import { READER, resourcesIn } from "./reader-preview";
import { firstProgram } from "./readme";

const checkout = join(__dirname, "..", "..");

describe("pulumi package add", function () {
  this.timeout(20 * 60_000); // In the clone, it installs everything that compiles the checkout.
  const program = parse(firstProgram("YAML").files["Pulumi.yaml"] ?? "");
  let user: PulumiUser;
  let directory: string;
  beforeEach(async () => {
    user = await pulumiUser();
    directory = mkdtempSync(join(tmpdir(), "added-"));
    mkdirSync(join(directory, "orders"));
  });
  afterEach(async () => {
    rmSync(directory, { recursive: true });
    await user.remove();
  });

  /** Adds the package to a program without packages, and previews it. `entry` is what the program's file must then contain. */
  async function add(source: string, entry = source): Promise<void> {
    const orders = join(directory, "orders");
    writeFileSync(join(orders, "Pulumi.yaml"), stringify(program));
    await user.prepare(orders);
    await user.run(orders, `pulumi package add ${source}`);
    deepStrictEqual(parse(readFileSync(join(orders, "Pulumi.yaml"), "utf8")), {
      ...program,
      packages: { "eks-pod-secrets": entry },
    });
    const sdk = `sdks/eks-pod-secrets/eks-pod-secrets-${version}.yaml`;
    ok(existsSync(join(orders, sdk)));
    await user.run(orders, "pulumi stack init dev");
    deepStrictEqual(resourcesIn(await user.run(orders, "pulumi preview")), READER);
  }

  it("takes the installed plugin, for which nothing else is installed", async () => {
    await user.installPlugin();
    const files = () => user.run(directory, 'ls "$PULUMI_HOME"/plugins/resource-eks-pod-secrets-*');
    const before = await files();
    await add("eks-pod-secrets", `eks-pod-secrets@${version}`);
    strictEqual(await files(), before);
  });

  it("takes a fresh clone, which Pulumi installs and so compiles", async () => {
    await user.run(directory, `git clone --quiet --depth 1 file://${checkout} clone`);
    strictEqual(existsSync(join(directory, "clone", "bin")), false);
    await add("../clone");
    strictEqual(existsSync(join(directory, "clone", "bin", "built")), true);
  });
});
