import { deepStrictEqual } from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

import { proveProgram } from "../../sdk/testing";
import { filesIn } from "../cli/support";
import { construct, type WrongArguments, wrongArguments } from "../sdk/components/minimal-args";
import { mockEngine } from "../sdk/components/mocked-engine";
import { messageOf, suiteHost } from "./inline-program";

/** After how many milliseconds a run has no end. */
const ENDLESS = 60_000;

const checkout = join(__dirname, "..", "..");

type Wrong = WrongArguments & { form: "plain" | "late" };

/** Late ones first: what they leave behind would hold up the others. */
const wrong: Wrong[] = [
  ...wrongArguments().flatMap((one) => (one.mayBeLater ? [{ ...one, form: "late" as const }] : [])),
  ...wrongArguments().map((one) => ({ ...one, form: "plain" as const })),
];

/** The first argument of each component in its form: a program in a process of its own takes seconds. */
const some = wrong.filter(
  (one) =>
    one === wrong.find((other) => other.component === one.component && other.form === one.form),
);

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

describe("a wrong argument ends, and names component and argument in", () => {
  const host = suiteHost();
  const directory = filesIn({
    "Pulumi.yaml": "name: wrong\nruntime: nodejs\nmain: index.js\n",
    ...{ "index.js": PROGRAM, "inline.js": INLINE },
  });
  const modules = join(directory, "node_modules");

  before(async () => {
    mkdirSync(modules);
    symlinkSync(join(checkout, "node_modules", "@pulumi"), join(modules, "@pulumi"));
    symlinkSync(checkout, join(modules, "eks-pod-secrets"));
    for (const stack of ["dev", "plain"]) {
      await ran("pulumi", ["stack", "init", stack, "--non-interactive"]);
    }
  });

  function ran(file: string, args: string[], one?: Wrong): Promise<string> {
    const env = { ...host.environment, WRONG: JSON.stringify(one) };
    return new Promise((resolve) => {
      const options = { cwd: directory, env, timeout: ENDLESS };
      execFile(file, args, options, (_, stdout, stderr) => resolve(stdout + stderr));
    });
  }

  const preview = ["preview", "--stack", "dev", "--non-interactive"];
  const ways: Record<string, [Wrong[], atOnce: number, run: (one: Wrong) => Promise<string>]> = {
    "a program of one's own": [some, 2, (one) => ran("pulumi", preview, one)],
    // Of many failing runs in one process, Pulumi's own connections get lost. own-runs.test.ts has some of them.
    "an inline program": [some, 2, (one) => ran(process.execPath, ["inline.js"], one)],
    "a program over mocks": [wrong, 1, overMocks],
    "a proof of a program": [wrong, 1, (one) => messageOf(proveProgram(() => program(one)))],
  };
  for (const [way, [ofThem, atOnce, run]] of Object.entries(ways)) {
    it(way, async () => {
      const left = [...ofThem];
      const untold: string[] = [];
      const worker = async () => {
        for (let one = left.shift(); one; one = left.shift()) {
          const said = await Promise.race([run(one), sleep(ENDLESS, "no end", { ref: false })]);
          const named = `${one.component} it: ${one.argument}`;
          if (!new RegExp(`${named}\\b`).test(said)) untold.push(`${named}, ${one.form}: ${said}`);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      deepStrictEqual(untold, []);
    });
  }
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
