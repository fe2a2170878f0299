import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { verifyShape } from "../../../cli/verbs/verify/shape";
import { serverIdentity } from "../../../sandbox/wire/tls/certificate-authority";
import { each } from "../../facts";
import { done, failed } from "../../outcomes";
import { inventoryText } from "../../sdk/grant/support";
import { filesIn, run, withFiles } from "../support";

const VALUE = "a value that nobody may see";

/** A stand-in for the sandbox's control API. Pods of `readers` have their files, and readers in `absent` have no pods. */
async function withPods<Result>(
  readers: string[],
  use: (environment: NodeJS.ProcessEnv, asked: unknown[]) => Promise<Result>,
  absent: string[] = [],
  stale: Record<string, string> = {},
): Promise<Result> {
  const asked: unknown[] = [];
  const sandbox = mkdtempSync(join(tmpdir(), "verify-"));
  writeFileSync(join(sandbox, "control-token"), "token\n");
  mkdirSync(join(sandbox, "state"));
  const { certificate, key } = serverIdentity(join(sandbox, "state"));
  const server = createServer({ cert: certificate, key }, async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const question = JSON.parse(body) as { reader?: string; serviceAccount?: string };
    asked.push({ ...question, url: request.url, authorization: request.headers.authorization });
    if (question.reader && absent.includes(question.reader)) {
      response.writeHead(404).end(JSON.stringify({ error: `no pod of ${question.reader}` }));
      return;
    }
    const answer = readers.includes(question.reader ?? question.serviceAccount ?? "")
      ? { exitCode: 0, stdout: VALUE, stderr: "", stale: stale[question.reader ?? ""] }
      : { exitCode: 1, stdout: "", stderr: "cat: no such file\n" };
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const endpoint = `http://127.0.0.1:${port}`;
    return await use({ AWS_ENDPOINT_URL: endpoint, EKS_POD_SECRETS_SANDBOX: sandbox }, asked);
  } finally {
    server.close();
    rmSync(sandbox, { recursive: true });
  }
}

describe("verify", () => {
  it("asks every reader's pod in the sandbox for its files, and prints no value", async () => {
    await withPods(["application-a", "application-b"], async (env, asked) => {
      const { code, stderr, stdout } = await run("verify", { env });
      deepStrictEqual([code, stderr], [0, ""]);
      strictEqual(
        stdout,
        "reads application-a: secret-a in /mnt/secret/secret-a\nreads application-b: secret-b in /mnt/secret/secret-b\n",
      );
      deepStrictEqual(asked[0], {
        reader: "application-a",
        command: ["cat", "/mnt/secret/secret-a"],
        url: "/_sandbox/exec",
        authorization: "Bearer token",
      });
    });
  });

  it("asks by a pod of its own in the sandbox where another tool deploys the reader's", async () => {
    await withFiles({ "zone.yaml": inventoryText() }, (directory) =>
      withPods([], async (env, asked) => {
        const args = ["verify", "--inventory", `${directory}/zone.yaml`, "--json"];
        const stdout = await failed(run(args, { env }));
        strictEqual(verifyShape.parse(JSON.parse(stdout)).result, "failed");
        deepStrictEqual(asked[0], {
          cluster: "arn:aws:eks:us-east-1:111111111111:cluster/shop",
          namespace: "web",
          serviceAccount: "web",
          secretProviderClass: "web",
          mountPath: "/mnt/secrets",
          command: ["cat", "/mnt/secrets/own"],
          url: "/_sandbox/probe",
          authorization: "Bearer token",
        });
      }),
    );
  });

  it("fails with the pod's reason where a reader cannot read", async () => {
    await withPods(["application-a"], async (env) => {
      const stdout = await failed(run("verify --json", { env }));
      ok(!stdout.includes(VALUE));
      const { readers, result } = verifyShape.parse(JSON.parse(stdout));
      strictEqual(result, "failed");
      deepStrictEqual(readers[1]?.files[0], {
        path: "/mnt/secret/secret-b",
        object: "secret-b",
        result: "fails",
        reason: "cat: no such file",
      });
    });
  });

  it("tells a cause once, whatever the number of files", async () => {
    await withFiles({ "zone.yaml": inventoryText() }, (directory) =>
      withPods([], async (env) => {
        const { stdout } = await run(`verify --inventory ${directory}/zone.yaml`, { env });
        const told = stdout.split("\n").filter((line) => line.includes("cat: no such file"));
        strictEqual(told.length, 1);
        match(told[0] ?? "", /^fails web: own in .*, foreign in .*: cat: no such file$/);
      }),
    );
  });

  it("does not call a pod right whose files are from before a mount that failed", async () => {
    await withPods(
      ["application-a", "application-b"],
      async (env) => {
        const stdout = await failed(run("verify", { env }));
        match(stdout, /^fails application-a: .*: its files are from before .* failed: no access$/m);
        match(stdout, /^reads application-b/m);
      },
      [],
      { "application-a": "no access" },
    );
  });

  it("says how a failing pod mounts again, and says it of no other pod", async () => {
    await withPods(["application-a"], async (env) => {
      const { stdout } = await run("verify", { env });
      const hints = stdout.split("\n").filter((line) => line.includes("sandbox remount"));
      each(hints, (line) => line.split(" ").at(-1)).are(["application-b"]);
    });
  });

  it("does not say how a pod mounts that does not exist", async () => {
    const verified = async (env: NodeJS.ProcessEnv) => {
      const { code, stdout } = await run("verify", { env });
      deepStrictEqual([code, stdout.includes("remount")], [1, false]);
      match(stdout, /fails application-a: .*: no pod of application-a/);
    };
    await withPods(["application-b"], verified, ["application-a"]);
  });

  it("prints on AWS the commands that ask it there", async () => {
    match(await done(run("verify")), /^kubectl --context .* -- test -s \/mnt\/secret\/secret-a\n/);
  });

  it("asks by a short-lived pod where another tool deploys the reader's", async () => {
    const directory = filesIn({ "zone.yaml": inventoryText() });
    const { stdout } = await run(`verify --inventory ${directory}/zone.yaml`);
    match(stdout, /run web-probe-1 --rm --attach --restart Never .*"serviceAccountName":"web"/);
    match(stdout, /stack output secrets --stack b\.secrets --json \| jq -r '\.\["foreign"\]'/);
  });
});
