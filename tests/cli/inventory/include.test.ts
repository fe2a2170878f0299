import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readInventory } from "../../../cli/inventory/inventory-file";
import { column, each } from "../../facts";
import { done } from "../../outcomes";
import { inventoryText } from "../../sdk/grant/support";
import { filesIn, run } from "../support";

const ACCOUNTS = `
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
clusters:
  shop: { account: a, existing: true }
`;
const SECRETS = "secrets:\n  own: { account: a }\n  foreign: { account: b, key: pods }\n";
const READERS =
  "readers:\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign] }\n";

/** Reads an inventory of several files. Problems name the files without their directory. */
async function read(files: Record<string, string>) {
  const directory = filesIn({});
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  const parsed = await readInventory(join(directory, "zone.yaml"));
  const plain = (text: string) => text.replaceAll(`${directory}/`, "");
  if (!("problems" in parsed)) return { zone: parsed.landingZone, problems: [] };
  return {
    zone: undefined,
    problems: parsed.problems.map(({ column, file, line, message }) =>
      plain(`${file}:${line}:${column} ${message}`),
    ),
  };
}

describe("an inventory of many files", () => {
  it("rejects an included file that cannot be read, or is no text, by its name", async () => {
    const directory = filesIn({ "latin.yaml": Buffer.from("# \xe9\n", "latin1") });
    const latin = join(directory, "latin.yaml");
    const { problems } = await read({
      "zone.yaml": `include: [/proc/self/mem, ${latin}]\n${ACCOUNTS}`,
    });
    deepStrictEqual(problems, [
      'zone.yaml:1:11 include[0] must name files that can be read, got "/proc/self/mem" (/proc/self/mem)',
      `${latin}:1:3 inventory must be UTF-8 text; save it in that encoding`,
    ]);
  });

  it("rejects a link that leads nowhere, or in a circle, by its name", async () => {
    const directory = filesIn({ "zone.yaml": `include: [teams/*.yaml]\n${ACCOUNTS}` });
    mkdirSync(join(directory, "teams"));
    symlinkSync("nowhere", join(directory, "teams/gone.yaml"));
    symlinkSync("round.yaml", join(directory, "teams/round.yaml"));
    const parsed = await readInventory(join(directory, "zone.yaml"));
    const messages = "problems" in parsed ? parsed.problems.map(({ message }) => message) : [];
    each(messages, (message) => message.replaceAll(`${directory}/`, "")).are(
      ["gone", "round"].map(
        (name) =>
          `include[0] must name files that can be read, got "teams/*.yaml" (teams/${name}.yaml)`,
      ),
    );
  });

  it("rejects a directory that cannot be read, instead of taking it for an empty one", async () => {
    const { problems } = await read({
      "zone.yaml": `include: [own.yaml, "${"d".repeat(300)}/*.yaml"]\n${ACCOUNTS}`,
      "own.yaml": "secrets: { own: { account: a } }\n",
    });
    strictEqual(problems.length, 1);
    match(problems[0] ?? "", /include\[1\] must name directories .* be read, got "d+\/\*\.yaml"/);
  });

  it("is the same landing zone as one of a single file", async () => {
    const { zone } = await read({
      "zone.yaml": `include: [teams/**/*.yaml, secrets.yaml]\n${ACCOUNTS}`,
      "secrets.yaml": SECRETS,
      "teams/web/readers.yaml": READERS,
    });
    const { zone: single } = await read({ "zone.yaml": ACCOUNTS + SECRETS + READERS });
    ok(zone && single);
    each(zone.readers, ({ grants, id, role }) => [
      id,
      role.arn,
      grants.map(({ file }) => file),
    ]).are(
      single.readers.map(({ grants, id, role }) => [id, role.arn, grants.map(({ file }) => file)]),
    );
    deepStrictEqual(
      column(zone.secrets, "id"),
      single.secrets.map(({ id }) => id),
    );
  });

  it("reads each file once, however many include it, and a pattern passes over its own file", async () => {
    const { problems, zone } = await read({
      "zone.yaml": `include: ["*.yaml"]\n${ACCOUNTS}`,
      "readers.yaml": `include: [secrets.yaml]\n${READERS}`,
      "secrets.yaml": SECRETS,
    });
    deepStrictEqual(problems, []);
    strictEqual(zone?.secrets.length, 2);
  });

  it("applies the first file's defaults to the entries of all", async () => {
    const { zone } = await read({
      "zone.yaml": `include: [rest.yaml]\ndefaults: { readers: { rolePath: /pods/ } }\n${ACCOUNTS}`,
      "rest.yaml": SECRETS + READERS,
    });
    strictEqual(zone?.readers[0]?.role.path, "/pods/");
  });

  it("names the file that a mistake stands in, in the order of files", async () => {
    const { problems } = await read({
      "zone.yaml": `include: [secrets.yaml, readers.yaml]\n${ACCOUNTS}`,
      "secrets.yaml": SECRETS.replace("account: b", "account: c"),
      "readers.yaml": READERS.replace("cluster: shop", "cluster: shopp"),
    });
    strictEqual(problems.length, 2);
    match(problems[0] ?? "", /^secrets\.yaml:3:23 secrets\.foreign\.account /);
    match(problems[1] ?? "", /^readers\.yaml:2:19 readers\.web\.cluster /);
  });

  it("rejects a key that is unknown, in its own file", async () => {
    const { problems } = await read({
      "zone.yaml": `include: [rest.yaml]\n${ACCOUNTS}`,
      "rest.yaml": `${SECRETS}${READERS}reader: {}\n`,
    });
    match(problems[0] ?? "", /^rest\.yaml:6:1 reader is not a known key/);
  });

  it("rejects an entry that two files give, and names both", async () => {
    const { problems } = await read({
      "zone.yaml": `include: [rest.yaml]\n${ACCOUNTS}${SECRETS}${READERS}`,
      "rest.yaml": "secrets:\n  own: { account: b }\n",
    });
    deepStrictEqual(problems, ["rest.yaml:2:3 secrets.own is given in zone.yaml:9 too; keep one"]);
  });

  it("names the file that gives it, and not one whose section is empty", async () => {
    const { problems } = await read({
      "zone.yaml": `include: [one.yaml, two.yaml]\n${ACCOUNTS}secrets:\n`,
      "one.yaml": SECRETS,
      "two.yaml": `secrets:\n  own: { account: b }\n${READERS}`,
    });
    deepStrictEqual(problems, ["two.yaml:2:3 secrets.own is given in one.yaml:2 too; keep one"]);
  });

  it("rejects files that include each other in a circle", async () => {
    const { problems } = await read({
      "zone.yaml": `include: [a.yaml]\n${ACCOUNTS}`,
      "a.yaml": `include: [b.yaml]\n${SECRETS}`,
      "b.yaml": `include:\n  - a.yaml\n${READERS}`,
    });
    deepStrictEqual(problems, [
      'b.yaml:2:5 include[0] must not include what includes it, got "a.yaml" (a.yaml)',
    ]);
  });

  it("rejects an entry that names no file, and says how to mean it", async () => {
    const { problems } = await read({ "zone.yaml": `include: [gone.yaml]\n${ACCOUNTS}` });
    deepStrictEqual(problems, [
      'zone.yaml:1:11 include[0] must name a file, got "gone.yaml", which names none; where that is meant, write { pattern: "gone.yaml", mayBeEmpty: true }',
    ]);
  });

  it("lets an entry that may be empty name no file, and reads what it does name", async () => {
    const zone = `include: [{ pattern: "teams/*.yaml", mayBeEmpty: true }]\n${ACCOUNTS}`;
    strictEqual((await read({ "zone.yaml": zone })).zone?.readers.length, 0);
    const files = { "zone.yaml": zone, "teams/web.yaml": SECRETS + READERS };
    strictEqual((await read(files)).zone?.readers.length, 1);
  });

  it("rejects an entry that is neither a pattern nor a mapping with one, in every file", async () => {
    const { problems } = await read({
      "zone.yaml": `include: [rest.yaml]\n${ACCOUNTS}`,
      "rest.yaml": "include:\n  - { patern: teams/*.yaml }\n  - 5\n",
    });
    deepStrictEqual(problems, [
      "rest.yaml:2:5 include[0].pattern is required",
      'rest.yaml:2:7 include[0].patern is not a known key; did you mean "pattern"?',
      "rest.yaml:3:5 include[1] must be a path or a pattern, or a mapping with pattern, got the number 5",
    ]);
    const unmeant = { "zone.yaml": `include: [{ pattern: x.yaml }]\n${ACCOUNTS}` };
    match((await read(unmeant)).problems[0] ?? "", /^zone\.yaml:1:11 .* which names none/);
  });

  it("rejects more than 10,000 files, once, at the entry that leads to them", async () => {
    const names = Array.from({ length: 10_002 }, (_, index) => `teams/${10_000 + index}.yaml`);
    const { problems } = await read({
      "zone.yaml": `include: ["teams/*.yaml"]\n${ACCOUNTS}`,
      ...Object.fromEntries(names.map((name) => [name, "secrets: {}\n"])),
    });
    deepStrictEqual(problems, [
      'zone.yaml:1:11 include[0] must lead to at most 10000 files, got "teams/*.yaml" (teams/20000.yaml)',
    ]);
  });

  it("rejects settings of the whole outside the first file", async () => {
    const { problems } = await read({
      "zone.yaml": `include: [rest.yaml]\n${ACCOUNTS}`,
      "rest.yaml": `defaults: {}\n${SECRETS}${READERS}`,
    });
    deepStrictEqual(problems, [
      "rest.yaml:1:1 defaults must stand in zone.yaml, the file that includes the others",
    ]);
  });

  it("rejects what is no YAML, in its own file", async () => {
    const { problems } = await read({
      "zone.yaml": `include: [rest.yaml]\n${ACCOUNTS}`,
      "rest.yaml": "secrets: [\n",
    });
    match(problems[0] ?? "", /^rest\.yaml:\d+:\d+ invalid YAML/);
  });

  it("is read by the command", async () => {
    const files = { "zone.yaml": `include: [s.yaml]\n${inventoryText({ secrets: " {}" })}` };
    const directory = filesIn({ ...files, "s.yaml": SECRETS });
    match(await done(run(`check ${directory}/zone.yaml`)), /2 accounts, 1 cluster, 2 secrets/);
  });
});
