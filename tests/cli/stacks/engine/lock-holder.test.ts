import { deepStrictEqual, match, strictEqual } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  lockedReason,
  lockHolder,
  runWhenUnlocked,
} from "../../../../cli/stacks/engine/lock-holder";
import { pulumiEngine } from "../../../../cli/stacks/engine/pulumi-engine";
import { stackPlan } from "../../../../stacks/stack-plan";
import { setEnvironment } from "../../../sandbox/providers/support";
import { A, withSandbox } from "../../../sandbox/support";
import { inventoryText } from "../../../sdk/grant/support";
import { landingZone } from "../../../stacks/run-stack";
import { fakePulumi, keptFiles } from "../../fake-pulumi/kept-stacks";
import { filesIn } from "../../support";

const PROGRAM = join(__dirname, "../../../../stacks/index.ts");

describe("lockHolder", () => {
  const host = hostname();
  const words = (name: string, pid: number) =>
    `the stack is currently locked by 1 lock(s). file:///x.json: created by me@${name} (pid ${pid}) at 2026-01-01`;

  it("tells a process that ended from one that runs, and from another machine's", () => {
    strictEqual(lockHolder(words(host, process.pid)), "running");
    strictEqual(lockHolder(words(host, 2 ** 22 + 1)), "ended");
    strictEqual(lockHolder(words("elsewhere", 2 ** 22 + 1)), "elsewhere");
  });

  it("takes a process for ended that nobody has asked how it ended", async () => {
    const parent = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 60"]);
    const pid = Number(String(await once(parent.stdout, "data")));
    try {
      while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) await sleep(10);
      strictEqual(lockHolder(words(host, pid)), "ended");
    } finally {
      parent.kill();
    }
  });

  it("reads a stack again only once the process that ran it has ended", async () => {
    const holder = spawn("sleep", ["2"]);
    const said = words(host, holder.pid ?? 0);
    const seen: (string | undefined)[] = [];
    const place = { workDir: "", environment: {} };
    const access = { onStep: () => undefined, signal: new AbortController().signal };
    await runWhenUnlocked(place, "a.secrets", access, async () => {
      if (seen.push(lockHolder(said)) === 1) throw new Error(said);
    });
    deepStrictEqual(seen, ["running", "ended"]);
  });

  it("says who holds a stack that is left alone, and how to release it", () => {
    const said =
      "code: -2\n stdout: \n stderr: error: the stack is currently locked by 1 lock(s).\n  file:///x.json: created by ci@runner-7 (pid 12) at 2026-01-01T00:00:00Z\n";
    strictEqual(
      lockedReason(said, "data.secrets"),
      "it is locked by process 12 of ci@runner-7, since 2026-01-01T00:00:00Z; wait for that to end, or, where it is gone, release the lock: pulumi cancel --stack data.secrets",
    );
    match(lockedReason("409 conflict", "a.b"), /^it is locked by another process; wait/);
  });
});

describe("a stack that another run holds", () => {
  const { sandbox } = withSandbox();
  const SAYS = new RegExp(
    `^a\\.workloads: waiting for process \\d+ of me@${hostname()}, since 2026-01-01, which runs the stack; this run goes on when that ends: `,
  );
  let holder: ChildProcess;

  beforeEach(() => {
    holder = spawn("sleep", ["600"]);
  });
  afterEach(() => holder.kill());

  it("is waited for with a reason, also where only its state is told of access that went", async () => {
    const zone = landingZone(inventoryText());
    const stack = stackPlan(zone).find(({ layer }) => layer === "workloads");
    if (!stack) throw new Error("there is no stack of workloads");
    const workDir = filesIn({
      "Pulumi.yaml": `name: eks-pod-secrets\nruntime: nodejs\nmain: ${PROGRAM}\n`,
      ...keptFiles(
        { [stack.name]: { resources: 3 } },
        { [stack.name]: `is held by ${holder.pid}` },
      ),
    });
    const { accessKeyId, secretAccessKey } = sandbox.administrator(A);
    const restore = setEnvironment({
      ...fakePulumi(workDir),
      AWS_ENDPOINT_URL: sandbox.endpoint,
      ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    });
    const said: string[] = [];
    const { write } = process.stderr;
    process.stderr.write = (text) => {
      if (!String(text).includes("waiting")) return true;
      said.push(String(text));
      return holder.kill();
    };
    try {
      const engine = pulumiEngine({ workDir, inventory: "zone.yaml", zone, stacks: [stack.name] });
      await engine.refresh(stack, ["urn::it"]);
    } finally {
      process.stderr.write = write;
      restore();
    }
    match(said.join(""), SAYS);
    strictEqual(readFileSync(`${workDir}/commands.log`, "utf8"), `refresh ${stack.name}\n`);
  });
});
