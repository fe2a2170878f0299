import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pulumi, requirePulumi } from "../../../../cli/stacks/backend/pulumi-command";
import { stacksInBackend } from "../../../../cli/stacks/backend/stacks-in-backend";
import { messageOf, UserError } from "../../../../cli/terminal/errors";
import { filesIn } from "../../support";

const cases: [string, string, RegExp][] = [
  [
    "answers something else",
    "echo hello",
    /^pulumi stack ls --json must answer in JSON, got "hello"; is it the Pulumi CLI that is in PATH\?$/,
  ],
  ["answers nothing", "exit 0", /must answer in JSON, got nothing; /],
  ["is killed", "kill -9 $$", /^pulumi stack ls --json failed: SIGKILL$/],
  ["says nothing", "exit 3", /^pulumi stack ls --json failed: exit code 3$/],
  [
    "warns before it fails",
    "echo 'SDK 2026/01/01 WARN falling back' >&2; echo 'error: no bucket' >&2; exit 255",
    /^pulumi stack ls --json failed: no bucket$/,
  ],
  [
    "is not logged in",
    "echo 'error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions' >&2; exit 255",
    /no Pulumi backend, .*, is logged in to: run pulumi login, .*, or set PULUMI_BACKEND_URL/,
  ],
];

describe("pulumi", () => {
  const { PATH = "", PULUMI_BACKEND_URL: url } = process.env;

  beforeEach(() => {
    delete process.env.PULUMI_BACKEND_URL;
  });

  afterEach(() => {
    process.env.PATH = PATH;
    if (url === undefined) delete process.env.PULUMI_BACKEND_URL;
    else process.env.PULUMI_BACKEND_URL = url;
  });

  const withPulumi = async <T>(
    script: string,
    run: (directory: string) => Promise<T>,
    mode = 0o755,
  ): Promise<T> => {
    const directory = filesIn({ pulumi: `#!/bin/sh\n${script}\n` });
    chmodSync(join(directory, "pulumi"), mode);
    process.env.PATH = `${directory}${delimiter}/bin`;
    return run(directory);
  };

  const failure = (script: string, mode?: number): Promise<string> =>
    withPulumi(
      script,
      async (directory) => {
        const error = await stacksInBackend(directory).catch((one: unknown) => one);
        strictEqual(error instanceof UserError, true, String(error));
        return messageOf(error);
      },
      mode,
    );

  it("collects less garbage in short commands, but as it was told to in what starts providers", async () => {
    const given = process.env.GOGC;
    const says = (verb: string) =>
      withPulumi('echo "$GOGC"', (workDir) => pulumi({ workDir, environment: {} }, [verb]));
    try {
      delete process.env.GOGC;
      deepStrictEqual([await says("stack"), await says("up")], ["off\n", "\n"]);
      process.env.GOGC = "50";
      deepStrictEqual([await says("stack"), await says("up")], ["50\n", "50\n"]);
    } finally {
      if (given === undefined) delete process.env.GOGC;
      else process.env.GOGC = given;
    }
  });

  it("leaves each parallel read on PostgreSQL a second connection", async () => {
    const spare = (reads: string) => `[ $((2 * GOMAXPROCS)) -gt $((${reads} + 1)) ]`;
    const script = `${spare("PULUMI_PARALLEL")} && ${spare("PULUMI_DIY_BACKEND_PARALLEL")} && echo '[]'`;
    const given = process.env.PULUMI_PARALLEL;
    try {
      for (const parallel of ["1", "64"]) {
        process.env.PULUMI_PARALLEL = parallel;
        strictEqual((await withPulumi(script, stacksInBackend)).size, 0);
      }
      delete process.env.PULUMI_PARALLEL;
      strictEqual((await withPulumi(script, stacksInBackend)).size, 0);
    } finally {
      if (given !== undefined) process.env.PULUMI_PARALLEL = given;
    }
  });

  for (const [says, script, message] of cases) {
    it(`rejects in one line where the CLI ${says}`, async () => {
      match(await failure(script), message);
    });
  }

  it("rejects a file that is no program", async () => {
    const message = "the pulumi in PATH cannot be run: permission denied";
    strictEqual(await failure("exit 0", 0o644), message);
  });

  it("names the backend, and no password in its URL", async () => {
    process.env.PULUMI_BACKEND_URL = "postgres://me:secret@db/state";
    const message = "pulumi stack ls --json failed on postgres://db/state: no such database";
    strictEqual(await failure("echo 'error: no such database' >&2; exit 255"), message);
  });

  it("asks again where another process made the backend's table at the same time", async () => {
    const refused =
      "error: unable to open bucket postgres://db/state: failed to create table pulumi_state: pq: duplicate key value violates unique constraint (23505)";
    const script = `if mkdir "$0.asked" 2>/dev/null; then echo '${refused}' >&2; exit 255; fi; echo '[]'`;
    await withPulumi(script, async (directory) => {
      deepStrictEqual(await stacksInBackend(directory), new Map());
    });
    match(await failure(`echo '${refused}' >&2; exit 255`), /failed to create table/);
  });

  it("rejects a CLI of another version, and what is none", async () => {
    for (const [says, got] of [
      ["v4.0.0", "version 4.0.0"],
      ["hello", "none that it prints"],
    ]) {
      const message = new RegExp(`must be of version 3, got ${got}; install it`);
      await withPulumi(`echo ${says}`, (directory) => rejects(requirePulumi(directory), message));
    }
    await withPulumi("echo v3.248.0-dev.1", requirePulumi);
  });

  it("rejects where there is none", async () => {
    process.env.PATH = "/nowhere";
    await rejects(stacksInBackend("/"), /^UserError: the Pulumi CLI must be in PATH: install it /);
  });
});
