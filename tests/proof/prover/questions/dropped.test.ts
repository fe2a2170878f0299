import { deepStrictEqual, rejects } from "node:assert/strict";

import { type AccessDocuments, difference, prove } from "../../pods";
import { oneReader, policy } from "../deployments/deployment";

describe("a dropped assumption", () => {
  const message =
    'drop must have names of assumptions (reader-trust, pod-identity-truth, web-identity-truth, owner-principals-closed, administrator-trust, service-linked-roles, owner-admits-reader, external-reader-trust, no-other-copies, no-former-keys, no-other-control-policies), got "reader_trust"';

  it("rejects a name that is none, which would leave the assumption made", () =>
    rejects(prove({}, { drop: ["reader_trust"] }), { message }));

  it("rejects it of two deployments, too", () =>
    rejects(difference({}, {}, { drop: ["reader_trust"] }), { message }));
});

describe("control policies that the documents lack", () => {
  const settle = async (documents: AccessDocuments, drop: string[] = []) => {
    const { claims } = await prove(documents, { claims: ["grant-available"], drop });
    const [found] = claims;
    return [found?.result, found?.assumptionsUsed, found?.reason];
  };
  const drop = ["no-other-control-policies"];

  it("are assumed to deny no grant, and the claim names the assumption", async () => {
    deepStrictEqual(await settle(oneReader()), ["proved", drop, undefined]);
  });

  it("leave a grant unknown where nothing is assumed of them", async () => {
    const reason = "a control policy that the documents lack may deny it";
    deepStrictEqual(await settle(oneReader(), drop), ["unknown", [], reason]);
  });

  it("hide no grant that the documents themselves deny", async () => {
    const documents = oneReader({ secretPolicy: policy() });
    deepStrictEqual((await settle(documents, drop))[0], "refuted");
  });
});
