import { deepStrictEqual, match, notStrictEqual, strictEqual } from "node:assert";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtFile } from "../../built";
import { none, rows } from "../../facts";
import { done, refused } from "../../outcomes";
import { inventoryText } from "../../sdk/grant/support";
import { filesIn, run, runProcess } from "../support";

const WRONG = "accounts:\n  a: { id: 7, region: us-east-1 }\n";

describe("eks-pod-secrets", () => {
  it("prints its help and its version", async () => {
    const [help, version] = await Promise.all([run("--help"), run("--version")]);
    match(help.stdout, /check \[options\] \[FILE\]/);
    deepStrictEqual([help.code, version.code], [0, 0]);
    match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it("prints the same help for --help, for -h and after help", async () => {
    for (const verb of [[], ["check"], ["sandbox", "exec"]]) {
      const asked = [
        [...verb, "--help"],
        [...verb, "-h"],
        ["help", ...verb],
      ];
      // The sandbox is a program of its own, and ends its process.
      const start = verb[0] === "sandbox" ? runProcess : run;
      const [long, ...others] = await Promise.all(asked.map((args) => start(args)));
      match(long?.stdout ?? "", /^Usage: eks-pod-secrets/);
      strictEqual(long?.code, 0);
      deepStrictEqual(others, [long, long]);
    }
  });

  it("rejects help on an unknown verb", async () => {
    strictEqual(
      await refused(run("help chek")),
      "error: unknown command 'chek'\n(Did you mean check?)\n",
    );
  });

  it("rejects an unknown verb, and suggests one", async () => {
    strictEqual(
      await refused(run("chek")),
      "error: unknown command 'chek'\n(Did you mean check?)\n",
    );
  });

  it("rejects an unknown option", async () => {
    strictEqual(
      await refused(run("check --jsn")),
      "error: unknown option '--jsn'\n(Did you mean --json?)\n",
    );
  });

  it("loads no AWS client and no Pulumi to check an inventory", () => {
    const script = `
      process.argv = [process.argv[0], "eks-pod-secrets", "check"];
      require(${JSON.stringify(builtFile("cli/main.js"))});
      process.on("exit", () => {
        const packages = Object.keys(require.cache).map((file) => /.*node_modules.((?:@[^/]+.)?[^/]+)/.exec(file)?.[1]);
        console.log(JSON.stringify([...new Set(packages)].filter(Boolean).sort()));
      });`;
    const { stdout } = spawnSync(process.execPath, ["-e", script], {
      cwd: join(__dirname, "../../.."),
      encoding: "utf8",
    });
    const loaded: string[] = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    match(stdout, / is right: /);
    none(loaded, (name) => /^@aws-sdk|^@smithy|^@pulumi|^z3/.test(name));
  });
});

describe("eks-pod-secrets check", () => {
  it("reads landing-zone.yaml where no file is named", async () => {
    strictEqual(
      await done(run("check")),
      "landing-zone.yaml is right: 2 accounts, 1 cluster, 2 secrets, 2 readers, 2 grants\n",
    );
  });

  it("warns of an inventory without an id, with a line to add that no other inventory has", async () => {
    const directory = filesIn({ "zone.yaml": inventoryText() });
    const file = join(directory, "zone.yaml");
    const [first, second] = await Promise.all([run(`check ${file}`), run(`check ${file}`)]);
    const line = /:1:1: warning: id should be given, .*; add the line (id: .+)\n$/;
    const [, added = ""] = line.exec(first.stderr) ?? [];
    match(added, /^id: lz-[0-9a-f]{8}$/);
    notStrictEqual(line.exec(second.stderr)?.[1], added);
    match(first.stdout, /zone\.yaml is right but for 1 warning: /);
    writeFileSync(file, inventoryText({ more: added }));
    const { code, stderr, stdout } = await run(`check ${file} --strict`);
    deepStrictEqual([code, stderr], [0, ""]);
    match(stdout, /zone\.yaml is right: /);
  });

  it("rejects an id that is none, or that an included file gives", async () => {
    const files = {
      "wrong.yaml": inventoryText({ more: "id: Team A" }),
      "whole.yaml": inventoryText({ more: "include: [part.yaml]" }),
      "part.yaml": "id: lz-part\n",
    };
    const directory = filesIn(files);
    const [wrong, part] = await Promise.all(
      ["wrong.yaml", "whole.yaml"].map((name) => run(["check", join(directory, name)])),
    );
    match(wrong?.stderr ?? "", /id must be 3 to 40 lower-case letters.*, got "Team A"/);
    match(part?.stderr ?? "", /part\.yaml:1:1: error: id must stand in .*whole\.yaml/);
  });

  it("prints each mistake with its place, and no stack trace", async () => {
    const directory = filesIn({ "zone.yaml": WRONG });
    const file = join(directory, "zone.yaml");
    deepStrictEqual(await run(`check ${file}`), {
      code: 2,
      stdout: "",
      stderr: `${file}:2:12: error: accounts.a.id must be text, got the number 7; put it in quotes\n`,
    });
  });

  it("answers in JSON, right or wrong", async () => {
    const directory = filesIn({ "zone.yaml": WRONG });
    const file = join(directory, "zone.yaml");
    const [wrong, right] = await Promise.all([
      run(`check --inventory ${file} --json`),
      run("check --json"),
    ]);
    const message = "accounts.a.id must be text, got the number 7; put it in quotes";
    deepStrictEqual(
      [wrong.code, wrong.stderr, JSON.parse(wrong.stdout)],
      [
        2,
        "",
        {
          result: "wrong",
          file,
          problems: [{ file, line: 2, column: 12, path: "accounts.a.id", message }],
          warnings: [],
          notes: [],
        },
      ],
    );
    deepStrictEqual(
      [right.code, JSON.parse(right.stdout)],
      [0, { result: "right", file: "landing-zone.yaml", problems: [], warnings: [], notes: [] }],
    );
  });

  it("names what is wrong with control policies: the file that is not there, or the place in it", async () => {
    const inventory = [
      "organization:",
      "  serviceControlPolicies: [right.json, none.json]",
      "  resourceControlPolicies: [wrong.json]",
      'accounts: { a: { id: "111111111111", region: us-east-1 } }',
      "id: lz-own",
    ].join("\n");
    const statement = { Effect: "Allow", Action: "*", Resource: "*" };
    const files = {
      "zone.yaml": inventory,
      "right.json": JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      "wrong.json": JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Perhaps" }] }),
    };
    const directory = filesIn(files);
    const stderr = await refused(run(`check ${directory}/zone.yaml`));
    const [first = "", second = "", ...more] = stderr.trimEnd().split("\n");
    match(first, /zone\.yaml:2:40: error: .* policies, but cannot read .*none\.json: no such file/);
    match(second, /wrong\.json:1:\d+: error: .*Effect/);
    deepStrictEqual(more, []);
  });

  it("names an inventory that a shell's unset variable has left empty", async () => {
    const { code, stderr } = await run(["check", "--inventory", ""]);
    const message =
      'cannot read "": no such file; name the inventory with --inventory FILE, or begin one with eks-pod-secrets init';
    deepStrictEqual([code, stderr], [2, `error: ${message}\n`]);
  });

  it("takes warnings for errors only when told so", async () => {
    const text = inventoryText({
      secrets:
        "\n  own: { account: a }\n  foreign: { account: b, key: pods }\n  db-admin1: { account: a }",
    });
    const directory = filesIn({ "zone.yaml": text });
    const file = join(directory, "zone.yaml");
    const [plain, strict] = await Promise.all([
      run(`check ${file}`),
      run(`check ${file} --strict`),
    ]);
    deepStrictEqual([plain.code, strict.code], [0, 2]);
    match(plain.stderr, /:9:3: warning: secrets\.db-admin1 should not end/);
  });

  it("rejects a reader whose policy outgrows its limit, where the reader stands", async () => {
    const names = Array.from({ length: 200 }, (_, index) => `s${index}`);
    const text = inventoryText({
      secrets: names.map((name) => `\n  ${name}: { account: a }`).join(""),
      readers: `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [${names}] }`,
    });
    const directory = filesIn({ "zone.yaml": text });
    match(
      await refused(run(`check ${directory}/zone.yaml`)),
      /:210:3: error: readers\.web .* must be at most 10240 characters, got \d+; /,
    );
  });

  it("rejects what it cannot read, in one line", async () => {
    const directory = filesIn({ "zone.yaml": Buffer.from("accounts:\n  a\xff: x\n", "latin1") });
    const file = join(directory, "zone.yaml");
    const [missing, folder, latin, both] = await Promise.all([
      run("check no.yaml"),
      run(`check ${directory}`),
      run(`check ${file}`),
      run(`check ${file} --inventory ${file}`),
    ]);
    deepStrictEqual(rows([missing, folder, latin, both], "code", "stderr"), [
      [
        2,
        "error: cannot read no.yaml: no such file; name the inventory with --inventory FILE, or begin one with eks-pod-secrets init\n",
      ],
      [2, `error: cannot read ${directory}: it is a directory\n`],
      [2, `${file}:2:4: error: inventory must be UTF-8 text; save it in that encoding\n`],
      [2, "error: must be given either FILE or --inventory, got both\n"],
    ]);
  });

  it("rejects a file of 10 MB without reading all of it", async () => {
    const directory = filesIn({ "zone.yaml": "#".repeat(11_000_000) });
    const file = join(directory, "zone.yaml");
    match(
      await refused(run(`check ${file}`)),
      /:1:1: error: inventory must be smaller than 10 MB, got 11000000 bytes/,
    );
  });
});
