import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";

import { version } from "../../package.json";
import { packageOf } from "../package/installed";
import { type PulumiUser, pulumiUser } from "./pulumi-user";
import { READER, resourcesIn } from "./reader-preview";
import { firstProgram } from "./readme";

const checkout = join(__dirname, "..", "..");

describe("pulumi package add", function () {
  this.timeout(20 * 60_000); // In the clone it installs all that compiles the checkout.
  const { packages: _, ...program } = parse(firstProgram("YAML").files["Pulumi.yaml"] ?? "");
  let user: PulumiUser;
  let directory: string;
  before(async () => {
    user = await pulumiUser();
  });
  after(() => user.remove());

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "added-"));
    mkdirSync(join(directory, "orders"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** Adds the package from a path to a program that has none yet, and previews it. */
  async function add(source: string): Promise<void> {
    const orders = join(directory, "orders");
    writeFileSync(join(orders, "Pulumi.yaml"), stringify(program));
    await user.prepare(orders);
    await user.run(orders, `pulumi package add ${source}`);
    deepStrictEqual(parse(readFileSync(join(orders, "Pulumi.yaml"), "utf8")), {
      ...program,
      packages: { "eks-pod-secrets": source },
    });
    const sdk = `sdks/eks-pod-secrets/eks-pod-secrets-${version}.yaml`;
    ok(existsSync(join(orders, sdk)));
    const stack = `${source.split("/").at(-1)}-${source.length}`;
    await user.run(orders, `pulumi stack init ${stack}`);
    deepStrictEqual(resourcesIn(await user.run(orders, "pulumi preview")), READER);
  }

  it("takes the installed package", async () => {
    const { tarball } = packageOf("eks-pod-secrets");
    await user.run(join(directory, "orders"), `npm install ${tarball}`);
    await add("./node_modules/eks-pod-secrets");
  });

  it("takes a directory into which the package was unpacked", async () => {
    await user.run(directory, `tar -xzf ${packageOf("eks-pod-secrets").tarball}`);
    await add("../package");
  });

  it("takes a fresh clone, which Pulumi installs and so compiles", async () => {
    await user.run(directory, `git clone --quiet --depth 1 file://${checkout} clone`);
    strictEqual(existsSync(join(directory, "clone", "bin")), false);
    await add("../clone");
    strictEqual(existsSync(join(directory, "clone", "bin", "built")), true);
  });
});
