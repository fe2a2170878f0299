import { deepStrictEqual, rejects } from "node:assert";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { emptyOutcome } from "../../../../cli/verbs/trial/answer";
import { writeAnswer } from "../../../../cli/verbs/trial/answer-file";
import { resumeTrial } from "../../../../cli/verbs/trial/make-trial";
import { trialNames } from "../../../../cli/verbs/trial/names";
import { removeTrial } from "../../../../cli/verbs/trial/remove-trial";
import { scenarioText } from "../../../../cli/verbs/trial/scenario";
import { createTrialDirectory, trialDirectory } from "../../../../cli/verbs/trial/trial-directory";
import { A, B, REGION, startSandbox, type TestSandbox } from "../../../sandbox/support";

describe("a trial that was stopped in AWS", () => {
  const NAMES = trialNames("3f9a71");
  const path = mkdtempSync(join(tmpdir(), "eks-pod-secrets-trial-"));
  const directory = trialDirectory(join(path, NAMES.name));
  const outside = process.cwd();
  const { AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE } = process.env;
  let sandbox: TestSandbox;

  before(async () => {
    sandbox = await startSandbox();
    const { accessKeyId, secretAccessKey } = sandbox.administrator(A);
    const credentials = join(path, "credentials");
    writeFileSync(
      credentials,
      `[pods]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    const reader = { id: A, profile: "pods" };
    const owner = { id: B, profile: "data" };
    createTrialDirectory(directory, scenarioText(NAMES, { reader, owner, region: REGION }));
    const begun = new Date().toISOString();
    await writeAnswer(directory.answer, {
      ...{ id: "3f9a71", result: "interrupted", world: "AWS", seconds: 1, begun },
      ...{ accounts: [], steps: [], ...emptyOutcome() },
    });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
    });
    process.chdir(path);
  });
  after(async () => {
    process.chdir(outside);
    for (const [name, value] of Object.entries({ AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await sandbox.stop();
    rmSync(path, { recursive: true });
  });

  for (const [option, begin] of [
    ["--resume", () => resumeTrial("3f9a71", { yes: true })],
    ["--remove", () => removeTrial("3f9a71", {})],
  ] as const) {
    it(`does not take a sandbox for AWS: ${option} is refused, and nothing is written`, async () => {
      const before = readFileSync(directory.answer, "utf8");
      const files = readdirSync(directory.path);
      await rejects(
        begin(),
        /^UserError: trial 3f9a71 was begun in AWS, and its calls would now go to a sandbox, not AWS: unset AWS_ENDPOINT_URL/,
      );
      deepStrictEqual(readFileSync(directory.answer, "utf8"), before);
      deepStrictEqual(readdirSync(directory.path), files);
    });
  }
});
