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

/** How many mistakes with wrong proofs the checker gets, and the seed that chooses them. */
const COUNT = Number(process.env.ENCODER_MUTANTS ?? 10);
const SEED = process.env.ENCODER_SEED ?? "1";

/** The claims that the checker itself can state. */
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
    // Allows one more by chance, because the sample is small.
    assert.ok(believed.length <= COUNT / 10 + 1, `${believed.length} were not refused`);
  });

  /** Tries mistakes in the seed's order until enough of them prove something wrong. */
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

/** Has the certificates checked, but only for the claim that the mistake proves wrongly. */
function isRefused({ claim, directory }: WrongProof): boolean {
  const about =
    claim === "difference" ? ["--before", `${directory}-before.json`] : ["--claims", claim];
  const args = [directory, `${directory}.json`, ...about, "--seed", SEED];
  const { status, stderr } = spawnSync("python3", ["-m", "judge.certificate", ...args], {
    cwd: JUDGES_FOLDER,
    encoding: "utf8",
  });
  // A checker that fails has refused nothing.
  if (status === 1) assert.match(stderr, /^refused: (?!.*was killed)/);
  return status === 1;
}
