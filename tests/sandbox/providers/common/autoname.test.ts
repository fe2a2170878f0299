import { match, strictEqual, throws } from "node:assert/strict";

import { nodeGroup } from "../../../../sandbox/providers/aws/resources/node-group";
import { role } from "../../../../sandbox/providers/aws/resources/role";
import { autoname } from "../../../../sandbox/providers/common/autoname";

const named = (length: number) => ({ name: "n".repeat(length), randomSeed: new Uint8Array([1]) });
const { autoname: ofRole = { maxLength: 0 } } = role;
const { autoname: ofNodeGroup = { maxLength: 0 } } = nodeGroup;

describe("autoname", () => {
  it("puts a hyphen and random digits behind the whole name", () => {
    match(autoname(named(56), ofRole), /^n{56}-[0-9a-f]{7}$/);
  });

  it("refuses a name that would be too long, as the true providers do, and cuts none", () => {
    throws(() => autoname(named(57), ofRole), {
      message: `name '${"n".repeat(57)}-' plus 7 random chars is longer than maximum length 64`,
    });
  });

  it("gives a node group a name, of which EKS takes 63 characters", () => {
    strictEqual(ofNodeGroup.property, "nodeGroupName");
    const { problem } = nodeGroup.properties.nodeGroupName ?? {};
    strictEqual(problem?.(autoname(named(55), ofNodeGroup) as never), undefined);
    match(
      problem?.(autoname(named(56), ofNodeGroup) as never) ?? "",
      /^must have at most 63 characters, got n{56}-/,
    );
  });
});
