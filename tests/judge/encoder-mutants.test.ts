import assert from "node:assert";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { themes, wholeAccounts } from "../proof/prover/deployments/themes";
import { bundle, type Task, type WrongProof } from "./encoder-mutants/bundle";
import { type Mutation, mutate } from "./encoder-mutants/mutations";
import { JUDGES_FOLDER } from "./judge";

const ROOT = join(__dirname, "../..");

/** How many mistakes that prove something wrong are shown to the checker, and which. */
const COUNT = Number(process.env.ENCODER_MUTANTS ?? 10);
const SEED = process.env.ENCODER_SEED ?? "1";

/** The claims that the checker states. */
const STATED: Task["claims"] = [
  "secret-bounded",
  "key-bounded",
  "role-unforgeable",
  "role-contained",
  "read-exclusive",
  "grant-available",
  "difference",
];

describe("the certificates of a prover with a mistake", () => {
  const base = mkdtempSync(join(tmpdir(), "mistakes-"));
  after(() => rmSync(base, { recursive: true }));

  it(`are refused, but for one in ten, of ${COUNT} mistakes that prove what is wrong`, async () => {
    const { mutations, texts } = mutate(ROOT);
    const worker = await bundle(ROOT, texts, base);
    const found = wrongProofs(worker, mutations);
    assert.strictEqual(found.length, COUNT);
    const believed = found.filter((wrong) => !isRefused(wrong));
    for (const { claim, mutation, subject } of believed) {
      console.log(`    ${JSON.stringify({ ...mutations[mutation], claim, subject })}`);
    }
    console.log(`    ${JSON.stringify({ mistakes: COUNT, refused: COUNT - believed.length })}`);
    // Of a few, one more by chance.
    assert.ok(believed.length <= COUNT / 10 + 1, `${believed.length} were not refused`);
  });

  /** Mistakes in an order of the seed's, until there are enough that prove something wrong. */
  function wrongProofs(worker: string, mutations: Mutation[]): WrongProof[] {
    const orderOf = (one: number) => createHash("sha256").update(`${SEED} ${one}`).digest("hex");
    const deployments = Object.values({ ...themes, ...wholeAccounts }).flat();
    const task: Task = {
      deployments: deployments.map(({ documents, drop = [] }) => ({ documents, drop })),
      mutations: mutations
        .map((_, place) => place)
        .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1)),
      count: COUNT,
      claims: STATED,
      directory: base,
    };
    const file = join(base, "task.json");
    writeFileSync(file, JSON.stringify(task));
    const { status, stderr, stdout } = spawnSync("node", [worker, file], { encoding: "utf8" });
    assert.strictEqual(status, 0, stderr);
    return stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line));
  }
});

/** Has the certificates checked, of the claim alone of which the mistake proves something wrong. */
function isRefused({ claim, directory }: WrongProof): boolean {
  const about =
    claim === "difference" ? ["--before", `${directory}-before.json`] : ["--claims", claim];
  const args = [directory, `${directory}.json`, ...about, "--seed", SEED];
  const { status, stderr } = spawnSync("python3", ["-m", "judge.certificate", ...args], {
    cwd: JUDGES_FOLDER,
    encoding: "utf8",
  });
  // A checker that fails refuses nothing.
  if (status === 1) assert.match(stderr, /^refused: (?!.*was killed)/);
  return status === 1;
}
