import { strictEqual } from "node:assert";
import { spawnSync } from "node:child_process";
import { filesIn } from "../support";
import { fakePulumi, keptFiles } from "./kept-stacks";
import { readAnswer } from "./read-answer";

describe("the stand-in for the Pulumi CLI", () => {
  const kept = {
    "a.secrets": { resources: 2, last: { kind: "update", result: "succeeded" } },
    "b.secrets": { resources: 1, holds: [{ urn: "urn::b", type: "a:b:C" }] },
    c: { resources: 0 },
  };
  const asked = (directory: string, line: string) => {
    const args = line.split(" ");
    const env = { ...process.env, ...fakePulumi(directory) };
    return [
      readAnswer(directory, args),
      spawnSync("pulumi", args, { env, encoding: "utf8" }),
    ] as const;
  };

  it("answers what only reads in this process as its script does", () => {
    const directory = filesIn(keptFiles(kept));
    const ofStacks = Object.keys(kept).flatMap((name) => [
      `stack export --stack ${name}`,
      `stack history --json --stack ${name}`,
    ]);
    for (const line of ["version", "stack ls --json", ...ofStacks]) {
      const [here, script] = asked(directory, line);
      strictEqual(here, script.stdout, line);
    }
  });

  it("leaves to its script what changes a stack, and a backend that fails", () => {
    const [here] = asked(filesIn(keptFiles(kept)), "up --stack c");
    const [failing] = asked(filesIn(keptFiles(kept, { backend: "fails" })), "stack ls --json");
    strictEqual(here ?? failing, undefined);
  });
});
