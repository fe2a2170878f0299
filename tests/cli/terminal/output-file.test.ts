import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  lstatSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { writeOutput, writeTogether } from "../../../cli/terminal/output-file";
import { builtFile } from "../../built";
import { filesIn } from "../support";

const ROOT = join(__dirname, "../../..");
const INVENTORY = 'accounts: { a: { id: "111111111111", region: us-east-1 } }\n';
const EXEMPT = ["arn:aws:iam::111111111111:role/deploy", "arn:aws:iam::222222222222:role/deploy"];

/** The user and group who own nothing else. */
const NOBODY = 65534;

/** Each verb that writes files, with the arguments after which it writes into DIR. */
const WRITERS: Record<string, string> = {
  graph: "--out DIR/there",
  guard: `--kubernetes --kubernetes-name deploy --write DIR --exempt ${EXEMPT.join(" ")}`,
  init: "--inventory DIR/new.yaml --reader-account 111111111111 --cluster shop",
  migrate: "DIR/there",
  prove: "--claim secret-bounded --certificate DIR/certificates",
  report: "--no-proof --out DIR/there",
};

describe("a disk that is full", () => {
  for (const [verb, args] of Object.entries(WRITERS)) {
    it(`keeps what was there, and gets no cut file: ${verb}`, () => {
      const directory = filesIn({ there: INVENTORY });
      const line = [verb, ...args.replaceAll("DIR", directory).split(" ")];
      const script = 'ulimit -f 0; exec "$0" "$@"'; // no file may grow, as if the disk were full
      const command = ["-c", script, process.execPath, builtFile("cli/main.js"), ...line];
      const { status, stderr } = spawnSync("sh", command, { cwd: ROOT, encoding: "utf8" });
      strictEqual(status, 2, stderr);
      match(stderr, /^error: cannot write \S+: EFBIG: file too large/m);
      deepStrictEqual(
        readdirSync(directory, { recursive: true }).filter((one) => one !== "certificates"),
        ["there"],
      );
      strictEqual(readFileSync(join(directory, "there"), "utf8"), INVENTORY);
    });
  }
});

describe("writeOutput", () => {
  it("keeps a link and the rights of the file that it replaces", () => {
    const directory = filesIn({ page: "before" });
    const [page, link] = [join(directory, "page"), join(directory, "link")];
    chmodSync(page, 0o640);
    symlinkSync("page", link);
    writeOutput(link, "after");
    strictEqual(readFileSync(page, "utf8"), "after");
    ok(lstatSync(link).isSymbolicLink());
    strictEqual(lstatSync(page).mode & 0o777, 0o640);
    deepStrictEqual(readdirSync(directory).sort(), ["link", "page"]);
  });

  it("gives a device the text itself", () => {
    writeOutput("/dev/null", "text");
    ok(lstatSync("/dev/null").isCharacterDevice());
  });
});

describe("a file beside which none may be made", () => {
  const graph = (directory: string) =>
    ["graph", "--out", join(directory, "there")].map((one) => `'${one}'`).join(" ");

  /** Runs a script as somebody whom the rights of files bind, with the program and the command as $0 and $1. */
  const runBound = (script: string) =>
    spawnSync("sh", ["-c", script, process.execPath, builtFile("cli/main.js")], {
      cwd: ROOT,
      encoding: "utf8",
      ...(process.getuid?.() === 0 && { uid: NOBODY, gid: NOBODY }),
    });

  const closed = (content: string) => {
    const directory = filesIn({ there: content });
    if (process.getuid?.() === 0) {
      for (const one of [directory, join(directory, "there")]) chownSync(one, NOBODY, NOBODY);
    }
    chmodSync(directory, 0o555);
    return directory;
  };

  it("is written in its place, and gets no longer than its text", () => {
    const directory = closed("x".repeat(100_000));
    const { status, stderr } = runBound(`exec "$0" "$1" ${graph(directory)}`);
    strictEqual(status, 0, stderr);
    match(readFileSync(join(directory, "there"), "utf8"), /^<svg.*<\/svg>\n?$/s);
  });

  it("keeps what it held where the text finds no room", () => {
    const directory = closed(INVENTORY);
    const { status, stderr } = runBound(`ulimit -f 1; exec "$0" "$1" ${graph(directory)}`);
    strictEqual(status, 2, stderr);
    match(stderr, /^error: cannot write \S+: EFBIG: file too large/m);
    strictEqual(readFileSync(join(directory, "there"), "utf8"), INVENTORY);
  });

  it("stays where it may not be written either", () => {
    const directory = closed(INVENTORY);
    chmodSync(join(directory, "there"), 0o444);
    const { status, stderr } = runBound(`exec "$0" "$1" ${graph(directory)}`);
    deepStrictEqual([status, stderr.split(": ").at(-1)], [2, "permission denied\n"]);
    strictEqual(readFileSync(join(directory, "there"), "utf8"), INVENTORY);
  });

  it("is written in its place where it is mounted by itself", function () {
    const directory = filesIn({ outside: INVENTORY, there: "" });
    const mount = `mount --bind ${join(directory, "outside")} ${join(directory, "there")}`;
    const inside = (script: string) =>
      spawnSync("unshare", ["-rm", "sh", "-c", script], { cwd: ROOT, encoding: "utf8" });
    if (inside(mount).status !== 0) this.skip();
    const command = `${process.execPath} ${builtFile("cli/main.js")} ${graph(directory)}`;
    const { status, stderr } = inside(`${mount} && ${command}`);
    strictEqual(status, 0, stderr);
    match(readFileSync(join(directory, "outside"), "utf8"), /^<svg.*<\/svg>\n?$/s);
    deepStrictEqual(readdirSync(directory).sort(), ["outside", "there"]);
  });
});

describe("writeTogether", () => {
  it("removes what a killed run left beside a file an hour ago, and nothing else", () => {
    const directory = filesIn({ page: "before", "page.7.new": "of a run that goes on" });
    const others = ["other.7.new", "page.new", "page.7.new.old"];
    for (const one of ["page.8.new", ...others]) {
      writeFileSync(join(directory, one), "cut");
      utimesSync(join(directory, one), 0, 0);
    }
    writeOutput(join(directory, "page"), "after");
    deepStrictEqual(readdirSync(directory).sort(), [...others, "page", "page.7.new"].sort());
  });

  it("keeps all files where one is there that must not be, and leaves none of its own", () => {
    const directory = filesIn({ second: "own" });
    const files = new Map(["new/first", "second"].map((one) => [join(directory, one), "text"]));
    throws(() => writeTogether(files, { flag: "wx" }), /cannot write \S+second: it exists/);
    deepStrictEqual(readdirSync(directory), ["second"]);
    strictEqual(readFileSync(join(directory, "second"), "utf8"), "own");
  });
});
