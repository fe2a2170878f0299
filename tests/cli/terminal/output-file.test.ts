import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert";
import { spawnSync } from "node:child_process";
import { chmodSync, lstatSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { writeOutput, writeTogether } from "../../../cli/terminal/output-file";
import { builtFile } from "../../built";
import { filesIn } from "../support";

const ROOT = join(__dirname, "../../..");
const INVENTORY = 'accounts: { a: { id: "111111111111", region: us-east-1 } }\n';
const EXEMPT = ["arn:aws:iam::111111111111:role/deploy", "arn:aws:iam::222222222222:role/deploy"];

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

describe("writeTogether", () => {
  it("keeps all files where one is there that must not be, and leaves none of its own", () => {
    const directory = filesIn({ second: "own" });
    const files = new Map(["new/first", "second"].map((one) => [join(directory, one), "text"]));
    throws(() => writeTogether(files, { flag: "wx" }), /cannot write \S+second: it exists/);
    deepStrictEqual(readdirSync(directory), ["second"]);
    strictEqual(readFileSync(join(directory, "second"), "utf8"), "own");
  });
});
