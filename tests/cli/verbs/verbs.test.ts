import { match, ok } from "node:assert";
import { verbs } from "../../../cli/verbs";
import { schemas } from "../../../cli/verbs/schema";

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
});
