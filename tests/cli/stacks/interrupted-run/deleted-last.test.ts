import { deepStrictEqual, strictEqual } from "node:assert";
import { deletedLast } from "../../../../cli/stacks/interrupted-run/deleted-last";

const role = (name: string, more: object = {}) => ({
  ...{ urn: "urn:role", type: "aws:iam/role:Role", outputs: { name } },
  ...more,
});
const policy = (of: string, more: object = {}) => ({
  ...{ urn: "urn:policy", type: "aws:iam/rolePolicy:RolePolicy", outputs: { role: of } },
  dependencies: ["urn:role"],
  propertyDependencies: { role: ["urn:role"], policy: null },
  ...more,
});
const association = { urn: "urn:association", type: "other", dependencies: ["urn:role"] };
const LEFT = { delete: true };

/** The resources of the state afterwards. `wanted` is the role in the inventory. */
function moved(resources: object[], wanted: string) {
  const text = deletedLast(JSON.stringify({ deployment: { resources } }), () => [
    { type: "role", name: wanted },
  ]);
  return JSON.parse(text).deployment.resources;
}

const going = { dependencies: ["urn:role-left"], urn: "urn:policy-left" };
const properties = { propertyDependencies: { role: ["urn:role-left"], policy: null } };

describe("what a replacement has left", () => {
  it("goes last, as what the program no longer makes", () => {
    const resources = [role("new"), policy("new"), policy("old", LEFT), role("old", LEFT)];
    deepStrictEqual(moved([...resources, association], "new"), [
      ...[role("new"), policy("new"), association],
      role("old", { urn: "urn:role-left" }),
      policy("old", { ...going, ...properties }),
    ]);
  });

  it("is what the program makes where the inventory has gone back to it", () => {
    const resources = [role("new"), policy("new"), association];
    const left = [role("old", LEFT), policy("old", LEFT)];
    deepStrictEqual(moved([...resources, ...left], "old"), [
      ...[role("old"), policy("old"), association],
      role("new", { urn: "urn:role-left" }),
      policy("new", { ...going, ...properties }),
    ]);
    // The run was stopped before there was another policy.
    deepStrictEqual(moved([role("new"), policy("old"), role("old", LEFT)], "old"), [
      ...[role("old"), policy("old")],
      role("new", { urn: "urn:role-left" }),
    ]);
  });

  it("has a name of its own, however often runs were stopped", () => {
    const before = role("first", { urn: "urn:role-left" });
    const resources = [role("new"), before, role("old", LEFT), role("older", LEFT)];
    deepStrictEqual(
      moved(resources, "new").map(({ outputs, urn }: ReturnType<typeof role>) => [
        urn,
        outputs.name,
      ]),
      [
        ["urn:role", "new"],
        ["urn:role-left", "first"],
        ["urn:role-left-left", "old"],
        ["urn:role-left-left-left", "older"],
      ],
    );
  });

  it("of another kind, or nothing, leaves the state as it is", () => {
    for (const resources of [
      [role("new")],
      [role("other"), role("old", LEFT)],
      [{ urn: "urn:secret", type: "aws:secretsmanager/secret:Secret", outputs: {}, ...LEFT }],
    ]) {
      const text = JSON.stringify({ deployment: { resources } }, null, 1);
      strictEqual(
        deletedLast(text, () => []),
        text,
      );
    }
    strictEqual(
      deletedLast("{}", () => []),
      "{}",
    );
  });
});
