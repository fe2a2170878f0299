import { deepStrictEqual, match, ok } from "node:assert";
import { verbs } from "../../../cli/verbs";
import { schemas } from "../../../cli/verbs/schema";
import { run } from "../support";

describe("the verbs", () => {
  for (const [name, load] of Object.entries(verbs)) {
    it(`explain themselves, with an example: ${name}`, async () => {
      const command = (await load()).command();
      let help = "";
      command.configureOutput({
        writeOut: (text) => {
          help += text;
        },
      });
      command.outputHelp();
      match(help, new RegExp(`Examples?:\\n[\\s\\S]*\\$ .*eks-pod-secrets ${name}`));
      ok(command.summary().length > 0);
    });

    it(`name a schema that there is where they answer in JSON: ${name}`, async () => {
      const command = (await load()).command();
      const json = command.options.find(({ long }) => long === "--json");
      const [, schema] = /eks-pod-secrets schema ([\w-]+)/.exec(json?.description ?? "") ?? [];
      ok(json === undefined || Object.hasOwn(schemas, schema ?? ""), json?.description);
    });
  }

  it("stand in the help in four groups, each verb once", async () => {
    const { stdout } = await run("--help");
    const [, ...sections] = stdout.split(/^(?=[A-Z][\w ]*:$)/m);
    const [options, ...groups] = sections.map((section) => section.split(":\n")[0]);
    deepStrictEqual([options, ...groups], ["Options", "Deploy", "Look", "Values", "Set up"]);
    const listed = [...stdout.matchAll(/^ {2}([a-z][\w-]*) .*/gm)].map(([, name]) => name);
    deepStrictEqual(listed.toSorted(), Object.keys(verbs).toSorted());
  });
});
