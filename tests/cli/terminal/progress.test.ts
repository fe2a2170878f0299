import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { each } from "../../facts";
import { refused } from "../../outcomes";
import { A, withSandbox } from "../../sandbox/support";
import { runInProject } from "../stacks/fake-project";
import { run } from "../support";
import { progressEvents } from "./progress-events";

const INVENTORY = `
id: lz-progress
accounts: { a: { id: "${A}", region: us-east-1 } }
clusters: { shop: { account: a, create: {} } }
secrets: { own: { account: a } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] } }
`;

const VALUE = "correct horse battery staple";

describe("--progress json", () => {
  const { sandbox } = withSandbox();

  const asked = async (
    args: string[],
    { behaviour = {}, input }: { behaviour?: Record<string, string>; input?: string } = {},
  ) => {
    const words = [...args, "--progress", "json"];
    const project = { behaviour, input, inventory: INVENTORY, stacks: {} };
    const ended = await runInProject(sandbox, A, words, project);
    return { ...ended, events: progressEvents(ended.stderr) };
  };

  it("tells what begins, what is done, and what fails and why", async () => {
    const behaviour = { "a.secrets": "fails" };
    const { code, events } = await asked(["up", "--yes", "--parallel", "1"], { behaviour });
    strictEqual(code, 1);
    const ends = events.filter(({ event }) => event === "begin" || event === "end");
    each(ends, (one) => ("seconds" in one ? { ...one, seconds: 0 } : one)).are([
      { event: "begin", name: "a.cluster", text: "up" },
      { event: "end", name: "a.cluster", result: "done", seconds: 0, changes: { create: 3 } },
      { event: "begin", name: "a.secrets", text: "up" },
      { event: "end", name: "a.secrets", result: "failed", seconds: 0, reason: "no such thing" },
    ]);
  });

  it("is nothing but lines of JSON after Ctrl-C, too, and tells what was stopped", async () => {
    const behaviour = { "a.cluster": "is stopped" };
    const { code, events } = await asked(["up", "--yes", "--parallel", "1"], { behaviour });
    strictEqual(code, 1);
    const [note] = events.filter(({ event }) => event === "note");
    deepStrictEqual(note, { event: "note", message: "stopping after the steps in flight" });
    const last = events.at(-1);
    deepStrictEqual(last?.event === "end" && [last.name, last.result], ["a.cluster", "stopped"]);
  });

  it("holds no value that is put, whether it works or not", async () => {
    for (const [name, input] of [
      ["own", VALUE],
      ["own", JSON.stringify({ own: VALUE })],
    ] as const) {
      const args = input === VALUE ? ["put", name] : ["put", "--from-json", "-"];
      const { events, stderr, stdout } = await asked(args, { input });
      ok(!`${stderr}${stdout}`.includes(VALUE));
      const ended = events.find(({ event }) => event === "end");
      deepStrictEqual(ended && "name" in ended && ended.name, "own");
      ok(ended && "result" in ended && ended.result === "failed", stderr);
    }
  });

  it("counts how much of a proof is done", async () => {
    const { code, stderr } = await run("prove --claim secret-bounded --progress json");
    strictEqual(code, 0, stderr);
    const counts = progressEvents(stderr).filter(({ event }) => event === "count");
    deepStrictEqual(counts.at(-1), { event: "count", name: "proving", done: 2, total: 2 });
  });

  it("tells in JSON of a mistake in the arguments, and asks nobody", async () => {
    for (const [args, message] of [
      [["up", "--ye"], /^unknown option '--ye'\n\(Did you mean --yes\?\)$/],
      [["up"], /^--yes must be given where no terminal can ask$/],
    ] as const) {
      const stderr = await refused(run([...args, "--progress", "json"]));
      const [error] = progressEvents(stderr);
      ok(error?.event === "error", stderr);
      match(error.message, message);
    }
  });

  it("takes no other form", async () => {
    match(await refused(run("check --progress xml")), /Allowed choices are text, json/);
  });
});
