import { deepStrictEqual, match, strictEqual } from "node:assert";
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stateReader } from "../../../../cli/stacks/backend/exported-state";
import { projectDirectory } from "../../../../cli/stacks/backend/project-directory";
import { brokenStateAdvice, isBrokenState } from "../../../../cli/stacks/backend/stacks-in-backend";
import { each } from "../../../facts";
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
    if (set === undefined) delete process.env.PULUMI_OPTION_CWD;
    else process.env.PULUMI_OPTION_CWD = set;
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

describe("stateReader", () => {
  it("reads each stack once, and no more at once than it may", async () => {
    const read: string[] = [];
    let running = 0;
    let most = 0;
    const stateOf = stateReader(
      "project",
      async (_, stack) => {
        read.push(stack);
        most = Math.max(most, ++running);
        await sleep(5);
        running--;
        if (stack === "b") throw new Error("no such stack");
        return { resources: [{ urn: `urn::${stack}`, type: "t" }], pending: [] };
      },
      2,
    );
    const ended = await Promise.allSettled(["a", "b", "a", "c", "d"].map(stateOf));
    each(ended, (one) =>
      one.status === "fulfilled" ? one.value.resources[0]?.urn : one.reason.message,
    ).are(["urn::a", "no such stack", "urn::a", "urn::c", "urn::d"]);
    deepStrictEqual(read, ["a", "b", "c", "d"]);
    strictEqual(most, 2);
  });
});

/** Makes a file backend with these states of stacks, and uses it. */
async function withStates(
  states: Record<string, string>,
  use: (url: string, directory: string) => void,
) {
  const backend = filesIn({});
  const directory = join(backend, ".pulumi/stacks/shop");
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(states)) writeFileSync(join(directory, name), text);
  use(`file://${backend}?metadata=skip`, directory);
}

describe("a state that a full disk has cut off", () => {
  it("is known by the engine's words", () => {
    for (const said of [
      "error: place 1: unexpected end of JSON input",
      "error: failed to load checkpoint: place 1: unexpected end of JSON input",
      "error: could not deserialize deployment: unexpected end of JSON input",
      "place 1: invalid character 'g' after top-level value",
    ]) {
      strictEqual(isBrokenState(said), true, said);
    }
    strictEqual(isBrokenState('error: no stack named "a.secrets" found'), false);
  });

  it("is named, with the copy that the engine left beside it", () =>
    withStates(
      { "a.secrets.json": '{"version":', "a.secrets.json.bak": "{}", "b.secrets.json": "{}" },
      (url, directory) => {
        const advice = brokenStateAdvice(url);
        match(advice, /^the state of stack a\.secrets is cut off/);
        match(
          advice,
          new RegExp(`cp ${directory}/a.secrets.json.bak ${directory}/a.secrets.json\n`),
        );
        strictEqual(advice.includes("b.secrets"), false);
      },
    ));

  it("is to be taken from the engine's other copies where that one is broken, too", () =>
    withStates({ "a.secrets.json": "", "a.secrets.json.bak": "" }, (url, directory) => {
      const advice = brokenStateAdvice(url);
      match(advice, new RegExp(`\\.pulumi/backups .* to ${directory}/a.secrets.json\n`));
      strictEqual(advice.includes("cp "), false);
    }));

  it("is told of without a name where the backend's files are elsewhere", () => {
    match(brokenStateAdvice("s3://state"), /^the state of a stack is cut off.*\.pulumi\/backups/);
  });
});
