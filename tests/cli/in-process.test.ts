import { deepStrictEqual, strictEqual } from "node:assert";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { bin, version } from "../../package.json";
import { type Ended, type RunOptions, run, runProcess } from "./support";

/** Calls of the command. Each has another exit code, output or environment. */
const asked: [args: string[], env?: RunOptions["env"]][] = [
  [["check", "--json"]],
  [["check"], { GITHUB_ACTIONS: "true" }],
  [["check", "none.yaml", "--progress", "json"]],
  [["prove", "--claim", "secret-bounded"]],
  [["status"], { PATH: "/nowhere" }],
  [["nonsense"]],
  [["help", "up"]],
];

describe("the built command", () => {
  it("starts by its own name, as a shell and npx start it", () => {
    const command = join(__dirname, "../..", bin["eks-pod-secrets"]);
    strictEqual(execFileSync(command, ["--version"], { encoding: "utf8" }), `${version}\n`);
  });
});

describe("the command in this process", () => {
  for (const [args, env] of asked) {
    it(`answers ${args.join(" ")} as in a process of its own`, async () => {
      deepStrictEqual(same(await run(args, { env })), same(await runProcess(args, { env })));
    });
  }

  it("keeps runs at the same time apart, and leaves this process as it was", async () => {
    const before = stateOf(process);
    const each = () => asked.map(([args, env]) => run(args, { env }));
    const atOnce = await Promise.all(each());
    for (const [index, [args, env]] of asked.entries()) {
      deepStrictEqual(same(atOnce[index]), same(await run(args, { env })));
    }
    deepStrictEqual(stateOf(process), before);
  });
});

/** The result of a run, without the proposed ID and the times. */
function same(ended: Ended | undefined): string {
  return JSON.stringify(ended).replace(/lz-[0-9a-f]{8}| +\(?[\d.]+ m?s\b/g, "*");
}

function stateOf({ argv, env, exitCode }: NodeJS.Process) {
  const listeners = process.eventNames().map((name) => process.listeners(name as NodeJS.Signals));
  return { argv: [...argv], env: { ...env }, exitCode, listeners };
}
