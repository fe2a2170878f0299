import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { type TrialAnswer, trialShape } from "../../cli/verbs/trial/shape";
import { builtFile } from "../built";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";

/** Two accounts by their profiles; the trial brings everything else. */
const ACCOUNTS = `
accounts:
  pods: { id: "111111111111", region: us-east-1 }
  data: { id: "222222222222", region: us-east-1 }
`;

describe("trial", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;
  let answer: TrialAnswer;
  let directory: string;

  before(async () => {
    sandbox = await engineHarness(ACCOUNTS);
  });
  after(() => sandbox.remove());

  async function trial(args: string[]) {
    const child = spawn(process.execPath, [builtFile("cli/main.js"), "trial", ...args], {
      cwd: sandbox.data.path,
      env: sandbox.environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, stdout, stderr };
  }

  it("passes in the sandbox", async () => {
    const place = ["--reader", "pods", "--owner", "data", "--region", "us-east-1"];
    const { code, stderr, stdout } = await trial([...place, "--yes", "--json"]);
    answer = trialShape.parse(JSON.parse(stdout));
    strictEqual(code, 0, stderr);
    strictEqual(answer.result, "passed");
    directory = join(sandbox.data.path, `eps-trial-${answer.id}`);
    ok(existsSync(directory));
    strictEqual(statSync(join(directory, "passphrase")).mode & 0o777, 0o600);
    match(readFileSync(join(directory, "trial.md"), "utf8"), /^# Trial \w+: passed/);
    ok(readdirSync(directory).length > 0);
    deepStrictEqual(answer.left, []);
  });
});
