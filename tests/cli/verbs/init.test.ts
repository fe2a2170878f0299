import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";
import { inventoryText } from "../../../cli/verbs/init/questions";
import { parseInventory } from "../../../sdk/grant";
import { builtFile } from "../../built";
import { done, refused } from "../../outcomes";
import { filesIn, run } from "../support";

const FLAGS = ["--reader-account", "111111111111", "--cluster", "shop"];

describe("init", () => {
  it("writes an inventory that check passes without a warning, and a project", async () => {
    const directory = filesIn({});
    const file = join(directory, "landing-zone.yaml");
    const owner = ["--owner-account", "222222222222", "--secret", "orders/db"];
    const made = await run(["init", "--inventory", file, ...FLAGS, ...owner]);
    deepStrictEqual([made.code, made.stderr], [0, ""]);
    const checked = await run(`check ${file} --strict`);
    deepStrictEqual([checked.code, checked.stderr], [0, ""]);
    const { main } = parse(readFileSync(join(directory, "Pulumi.yaml"), "utf8"));
    match(main, /stacks\/index\.js$/);
  });

  it("writes the inventory that the guide for AWS shows after its command", async () => {
    const guide = readFileSync(join(__dirname, "../../../docs/start/aws.md"), "utf8");
    const [, options = ""] = /^npx eks-pod-secrets init (.+)$/m.exec(guide) ?? [];
    const [, shown = ""] = /^```yaml \[landing-zone.yaml\]\n([\s\S]*?)^```$/m.exec(guide) ?? [];
    const directory = filesIn({});
    const file = join(directory, "landing-zone.yaml");
    await done(run(["init", "--inventory", file, ...options.split(" ")]));
    const { id: _, ...written } = parse(readFileSync(file, "utf8"));
    const { id: __, ...inGuide } = parse(shown);
    deepStrictEqual(inGuide, written);
  });

  it("writes the schema that the inventory's first line names, as schema prints it", async () => {
    const directory = filesIn({});
    const file = join(directory, "zone.yaml");
    const { stdout } = await run(["init", "--inventory", file, "--json", ...FLAGS]);
    const [first = ""] = readFileSync(file, "utf8").split("\n");
    const schema = join(directory, first.split("$schema=")[1] ?? "");
    deepStrictEqual(JSON.parse(stdout).written, [file, join(directory, "Pulumi.yaml"), schema]);
    strictEqual(readFileSync(schema, "utf8"), (await run("schema")).stdout);
  });

  it("writes the schema that a hand-written inventory names and lacks, and nothing else", async () => {
    const own = `main: ${join(__dirname, "../../../stacks/index.ts")}\n`;
    const text = "# yaml-language-server: $schema=schemas/zone.json\naccounts: {}\n";
    const directory = filesIn({ "zone.yaml": text, "Pulumi.yaml": own });
    mkdirSync(join(directory, "schemas"));
    const file = join(directory, "zone.yaml");
    const { stdout } = await run(`init --inventory ${file} --json`);
    deepStrictEqual(JSON.parse(stdout).written, [join(directory, "schemas/zone.json")]);
    strictEqual(readFileSync(file, "utf8"), text);
    match(
      await done(run(`init --inventory ${file}`)),
      /stays as it is\nnothing is missing beside it\n/,
    );
  });

  it("gives each inventory an id of its own", async () => {
    const directory = filesIn({});
    const ids: string[] = [];
    for (const name of ["one.yaml", "two.yaml"]) {
      const file = join(directory, name);
      await done(run(["init", "--inventory", file, ...FLAGS]));
      ids.push(parse(readFileSync(file, "utf8")).id);
    }
    for (const id of ids) match(id, /^lz-[0-9a-f]{8}$/);
    strictEqual(new Set(ids).size, 2);
  });

  it("rejects to overwrite an inventory", async () => {
    const own = `main: ${join(__dirname, "../../../stacks/index.ts")}\n`;
    const files = { "landing-zone.yaml": "mine", "Pulumi.yaml": own };
    const directory = filesIn(files);
    const file = join(directory, "landing-zone.yaml");
    match(
      await refused(run(["init", "--inventory", file, ...FLAGS])),
      /landing-zone\.yaml exists, and nothing was written; .* would begin another one/,
    );
    strictEqual(readFileSync(file, "utf8"), "mine");
  });

  it("writes the project that an inventory lacks, below another project too", async () => {
    const directory = filesIn({ "Pulumi.yaml": "name: web\nruntime: nodejs\n" });
    mkdirSync(join(directory, "access"));
    const file = join(directory, "access/landing-zone.yaml");
    writeFileSync(file, "mine");
    const { code, stdout } = await run(`init --inventory ${file} --json`);
    const project = join(directory, "access/Pulumi.yaml");
    deepStrictEqual([code, JSON.parse(stdout)], [0, { written: [project] }]);
    strictEqual(readFileSync(file, "utf8"), "mine");
    match(readFileSync(project, "utf8"), /stacks\/index\.js/);
    match(
      await done(run(`init --inventory ${file}`)),
      /stays as it is\nnothing is missing beside it\n/,
    );
  });

  it("writes a project whose program is found though a link leads there", async () => {
    const directory = filesIn({});
    mkdirSync(join(directory, "deep/down"), { recursive: true });
    symlinkSync("deep/down", join(directory, "link"));
    const file = join(directory, "link/landing-zone.yaml");
    await done(run(["init", "--inventory", file, ...FLAGS]));
    const { main } = parse(readFileSync(join(directory, "deep/down/Pulumi.yaml"), "utf8"));
    const real = realpathSync(join(directory, "deep/down"));
    strictEqual(resolve(real, main), join(__dirname, "../../../bin/stacks/index.js"));
  });

  it("rejects the directory of another project, and writes nothing", async () => {
    const directory = filesIn({ "Pulumi.yaml": "name: web\nruntime: nodejs\n" });
    const file = join(directory, "landing-zone.yaml");
    match(
      await refused(run(["init", "--inventory", file, ...FLAGS])),
      /Pulumi\.yaml .* the stacks of eks-pod-secrets, .*; nothing was written\n$/,
    );
    ok(!existsSync(file));
  });

  it("rejects to guess where no terminal can ask, and names the flags", async () => {
    const { code, stderr } = await run("init --inventory nowhere.yaml");
    const message = "--reader-account and --cluster must be given where no terminal can ask";
    deepStrictEqual([code, stderr], [2, `error: ${message}\n`]);
  });

  it("rejects what no inventory may hold, and writes nothing", async () => {
    const directory = filesIn({});
    const file = join(directory, "landing-zone.yaml");
    const flags = ["--reader-account", "7", "--cluster", "shop"];
    strictEqual(
      await refused(run(["init", "--inventory", file, ...flags])),
      'error: --reader-account must be 12 digits, got "7"\n',
    );
    ok(!existsSync(file));
  });

  it("leaves nothing of an inventory that cannot be written whole", async () => {
    const directory = filesIn({});
    const file = join(directory, "landing-zone.yaml");
    const line = [builtFile("cli/main.js"), "init", "--inventory", file, ...FLAGS];
    const script = 'ulimit -f 0; exec "$0" "$@"'; // as if the disk were full
    const { status, stderr } = spawnSync("sh", ["-c", script, process.execPath, ...line], {
      encoding: "utf8",
      env: process.env,
    });
    strictEqual(status, 2, stderr);
    match(stderr, /^error: cannot write .*landing-zone\.yaml: EFBIG/);
    deepStrictEqual(readdirSync(directory), []);
  });

  it("rejects a directory that does not exist before it asks anything", async () => {
    const { code, stderr } = await run("init --inventory nowhere/zone.yaml");
    const message = "cannot write nowhere/zone.yaml: its directory does not exist";
    deepStrictEqual([code, stderr], [2, `error: ${message}\n`]);
  });

  it("rejects a file without a name before it asks anything", async () => {
    const stderr = await refused(run(["init", "--inventory", ""]));
    strictEqual(stderr, 'error: cannot write "": a file needs a name\n');
  });

  it("writes text that stays YAML, whatever the names", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (secret, namespace) => {
        const choices = { readerAccount: "111111111111", ownerAccount: "", region: "us-east-1" };
        const own = { cluster: "shop", serviceAccount: "app", namespace, secret };
        const text = inventoryText({ ...choices, ...own }, "lz-own");
        const read = parseInventory(text, "zone.yaml");
        const problems = "problems" in read ? read.problems : [];
        ok(problems.every(({ message }) => !message.startsWith("invalid YAML")));
      }),
    );
  });
});
