import { rejects } from "node:assert/strict";

import { difference, prove } from "../../../../sdk/access";

describe("a dropped assumption", () => {
  const message =
    'drop must have names of assumptions (reader-trust, pod-identity-truth, owner-principals-closed, service-linked-roles), got "reader_trust"';

  it("rejects a name that is none, which would leave the assumption made", () =>
    rejects(prove({}, { drop: ["reader_trust"] }), { message }));

  it("rejects it of two deployments, too", () =>
    rejects(difference({}, {}, { drop: ["reader_trust"] }), { message }));
});
