import { deepStrictEqual, match, strictEqual } from "node:assert";
import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { run, withFiles } from "../support";

const OLD = `# Ours.

# The accounts.
accounts: # two
  a: { id: "111111111111", region: us-east-1 }
`;

/** A file after `migrate`, and what the command says. */
async function migrated(text: string, ...args: string[]) {
  let after = "";
  let mode = 0;
  const ended = await withFiles({ "zone.yaml": text }, async (directory) => {
    const file = join(directory, "zone.yaml");
    chmodSync(file, 0o640);
    const { code, stderr, stdout } = await run(["migrate", file, ...args]);
    after = readFileSync(file, "utf8");
    mode = statSync(file).mode & 0o777;
    const says = `${stdout}${stderr}`.replaceAll(`${directory}/`, "");
    return { code, says };
  });
  return { ...ended, after: after.replace(/lz-[0-9a-f]{8}/, "ID"), mode };
}

describe("migrate", () => {
  it("adds what an inventory of an earlier release lacks, and keeps the rest byte by byte", async () => {
    const { after, code, mode, says } = await migrated(OLD);
    strictEqual(code, 0);
    strictEqual(after, OLD.replace("accounts: # two", "version: 1\nid: ID\naccounts: # two"));
    match(says, /^added to zone\.yaml: version: 1\nadded to zone\.yaml: id: lz-[0-9a-f]{8}\n$/);
    strictEqual(mode, 0o640);
  });

  it("keeps indentation and line ends", async () => {
    const { after } = await migrated(OLD.replace(/^(?=[^#\n])/gm, "  ").replaceAll("\n", "\r\n"));
    match(after, /\r\n {2}version: 1\r\n {2}id: ID\r\n {2}accounts: # two\r\n/);
  });

  it("adds nothing to an inventory that lacks nothing, and nothing with --dry-run", async () => {
    const now = `version: 1\nid: ours\n${OLD}`;
    const { code, ...nothing } = await migrated(now);
    deepStrictEqual([code, nothing.after, nothing.says], [0, now, "zone.yaml lacks nothing\n"]);
    const { after, says } = await migrated(`id: ours\n${OLD}`, "--dry-run");
    deepStrictEqual([after, says], [`id: ours\n${OLD}`, "zone.yaml lacks version: 1\n"]);
  });

  it("rejects an inventory in braces, and one with a mistake, and leaves both as they are", async () => {
    const braces = '{ accounts: { a: { id: "111111111111", region: us-east-1 } } }';
    const whole = await migrated(braces);
    deepStrictEqual([whole.code, whole.after], [2, braces]);
    match(whole.says, /^error: .*zone\.yaml is written in braces; add to it: version: 1, id: lz-/);
    const wrong = await migrated("accounts: []\n");
    deepStrictEqual([wrong.code, wrong.after], [2, "accounts: []\n"]);
  });
});
