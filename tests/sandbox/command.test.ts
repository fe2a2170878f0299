import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { controlClient } from "../../sandbox/instance/control-client";
import { authorityFile, serverIdentity } from "../../sandbox/wire/tls/certificate-authority";
import { builtFile } from "../built";
import { newDirectory } from "../directories";

describe("sandbox command", function () {
  this.timeout(60_000);
  let parent: string;
  let data: string;
  before(() => {
    parent = newDirectory();
    data = join(parent, "sandbox");
  });
  after(() => {
    sandbox("destroy");
  });

  function sandbox(...args: string[]) {
    return sandboxIn(process.cwd(), args);
  }

  function sandboxIn(cwd: string, args: string[]) {
    return spawnSync(process.execPath, [builtFile("sandbox/command/main.js"), ...args], {
      cwd,
      encoding: "utf8",
      env: { ...process.env, EKS_POD_SECRETS_SANDBOX: data, PULUMI_OPTION_CWD: undefined },
    });
  }

  it("says that nothing runs before the first start", () => {
    const { status, stdout } = sandbox("status");
    strictEqual(status, 1);
    strictEqual(stdout, "sandbox is not running\n");
    strictEqual(existsSync(data), false);
  });

  it("starts once", () => {
    match(
      sandbox("start").stdout,
      /^sandbox started on http:\/\/127\.0\.0\.1:\d+, a stand-in for AWS\n$/,
    );
    match(sandbox("start").stdout, /^sandbox runs already/);
    strictEqual(JSON.parse(sandbox("status", "--json").stdout).running, true);
  });

  it("says that it does not answer where it does not, and stops it all the same", () => {
    const pid = Number(readFileSync(join(data, "server.pid"), "utf8"));
    const mounted = join(data, "state", "pods", "a");
    mkdirSync(mounted, { recursive: true });
    process.kill(pid, "SIGSTOP");
    for (const verb of ["status", "start"]) {
      const { status, stderr } = sandbox(verb);
      strictEqual(status, 1);
      match(
        stderr,
        /^sandbox: the sandbox does not answer on http:\S+: `npx eks-pod-secrets sandbox stop` ends it/,
      );
    }
    strictEqual(sandbox("stop").stdout, "sandbox stopped\n");
    strictEqual(existsSync(mounted), false);
    match(sandbox("start").stdout, /^sandbox started/);
  });

  it("starts in a weather, at AWS's pace, which it hands on to pulumi, and says so", () => {
    match(sandbox("start", "--weather", "storm").stderr, /runs already, in the weather calm: /);
    sandbox("stop");
    const { status, stderr } = sandbox("start", "--weather", "sunny");
    strictEqual(status, 2);
    match(stderr, /^sandbox: the weather must be calm, .*, got "sunny"\n$/);
    match(sandbox("start", "--weather", "17").stdout, /, in the weather seed 17\n$/);
    match(sandbox("status").stdout, /^weather seed 17, at pace 1$/m);
    strictEqual(readFileSync(join(data, "pace"), "utf8"), "1");
    sandbox("stop");
    sandbox("start");
    match(sandbox("status").stdout, /^weather calm, at pace 0$/m);
    strictEqual(existsSync(join(data, "pace")), false);
  });

  it("prints an administrator's credentials, the same every time, for a shell to read", () => {
    const first = sandbox("env", "account-b").stdout;
    strictEqual(sandbox("env", "222222222222").stdout, first);
    const script = `${first}\necho "$AWS_ENDPOINT_URL $AWS_REGION \${AWS_PROFILE-none}"`;
    const { stdout } = spawnSync("sh", ["-c", script], {
      encoding: "utf8",
      env: { ...process.env, AWS_PROFILE: "production" },
    });
    match(stdout, /^http:\/\/127\.0\.0\.1:\d+ us-east-1 none\n$/);
  });

  it("keeps the profiles of its accounts where their inventory is gone", () => {
    strictEqual(sandboxIn(newDirectory(), ["env"]).status, 0);
    match(readFileSync(join(data, "aws-credentials"), "utf8"), /^\[account-b\]$/m);
  });

  it("rejects an account that the inventory does not declare", () => {
    const { status, stderr } = sandbox("env", "account-z");
    strictEqual(status, 2);
    match(
      stderr,
      /^sandbox: account must be one of \/\S+\/landing-zone\.yaml \(account-a, account-b\) or a twelve-digit id, got account-z\n$/,
    );
  });

  it("runs a command with the variables that env prints, and ends as the command does", () => {
    const print =
      "console.log(process.env.AWS_ENDPOINT_URL, process.argv[1]); process.exitCode = 7";
    const ran = sandbox(
      "exec",
      "--account",
      "account-b",
      "--",
      "node",
      "-e",
      print,
      "--",
      "--json",
    );
    strictEqual(ran.status, 7);
    match(ran.stdout, /^http:\/\/127\.0\.0\.1:\d+ --json\n$/);
  });

  it("tells the command whose accounts its profiles are", () => {
    const { stdout } = sandbox(
      "exec",
      "--",
      "sh",
      "-c",
      'echo "$EKS_POD_SECRETS_SANDBOX_INVENTORY"',
    );
    strictEqual(stdout, `${join(process.cwd(), "landing-zone.yaml")}\n`);
  });

  it("rejects a command that does not exist, and an account for a pod", () => {
    const missing = sandbox("exec", "--", "no-such-command");
    strictEqual(missing.status, 2);
    match(missing.stderr, /^sandbox: cannot run no-such-command: .*ENOENT/);
    strictEqual(sandbox("exec", "--pod", "a", "--account", "account-b", "--", "ls").status, 2);
  });

  it("moves pulumi into its own project from the checkout, and says so, and from no project of the user's", () => {
    const moved = sandbox("env", "account-b", "--pulumi");
    match(moved.stdout, /^export PULUMI_OPTION_CWD='.*\/project'$/m);
    match(moved.stderr, /for a project of your own, unset PULUMI_OPTION_CWD$/m);
    const below = join(parent, "program", "src");
    mkdirSync(below, { recursive: true });
    writeFileSync(join(parent, "program", "Pulumi.yaml"), "name: program\nruntime: nodejs\n");
    const { stderr, stdout } = sandboxIn(below, ["env", "account-b", "--pulumi"]);
    match(stdout, /^unset PULUMI_OPTION_CWD$/m);
    match(stderr, /pulumi uses the project of the directory in which it runs$/m);
  });

  it("rejects an unknown command", () => {
    strictEqual(sandbox("begin").status, 2);
  });

  it("keeps its state and its address over a stop", () => {
    const credentials = sandbox("env", "account-a").stdout;
    strictEqual(sandbox("stop").stdout, "sandbox stopped\n");
    strictEqual(sandbox("stop").stdout, "sandbox was not running\n");
    strictEqual(sandbox("env", "account-a").status, 1);
    sandbox("start");
    strictEqual(sandbox("env", "account-a").stdout, credentials);
  });

  it("leaves nothing when it is destroyed", () => {
    const { pid } = JSON.parse(sandbox("status", "--json").stdout);
    sandbox("destroy");
    strictEqual(existsSync(data), false);
    strictEqual(spawnSync("kill", ["-0", String(pid)]).status === 0, false);
    strictEqual(sandbox("destroy").stdout, "there is no sandbox\n");
  });
});

const STATUS = { pid: 1 };

describe("whoever controls a sandbox", () => {
  let directory: string;
  let heard: (string | undefined)[];
  beforeEach(() => {
    directory = newDirectory();
    heard = [];
  });

  const answer: RequestListener = (request, response) => {
    heard.push(request.headers.authorization);
    response.end(JSON.stringify(STATUS));
  };
  const statusOf = async (server: Server) => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    const connection = { endpoint, controlToken: "token", authority: authorityFile(directory) };
    try {
      return await controlClient(connection).status();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };
  const secureServer = (identityOf: string) => {
    const { certificate, key } = serverIdentity(identityOf);
    return createSecureServer({ cert: certificate, key }, answer);
  };

  it("tells the token to its own server", async () => {
    deepStrictEqual(await statusOf(secureServer(directory)), STATUS);
    deepStrictEqual(heard, ["Bearer token"]);
  });

  it("tells it to no other program that listens on the port, over TLS or without", async () => {
    serverIdentity(directory);
    const other = newDirectory();
    await rejects(statusOf(secureServer(other)), /its certificate is not this sandbox's/);
    await rejects(statusOf(createServer(answer)), /its certificate is not this sandbox's/);
    deepStrictEqual(heard, []);
  });

  it("calls nobody before the server's first start", async () => {
    await rejects(statusOf(createServer(answer)), { name: "ControlError", status: 0 });
    deepStrictEqual(heard, []);
  });
});
