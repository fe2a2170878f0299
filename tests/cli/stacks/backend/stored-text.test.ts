import { deepStrictEqual } from "node:assert";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { exportedText } from "../../../../cli/stacks/backend/exported-state";
import { filesIn } from "../../support";

const { PATH, PULUMI_BACKEND_URL: url = "" } = process.env;

const FILE = ".pulumi/stacks/zone/a.secrets.json";
const stored = (urn: string, version = 3) =>
  JSON.stringify({ version, checkpoint: { stack: "a", latest: { resources: [{ urn }] } } });
const printed = (urn: string) =>
  JSON.stringify({ version: 3, deployment: { resources: [{ urn }] } });

describe("the state in the file of a file backend", () => {
  let directory: string;

  /** A project with a CLI that prints one state, and counts its calls. */
  beforeEach(() => {
    directory = filesIn({
      "Pulumi.yaml": "name: zone\n",
      calls: "",
      pulumi: `#!/bin/sh\necho "$*" >> calls\necho '${printed("one")}'\n`,
    });
    chmodSync(join(directory, "pulumi"), 0o755);
    process.env.PATH = [directory, PATH].join(delimiter);
    process.env.PULUMI_BACKEND_URL = `file://${directory}?metadata=skip`;
    write(FILE, stored("one"));
  });

  afterEach(() => {
    process.env.PATH = PATH;
    process.env.PULUMI_BACKEND_URL = url;
    if (url === "") delete process.env.PULUMI_BACKEND_URL;
  });

  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  };
  const read = async () =>
    JSON.parse(await exportedText({ workDir: directory, environment: {} }, "a.secrets"));
  const urns = async () => {
    const { deployment } = await read();
    return deployment.resources.map((one: { urn: string }) => one.urn);
  };
  const calls = () => readFileSync(join(directory, "calls"), "utf8").split("\n").length - 1;

  it("is read as it is at each time, once the CLI has said the same", async () => {
    deepStrictEqual(await urns(), ["one"]);
    write(FILE, stored("two"));
    deepStrictEqual([await urns(), calls()], [["two"], 1]);
  });

  it("is read by the CLI, where that has said something else", async () => {
    write(FILE, stored("two"));
    deepStrictEqual(await urns(), ["one"]);
    write(FILE, stored("one"));
    deepStrictEqual([await urns(), calls()], [["one"], 2]);
  });

  for (const [says, file, text] of [
    ["is of another form", FILE, stored("two", 5)],
    ["is cut off", FILE, stored("two").slice(0, 20)],
    ["has a compressed one beside it", `${FILE}.gz`, ""],
  ] as const) {
    it(`is read by the CLI, where it ${says}`, async () => {
      await read();
      write(file, text);
      deepStrictEqual([await urns(), calls()], [["one"], 2]);
    });
  }

  it("is read by the CLI, where the backend is another one", async () => {
    await read();
    process.env.PULUMI_BACKEND_URL = "s3://states";
    await read();
    deepStrictEqual(calls(), 2);
  });
});
