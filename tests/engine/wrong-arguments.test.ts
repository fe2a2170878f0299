import { deepStrictEqual } from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import { proveProgram } from "../../sdk/testing";
import { construct, minimal } from "../sdk/components/minimal-args";
import { mockEngine } from "../sdk/components/mocked-engine";
import { type WrongArguments, wrongArguments } from "../sdk/components/wrong-args";
import { ENGINE_TIMEOUT } from "./harness";
import { messageOf, type ProgramHost, programHost } from "./inline-program";

/** How much longer than a right program a run may take that a wrong argument ends, in milliseconds. */
const LONGEST = 10_000;

/** After how many milliseconds a run has no end. */
const ENDLESS = 120_000;

const checkout = join(__dirname, "..", "..");

type Wrong = WrongArguments & { form: "plain" | "late" };

/** Late ones first: what they leave behind would hold up the others. */
const wrong: Wrong[] = [
  ...wrongArguments().flatMap((one) => (one.mayBeLater ? [{ ...one, form: "late" as const }] : [])),
  ...wrongArguments().map((one) => ({ ...one, form: "plain" as const })),
];

/** Whether it is the first argument of its component in its form. */
function isFirst(one: Wrong): boolean {
  return (
    one === wrong.find((other) => other.component === one.component && other.form === one.form)
  );
}

/** What is tried of programs in processes of their own, which take seconds each. */
const some = process.env.WRONG_ARGUMENTS === "all" ? wrong : wrong.filter(isFirst);

/** Runs a program with a wrong argument in one way, and answers what it says at its end. */
type Run = (one: Wrong) => Promise<string>;

/** Makes the component, and what waits for what waits for it: plain Pulumi waits for that for ever. */
function program({ args, argument, component, form }: Wrong) {
  const values = new Map(Object.entries(args));
  const value = values.get(argument);
  if (form === "late") values.set(argument, pulumi.output(Promise.resolve(value)));
  const made = construct(component, Object.fromEntries(values));
  const first = new pulumi.ComponentResource("test:index:Dependent", "first", { made: made.urn });
  const second = new pulumi.ComponentResource("test:index:Dependent", "second", { urn: first.urn });
  return { urn: second.urn };
}

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const sdk = require("eks-pod-secrets");
const { args, argument, component, form } = JSON.parse(process.env.WRONG);
if (form === "late") args[argument] = pulumi.output(Promise.resolve(args[argument]));
const made = new sdk[component]("it", args);
const first = new pulumi.ComponentResource("test:index:Dependent", "first", { made: made.urn });
exports.urn = new pulumi.ComponentResource("test:index:Dependent", "second", { urn: first.urn }).urn;
`;

/** The same by the Automation API, in a process of its own. */
const INLINE = `
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const program = async () => {${PROGRAM.replace("exports.urn =", "return")}};
const secretsProvider = process.env.EKS_POD_SECRETS_SECRETS_PROVIDER;
LocalWorkspace.selectStack({ stackName: "plain", projectName: "wrong", program }, { secretsProvider })
  .then((stack) => stack.preview())
  .then(() => console.log("no refusal"), (error) => console.log(error.message));
`;

/** Of programs of one's own, which take seconds each, one argument of each component; all with `WRONG_ARGUMENTS=all`. */
describe("a wrong argument", function () {
  this.timeout(10 * ENGINE_TIMEOUT);
  let host: ProgramHost;
  let directory: string;

  before(async () => {
    host = await programHost();
    directory = mkdtempSync(join(tmpdir(), "wrong-"));
    writeFileSync(join(directory, "Pulumi.yaml"), "name: wrong\nruntime: nodejs\nmain: index.js\n");
    writeFileSync(join(directory, "index.js"), PROGRAM);
    mkdirSync(join(directory, "node_modules"));
    symlinkSync(join(checkout, "node_modules", "@pulumi"), join(directory, "node_modules/@pulumi"));
    symlinkSync(checkout, join(directory, "node_modules/eks-pod-secrets"));
    writeFileSync(join(directory, "inline.js"), INLINE);
    await pulumiCommand(["stack", "init", "dev"], {});
    await pulumiCommand(["stack", "init", "plain"], {});
  });
  after(async () => {
    await host.sandbox.remove();
    rmSync(directory, { recursive: true });
    for (const [row, cells] of table) {
      const texts = Object.entries(cells).map(([way, cell]) => `${way} ${cell}`);
      console.log([row.padEnd(50), ...texts].join(" | "));
    }
  });

  function pulumiCommand(args: string[], more: Record<string, string>): Promise<string> {
    return ran("pulumi", [...args, "--non-interactive"], more);
  }

  function ran(file: string, args: string[], more: Record<string, string>): Promise<string> {
    const options = { cwd: directory, env: { ...host.environment, ...more }, timeout: ENDLESS };
    return new Promise((resolve) => {
      execFile(file, args, options, (_, stdout, stderr) => resolve(stdout + stderr));
    });
  }

  /** Whether a run was told, and after how many seconds it ended, by the way and the argument. */
  const table = new Map<string, Record<string, string>>();

  /** Tries wrong arguments one after the other, some rows of them at once, and answers what was not told. */
  async function untold(way: string, ofThem: Wrong[], atOnce: number, run: Run): Promise<string[]> {
    const timed = async (one: Wrong): Promise<[string, number]> => {
      const start = Date.now();
      const late = new Promise<string>((resolve) =>
        setTimeout(() => resolve("no end"), ENDLESS).unref(),
      );
      return [await Promise.race([run(one), late]), Date.now() - start];
    };
    const left = [...ofThem];
    const found: string[] = [];
    const tryNext = async (one: Wrong) => {
      let [said, took] = await timed(one);
      let longest = LONGEST;
      if (took > longest && atOnce > 1) {
        // On a busy machine, a right program that starts at the same time takes long as well.
        const right = { ...one, args: minimal[one.component], form: "plain" as const };
        const [again, [, usual]] = await Promise.all([timed(one), timed(right)]);
        [said, took] = again;
        longest += usual;
      }
      const isNamed = new RegExp(`${one.component} it: ${one.argument}\\b`).test(said);
      const isTold = isNamed && took <= longest;
      const row = `${one.component}.${one.argument} ${one.form}`;
      const cell = isTold ? `${(took / 1000).toFixed(1)} s` : "NOT TOLD";
      table.set(row, { ...table.get(row), [way]: cell });
      if (!isTold) found.push(`${row}, after ${took} ms: ${said}`);
    };
    const worker = async () => {
      for (let one = left.shift(); one; one = left.shift()) await tryNext(one);
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return found;
  }

  it("ends a program of one's own, and names component and argument", async () => {
    const found = await untold("own program", some, 2, (one) =>
      pulumiCommand(["preview", "--stack", "dev"], { WRONG: JSON.stringify(one) }),
    );
    deepStrictEqual(found, []);
  });

  // Of many failing runs in one process, Pulumi's own connections get lost. refused-runs.test.ts has some of them.
  it("ends an inline program, and names component and argument", async () => {
    const found = await untold("inline", some, 2, (one) =>
      ran(process.execPath, ["inline.js"], { WRONG: JSON.stringify(one) }),
    );
    deepStrictEqual(found, []);
  });

  it("ends a program over mocks, and names component and argument", async () => {
    deepStrictEqual(await untold("mocks", wrong, 1, overMocks), []);
  });

  it("ends a proof of a program, and names component and argument", async () => {
    const found = await untold("proveProgram", wrong, 1, (one) =>
      messageOf(proveProgram(() => program(one))),
    );
    deepStrictEqual(found, []);
  });
});

async function overMocks(one: Wrong): Promise<string> {
  await mockEngine();
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  try {
    return await new Promise<string>((resolve) => {
      process.on("unhandledRejection", (error) => resolve((error as Error).message));
      program(one);
    });
  } catch (error) {
    return (error as Error).message;
  } finally {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) process.on("unhandledRejection", listener);
    await mockEngine();
  }
}
