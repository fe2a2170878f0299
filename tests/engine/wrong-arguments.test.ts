import { deepStrictEqual, match } from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import { PodSecretKey } from "../../sdk";
import { proveProgram } from "../../sdk/testing";
import { construct } from "../components/minimal-args";
import { mockEngine } from "../components/mocked-engine";
import { type WrongArguments, wrongArguments } from "../components/wrong-args";
import { ENGINE_TIMEOUT } from "./harness";
import { type ProgramHost, programHost } from "./inline-program";

/** How long a run may take that a wrong argument ends, in milliseconds. */
const LONGEST = 10_000;

const checkout = join(__dirname, "..", "..");

type Form = "plain" | "late";

/** Runs a program with a wrong argument in one way, and answers what it says at its end. */
type Run = (one: WrongArguments, form: Form, name: string) => Promise<string>;

/** Makes the component, and what waits for what waits for it: plain Pulumi waits for that for ever. */
function program({ args, argument, component }: WrongArguments, form: Form) {
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

describe("a wrong argument", function () {
  this.timeout(3 * ENGINE_TIMEOUT);
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
    await pulumiCommand(["stack", "init", "dev"], {});
  });
  after(async () => {
    await host.sandbox.remove();
    rmSync(directory, { recursive: true });
  });

  function pulumiCommand(args: string[], more: Record<string, string>): Promise<string> {
    const options = { cwd: directory, env: { ...host.environment, ...more } };
    return new Promise((resolve) => {
      execFile("pulumi", [...args, "--non-interactive"], options, (_, stdout, stderr) =>
        resolve(stdout + stderr),
      );
    });
  }

  const runs: Record<string, Run> = {
    "program of one's own": ({ args, argument, component }, form) => {
      const WRONG = JSON.stringify({ args, argument, component, form });
      return pulumiCommand(["preview", "--stack", "dev"], { WRONG });
    },
    "inline program": async (one, form, name) => {
      const stack = await host.inline(name, async () => program(one, form));
      return stack.preview().then(
        () => "no refusal",
        (error: Error) => error.message,
      );
    },
    mocks: (one, form) => overMocks(() => program(one, form)),
    proveProgram: (one, form) =>
      proveProgram(() => program(one, form)).then(
        () => "no refusal",
        (error: Error) => error.message,
      ),
  };

  it("ends every run within 10 s, in whatever form, with component and argument", async () => {
    const rows: string[] = [];
    const bad: string[] = [];
    for (const one of wrongArguments()) {
      const forms: Form[] = one.mayBeLater ? ["plain", "late"] : ["plain"];
      for (const form of forms) {
        const cells: string[] = [];
        for (const [way, run] of Object.entries(runs)) {
          const start = Date.now();
          const said = await Promise.race([
            run(one, form, `s${rows.length}`),
            new Promise<string>((resolve) => setTimeout(() => resolve("no end"), LONGEST).unref()),
          ]);
          const isTold = new RegExp(`${one.component} it: ${one.argument}\\b`).test(said);
          cells.push(isTold ? `${((Date.now() - start) / 1000).toFixed(1)} s` : "NOT TOLD");
          if (!isTold) bad.push(`${one.component}.${one.argument} ${form}, ${way}: ${said}`);
        }
        rows.push([`${one.component}.${one.argument}`.padEnd(44), form, ...cells].join(" | "));
      }
    }
    console.log([Object.keys(runs).join(" | "), ...rows].join("\n"));
    deepStrictEqual(bad, []);
  });

  it("ends up too, whether it goes on after errors or has other targets, and leaves nothing", async () => {
    const name = "ends-up";
    const stack = await host.inline(name, async () => {
      const { keyArn } = new PodSecretKey("k", { alias: pulumi.output("bad !") });
      return { keyArn };
    });
    for (const options of [{}, { continueOnError: true }, { target: ["**other**"] }]) {
      const said = await stack.up(options).then(
        () => "no refusal",
        (error: Error) => error.message,
      );
      match(said, /PodSecretKey k: alias must be/);
    }
    const { deployment } = await stack.exportStack();
    deepStrictEqual(
      deployment.resources.map(({ type }: { type: string }) => type),
      ["pulumi:pulumi:Stack"],
    );
  });

  it("ends its own run alone, of five that go on in one process", async () => {
    const aliases = ["a", "b", "bad !", "d", "e"];
    const ended = await Promise.all(
      aliases.map(async (alias, index) => {
        const stack = await host.inline(`five-${index}`, async () => {
          new PodSecretKey("k", { alias: pulumi.output(alias) });
        });
        return stack.preview().then(
          () => true,
          (error: Error) => !error.message.includes("PodSecretKey k: alias must be"),
        );
      }),
    );
    deepStrictEqual(ended, [true, true, false, true, true]);
  });
});

async function overMocks(run: () => unknown): Promise<string> {
  await mockEngine();
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  try {
    return await new Promise<string>((resolve) => {
      process.on("unhandledRejection", (error) => resolve((error as Error).message));
      run();
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
