import { deepStrictEqual, match, ok } from "node:assert/strict";
import { parse } from "yaml";
import { writtenPaths } from "../../scripts/paths";
import { ALL_KINDS } from "../../site/changes/examples";
import { pathFiles } from "../../site/changes/paths";

/** Fields that pathfinding.cloud's files may have. These files have all of them. */
const FIELDS =
  "id name status category services permissions description prerequisites exploitationSteps recommendation references";

const CATEGORIES = [
  ...["self-escalation", "principal-access", "credential-access"],
  ...["new-passrole", "existing-passrole"],
];

/** Kinds that need no right of their own. */
const WITHOUT_RIGHTS = ["exchange-token-at-agent", "take-tokens-of-node"];

describe("the catalogue of ways to read as files", () => {
  const written = writtenPaths();

  it("is what npm run paths writes, and keeps its ids", () => {
    deepStrictEqual(written, pathFiles(Object.values(written)));
  });

  it("has a file for each kind but those that need no right", () => {
    const kinds = new Set(Object.values(written).map((text) => /^# kind: (.*)$/m.exec(text)?.[1]));
    const missing = ALL_KINDS.map(({ id }) => id).filter((id) => !kinds.has(id));
    deepStrictEqual(missing, WITHOUT_RIGHTS);
  });

  it("has the shape that pathfinding.cloud takes of a draft", () => {
    for (const [file, text] of Object.entries(written)) {
      const path = parse(text);
      deepStrictEqual(
        Object.keys(path).filter((field) => !FIELDS.split(" ").includes(field)),
        [],
      );
      match(path.id, /^[a-z0-9]+-\d{3}$/);
      deepStrictEqual(file, `${path.id}.yaml`);
      ok(path.status === "draft" && CATEGORIES.includes(path.category), file);
      const { required } = path.permissions;
      ok(required.length > 0 && required.every((one: object) => isPermission(one)), file);
      const names = required.map(({ permission }: { permission: string }) => permission);
      deepStrictEqual(path.name, names.join(" + "));
      ok(path.services.length > 0 && path.prerequisites.lateral.length > 0, file);
      const steps: { step: number; command: string }[] = path.exploitationSteps?.awscli ?? [];
      deepStrictEqual(
        steps.map(({ step }) => step),
        steps.map((_, at) => at + 1),
      );
      ok(
        steps.every(({ command }) => command.startsWith("aws ")),
        file,
      );
      match(path.recommendation, /\n\nAlarm on these events:\n- /);
      for (const { title, url } of path.references) ok(title && new URL(url).hostname, file);
    }
  });

  it("gives a new set of calls an id of its own", () => {
    const [first = "", ...others] = Object.values(written);
    const files = pathFiles(others);
    deepStrictEqual(Object.keys(files).sort(), Object.keys(written).sort());
    ok(Object.values(files).includes(first));
  });
});

function isPermission(one: { permission?: string; resourceConstraints?: string }): boolean {
  return Boolean(one.permission?.includes(":") && one.resourceConstraints);
}
