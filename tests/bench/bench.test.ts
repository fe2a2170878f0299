import { match, strictEqual } from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { compiledFile } from "../../sandbox/instance/installation";

const run = promisify(execFile);

/** Every part of the bench, with rows that it must print. Each row has a figure. */
const parts: Record<string, RegExp[]> = {
  evaluator: [/^read \(fetch and decrypt\), 50 readers on the key +[\d,]+ /m],
  check: [/^2 readers +\d/m, /^3 readers, 3 secrets, 2 accounts +\d/m],
  prover: [/^1 grant +proved +\d/m, /^read-exclusive +\d/m],
  memory: [/^2 grants +\d+\.\d+ +\d+\.\d+ +\d/m],
  size: [/^10 +2 +proved +\d/m, /^10 +proved +\d/m],
  ways: [/^20 roles, 2 secrets +\d/m],
  zone: [/^plan --against +\d/m, /^prove, .* by one more +\d/m],
  "start-up": [
    /^@pulumi\/pulumi alone +\d/m,
    /^account-a\.cluster +\d[\s\S]+^account-a\.cluster +\d/m,
  ],
  reads: [/^1 client at once +\d/m],
  programs: [/^secrets, up +\d/m, /^workloads, up +\d/m],
  states: [/^2 +\d/m, /^account-1\.secrets +\d/m],
  unchanged: [
    /^Pulumi SDK, in the command +\d/m,
    /^ours +\d/m,
    /^ {2}\d+ × pulumi stack export +\d/m,
  ],
  scale: [
    /^workloads, without a change +\d/m,
    /^one reader changed +\d/m,
    /of \d+ other accounts$/m,
  ],
  accounts: [/^up of 1 account,/m, /^2 +\d+\.\d /m],
};

describe("the bench, at its smallest size", () => {
  for (const [part, rows] of Object.entries(parts)) {
    it(`runs ${part} to its end`, async () => {
      const { stdout } = await run(process.execPath, [
        compiledFile("bench/main.js"),
        "--small",
        part,
      ]);
      for (const row of rows) match(stdout, row);
    });
  }

  it("has no other part", async () => {
    const { stderr } = await run(process.execPath, [compiledFile("bench/main.js"), "x"]).catch(
      (error: { stderr: string }) => error,
    );
    strictEqual(stderr, `bench must be one of ${Object.keys(parts).join(", ")}, got x\n`);
  });
});
