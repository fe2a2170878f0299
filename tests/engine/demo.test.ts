import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { IAM } from "@aws-sdk/client-iam";
import { ATTEMPTS, tryAttempts } from "../../cli/demo/try-attempts";
import { controlClient } from "../../sandbox/instance/control-client";
import { connection, dataDirectory } from "../../sandbox/instance/data-directory";
import { builtFile } from "../built";
import { each, none } from "../facts";

describe("demo", () => {
  const data = dataDirectory(join(mkdtempSync(join(tmpdir(), "demo-")), "sandbox"));
  after(async () => {
    await demo(["--destroy"]);
    rmSync(join(data.path, ".."), { recursive: true });
  });

  /** Runs it as `npm run demo` does. Presses Ctrl-C when it prints `interruptAt`. */
  async function demo(args: string[] = [], interruptAt?: string) {
    const child = spawn(process.execPath, [builtFile("cli/demo/main.js"), ...args], {
      env: {
        ...{ PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" },
        EKS_POD_SECRETS_PROOFS: "off",
        ...{ XDG_CACHE_HOME: process.env.XDG_CACHE_HOME, EKS_POD_SECRETS_SANDBOX: data.path },
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stderr.on("data", (said: Buffer) => {
      if (interruptAt && said.includes(interruptAt)) child.kill("SIGINT");
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, lines: stdout.trimEnd().split("\n"), stderr };
  }

  it("stops at Ctrl-C after the steps in flight", async () => {
    const { code, stderr } = await demo([], "account-a.cluster: up");
    strictEqual(code, 130, stderr);
    match(stderr, /stopping after the steps in flight\n/);
    match(stderr, /account-a\.cluster: stopped\n/);
    match(stderr, /demo: interrupted; run it again to go on\n$/);
  });

  it("goes on, and tells its story on one screen: who reads what, what was refused, what is proved", async () => {
    const { code, lines, stderr } = await demo();
    strictEqual(code, 0, stderr);
    match(lines[0] ?? "", /^This is a sandbox on this machine, not AWS: /);
    const reads = lines.filter((line) => line.includes(" reads secret-") && line.includes(": "));
    deepStrictEqual(reads, [
      '  application-a reads secret-a of A: {"user":"user1","password":"passwd1"}',
      "  application-b reads secret-b of B: This is a Cross Account Secret",
    ]);
    const refused = lines.filter((line) => line.startsWith("  refused  "));
    each(refused, (line) => line.slice(11).split(/ {2,}/)[0]).are(ATTEMPTS.map(({ name }) => name));
    ok(refused.every((line) => !line.endsWith("  AWS")));
    strictEqual(lines.filter((line) => line.startsWith("  proved  ")).length, 6);
    ok(lines.length <= 42, String(lines.length));
    none(lines, (line) => line.length > 80 && !line.includes(data.path));
    strictEqual(existsSync(join(data.path, "throw-away")), false);
  });

  it("changes nothing the second time, and shows AWS's answers and the whole proof where asked to", async () => {
    const { code, lines, stderr } = await demo(["--verbose"]);
    strictEqual(code, 0, stderr);
    ok(lines.includes("Nothing changed: everything was as declared."));
    strictEqual(lines.filter((line) => / {11}\w+: /.test(line)).length, ATTEMPTS.length);
    ok(lines.some((line) => /^ {2}proved: \d+ claims /.test(line)));
  });

  it("rejects when an attempt succeeds", async () => {
    const reach = connection(data);
    const control = controlClient(reach);
    const before = await control.status();
    const region = "us-east-1";
    const credentials = await control.account({ id: "111111111111", region });
    const iam = new IAM({ endpoint: reach.endpoint, region, credentials });
    const policy = { RoleName: "ascp-podidentity-cross", PolicyName: "more" };
    const Statement = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.putRolePolicy({ ...policy, PolicyDocument });
    const attempts = tryAttempts({
      ...{ data, connection: reach, control, environment: {}, verbose: false, say: () => {} },
      signal: new AbortController().signal,
    });
    await rejects(attempts, {
      message: `1 of ${ATTEMPTS.length} attempts: "application-b's role reads secret-a" succeeded`,
    });
    await iam.deleteRolePolicy(policy);
    deepStrictEqual(await control.status(), before);
  });

  it("leaves nothing once it is destroyed", async () => {
    const { code, lines } = await demo(["--destroy"]);
    strictEqual(code, 0);
    strictEqual(lines[0], `removed ${data.path}`);
    strictEqual(existsSync(data.path), false);
  });
});
