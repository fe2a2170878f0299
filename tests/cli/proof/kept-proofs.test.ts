import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { codeDigest } from "../../../cli/proof/memory/code-digest";
import { proofsIn, proofsText } from "../../../cli/proof/memory/kept-proofs";
import { memoryDirectory } from "../../../cli/proof/memory/place";
import { privateDirectory } from "../../../cli/proof/memory/private-directory";
import { openMemory } from "../../../cli/proof/memory/remembering";
import { sha256 } from "../../../cli/terminal/sha256";
import { crossAccountDocuments } from "../../proof/cross-account-documents";
import { filesIn, runProcess } from "../support";
import { entries, place } from "./memory-support";

describe("the file of proofs that are kept", () => {
  it("are in the user's cache, where nobody else reads or writes, and hold no name", async () => {
    strictEqual(memoryDirectory({ XDG_CACHE_HOME: "/c" }, "linux"), "/c/eks-pod-secrets-proofs");
    const home = join(homedir(), ".cache/eks-pod-secrets-proofs");
    strictEqual(memoryDirectory({ XDG_CACHE_HOME: "relative" }, "linux"), home);
    match(memoryDirectory({}, "darwin") ?? "", /\/Library\/Caches\/eks-pod-secrets-proofs$/);
    const { file, kept, prove } = place();
    await prove();
    strictEqual(statSync(kept).mode & 0o777, 0o700);
    strictEqual(statSync(file).mode & 0o777, 0o600);
    deepStrictEqual(readdirSync(kept), ["proofs"]);
    const text = readFileSync(file, "utf8");
    doesNotMatch(text, /arn:|secretsmanager|StringEquals/);
    // The digests in the file may hold any twelve digits, but not those of an account.
    for (const [account] of JSON.stringify(crossAccountDocuments()).matchAll(/\b\d{12}\b/g))
      ok(!text.includes(account), account);
    // Nobody can test by a guess whether a proof is kept, because each directory has other keys for the same proof.
    const other = place();
    await other.prove();
    const keys = new Set(entries(file).keys());
    ok([...entries(other.file).keys()].every((key) => !keys.has(key)));
  });

  it("are not used from a directory that others own, may read or write, or lead elsewhere", async () => {
    for (const [spoil, why] of [
      [(kept: string) => chmodSync(kept, 0o770), /must be for you alone, got mode 770: chmod go= /],
      [
        (kept: string) => {
          renameSync(kept, `${kept}-there`);
          symlinkSync(`${kept}-there`, kept);
        },
        /must not be a symbolic link/,
      ],
      [
        (kept: string) => {
          renameSync(kept, `${kept}-there`);
          writeFileSync(kept, "");
        },
        /EEXIST|must be a directory/,
      ],
    ] as const) {
      const { kept, prove } = place();
      await prove();
      spoil(kept);
      const { recalled, result, stderr } = await prove();
      deepStrictEqual([recalled, result], [0, "proved"]);
      match(stderr, /^proofs of earlier runs are not used or kept: /);
      match(stderr, why);
    }
    const own = process.geteuid;
    process.geteuid = () => 4_000_000;
    try {
      privateDirectory(filesIn());
      ok(false, "a directory of another user was taken");
    } catch (error) {
      match(String(error), /must belong to you \(user 4000000\), got user \d+$/);
    } finally {
      process.geteuid = own;
    }
  });

  it("are written anew where the file is damaged, or was not this user's alone", async () => {
    const spoiled: [(file: string) => void, RegExp][] = [
      [(file) => truncateSync(file, 100), /proofs is damaged\n$/],
      [(file) => writeFileSync(file, ""), /proofs is damaged\n$/],
      [(file) => chmodSync(file, 0o666), /must be for you alone, got mode 666/],
      [
        (file) => {
          renameSync(file, `${file}-there`);
          symlinkSync(`${file}-there`, file);
        },
        /must not be a symbolic link/,
      ],
    ];
    for (const spot of [70, 200, 400, -2]) {
      const flip = (file: string) => {
        const bytes = readFileSync(file);
        const at = spot < 0 ? bytes.length + spot : spot;
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      };
      spoiled.push([flip, /proofs is damaged\n$/]);
    }
    for (const [spoil, why] of spoiled) {
      const { file, prove } = place();
      await prove();
      spoil(file);
      const { recalled, result, stderr } = await prove();
      deepStrictEqual([recalled, result], [0, "proved"]);
      match(stderr, /^proofs of earlier runs are not used, and are kept anew: .*\n$/);
      match(stderr, why);
      const next = await prove();
      ok(next.recalled > 0);
      strictEqual(next.stderr, "");
    }
  });

  it("cost no proof where they cannot be written", async () => {
    const { file, kept, prove } = place();
    mkdirSync(file, { recursive: true, mode: 0o700 });
    chmodSync(kept, 0o700);
    writeFileSync(join(file, "full"), "");
    const { result, stderr } = await prove();
    strictEqual(result, "proved");
    match(stderr, /not used or kept: (EISDIR|ENOTEMPTY)/);
    deepStrictEqual(readdirSync(kept), ["proofs"]);
  });

  it("cost no proof where the user has no home directory", async () => {
    const directory = filesIn({ "access.json": JSON.stringify(crossAccountDocuments()) });
    const { code, stderr } = await runProcess(
      ["prove", "--documents", `${directory}/access.json`],
      {
        env: { HOME: "", EKS_POD_SECRETS_PROOFS: "" },
      },
    );
    strictEqual(code, 0);
    match(
      stderr,
      /not used or kept: HOME must be an absolute path, got "" \(EKS_POD_SECRETS_PROOFS /,
    );
  });

  it("are written anew where the file is whole but has another shape", async () => {
    const { file, prove } = place();
    await prove();
    const whole = JSON.parse(readFileSync(file, "utf8").split("\n")[1] ?? "");
    for (const other of [
      null,
      [],
      { ...whole, format: 2 },
      { ...whole, salt: undefined },
      { ...whole, keys: "a" },
      { ...whole, keys: whole.keys.map(() => null) },
      { ...whole, used: [] },
      { ...whole, used: whole.used.map(() => -1) },
      { ...whole, used: whole.used.map(() => "length") },
      { ...whole, sets: [] },
      { ...whole, sets: whole.sets.map(() => 1) },
    ]) {
      const body = JSON.stringify(other);
      writeFileSync(file, `${sha256(body)}\n${body}`);
      const { recalled, result, stderr } = await prove();
      deepStrictEqual([recalled, result], [0, "proved"], body);
      match(
        stderr,
        /^proofs of earlier runs are not used, and are kept anew: .*proofs is damaged\n$/,
      );
      ok((await prove()).recalled > 0);
    }
  });

  it("of two runs at once are all kept; what a killed run left is removed", () => {
    const directory = privateDirectory(join(filesIn(), "proofs"));
    const first = openMemory(directory);
    first.memory.keep("a", [["reader-trust"], []]);
    first.save();
    const left = join(directory, "x.draft");
    writeFileSync(left, "");
    utimesSync(left, 0, 0);
    const [one, two] = [openMemory(directory), openMemory(directory)];
    one.memory.keep("b", [[]]);
    two.memory.keep("c", [["reader-trust", "service-linked-roles"]]);
    one.save();
    two.save();
    const { memory } = openMemory(directory);
    deepStrictEqual(
      ["a", "b", "c", "d"].map((key) => memory.recall(key)),
      [[["reader-trust"], []], [[]], [["reader-trust", "service-linked-roles"]], undefined],
    );
    deepStrictEqual(readdirSync(directory), ["proofs"]);
  });

  it("of two first runs at once are those of the last, as each has keys of its own", () => {
    const directory = privateDirectory(join(filesIn(), "proofs"));
    const [one, two] = [openMemory(directory), openMemory(directory)];
    for (const { memory } of [one, two]) memory.keep(memory.digest("a"), []);
    one.save();
    two.save();
    deepStrictEqual([...entries(join(directory, "proofs")).keys()], [two.memory.digest("a")]);
  });

  it("have other keys where other code proves", () => {
    const directory = privateDirectory(join(filesIn(), "proofs"));
    const first = openMemory(directory);
    first.memory.keep(first.memory.digest("a"), []);
    first.save();
    const recalled = (...code: [string?]) => {
      const { memory } = openMemory(directory, ...code);
      return memory.recall(memory.digest("a"));
    };
    deepStrictEqual([recalled(), recalled(codeDigest())], [[], []]);
    strictEqual(recalled("other"), undefined);
  });

  it("go where there are too many, first those that were not used for longest", () => {
    const proofs = new Map(["a", "b", "c", "d"].map((key): [string, string[][]] => [key, [[]]]));
    const kept = (most: number) => {
      const text = proofsText({ salt: "s", proofs }, most);
      return [...(proofsIn(Buffer.from(text))?.proofs.keys() ?? [])].join();
    };
    deepStrictEqual([kept(4), kept(2)], ["a,b,c,d", "c,d"]);
    proofs.set("c", [[], []]);
    deepStrictEqual([kept(3), kept(2)], ["c,d", "d"]);
    const directory = privateDirectory(join(filesIn(), "proofs"));
    const first = openMemory(directory);
    for (const key of ["a", "b", "c"]) first.memory.keep(key, []);
    first.save();
    const second = openMemory(directory);
    second.memory.recall("a");
    second.save();
    deepStrictEqual([...entries(join(directory, "proofs")).keys()], ["b", "c", "a"]);
  });
});
