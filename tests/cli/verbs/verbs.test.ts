import { deepStrictEqual, match, ok } from "node:assert";
import { verbs } from "../../../cli/verbs";
import { schemas } from "../../../cli/verbs/schema";
import { refused } from "../../outcomes";
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

describe("a verb that there is not", () => {
  for (const asked of ["revok --help", "revok -h", "revok --version", "help revok", "revok x"]) {
    it(`rejects it, and names the nearest one: ${asked}`, async () => {
      match(await refused(run(asked)), /unknown command 'revok'\s+\(Did you mean revoke\?\)/);
    });
  }
});

describe("--yes", () => {
  const help = async (verb: string) => (await run(`${verb} --help`)).stdout.replace(/\s+/g, " ");

  it("is said to confirm no loss for up, and what restore can bring back for destroy", async () => {
    match(await help("up"), /--yes deploy without asking; what would .* still needs --yes-remove /);
    match(await help("destroy"), /--yes destroy without asking, also the secrets .* --yes-remove /);
    match(await help("refresh"), /--yes refresh without asking /);
  });
});

describe("up", () => {
  it("takes from the environment how new stacks are encrypted, where no option says it", async () => {
    const env = { EKS_POD_SECRETS_SECRETS_PROVIDER: "kms://alias/pulumi" };
    const says = /'kms:\/\/alias\/pulumi' from env .* be default, passphrase or the URL of a key/;
    match(await refused(run("up --yes", { env })), says);
  });
});
