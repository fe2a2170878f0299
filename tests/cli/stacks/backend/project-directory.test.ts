import { match, strictEqual } from "node:assert";
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { projectDirectory } from "../../../../cli/stacks/backend/project-directory";
import { filesIn } from "../../support";

const PROGRAM = resolve(__dirname, "../../../../stacks/index.ts");
const OWN = `name: anything\nruntime: nodejs\nmain: ${PROGRAM}\n`;

const others: [string, string, RegExp][] = [
  ["has no main", "name: web\nruntime: nodejs\n", /must run the stacks of .*, got no main; /],
  ["has nothing in it", "", /must run the stacks of .*, got no main; /],
  [
    "runs another program",
    `main: ${__filename.replace(/tests.*/, "..")}\n`,
    /must run the stacks of eks-pod-secrets, got main: .*; where it is another project's/,
  ],
  [
    "runs the stacks of a package that is not installed",
    "main: node_modules/@eks-pod-secrets/cli/bin/stacks/index.js\n",
    /Pulumi\.yaml runs node_modules\/.*, which does not exist; run npm ci$/,
  ],
  ["is no YAML", "name: [\n", /^cannot read .*Pulumi\.yaml: Flow sequence .*$/],
];

describe("projectDirectory", () => {
  const set = process.env.PULUMI_OPTION_CWD;

  beforeEach(() => {
    delete process.env.PULUMI_OPTION_CWD;
  });

  after(() => {
    if (set !== undefined) process.env.PULUMI_OPTION_CWD = set;
  });

  it("is the nearest one at or above the inventory, by whatever path its program is reached", async () => {
    const directory = filesIn({ "Pulumi.yaml": OWN });
    mkdirSync(join(directory, "teams/one"), { recursive: true });
    strictEqual(projectDirectory(join(directory, "teams/one/zone.yaml")), directory);
    symlinkSync(PROGRAM, join(directory, "program.ts"));
    writeFileSync(join(directory, "Pulumi.yaml"), "main: program.ts\n");
    strictEqual(projectDirectory(join(directory, "zone.yaml")), directory);
  });

  it("is the directory itself where a link leads to it, from which its program is found", async () => {
    const directory = filesIn({});
    const real = join(realpathSync(directory), "deep/down");
    mkdirSync(real, { recursive: true });
    symlinkSync(PROGRAM, join(directory, "program.ts"));
    writeFileSync(join(real, "Pulumi.yaml"), "main: ../../program.ts\n");
    symlinkSync(real, join(directory, "link"));
    strictEqual(projectDirectory(join(directory, "link/zone.yaml")), real);
  });

  it("may run the stacks of the command's installed package", async () => {
    const installed = "node_modules/@eks-pod-secrets/cli";
    const directory = filesIn({ "Pulumi.yaml": `main: ${installed}/stacks.js\n` });
    mkdirSync(join(directory, installed), { recursive: true });
    writeFileSync(join(directory, installed, "package.json"), '{"name":"@eks-pod-secrets/cli"}');
    writeFileSync(join(directory, installed, "stacks.js"), "");
    strictEqual(projectDirectory(join(directory, "zone.yaml")), directory);
  });

  for (const [says, text, message] of others) {
    it(`rejects a Pulumi.yaml that ${says}`, async () => {
      const directory = filesIn({ "Pulumi.yaml": text });
      match(
        messageOf(() => projectDirectory(join(directory, "zone.yaml"))),
        message,
      );
    });
  }

  it("rejects a PULUMI_OPTION_CWD that is no directory of a project", () => {
    process.env.PULUMI_OPTION_CWD = "/nowhere";
    const message = messageOf(() => projectDirectory("zone.yaml"));
    match(message, /^PULUMI_OPTION_CWD must be a directory with a Pulumi\.yaml, .* got \/nowhere$/);
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}
