import { deepStrictEqual, match, strictEqual } from "node:assert/strict";

import { withCluster } from "./with-cluster";

const PATH = "/api/v1/namespaces/default/serviceaccounts";

describe("the sandbox's Kubernetes token requests", () => {
  const { k8s } = withCluster();
  before(async () => {
    await k8s("POST", PATH, { metadata: { name: "reader" } });
  });

  const request = (body: unknown) =>
    k8s("POST", `${PATH}/reader/token`, typeof body === "string" ? body : JSON.stringify(body));

  for (const [body, place] of [
    ["null", /null into Go struct field TokenRequest\. of type struct/],
    ["[]", /array into Go struct field/],
    [{ spec: "x" }, /string into Go struct field TokenRequest\.spec of type struct/],
    [{ spec: { audiences: "x" } }, /TokenRequest\.spec\.audiences of type \[\]string/],
    [{ spec: { audiences: [1] } }, /TokenRequest\.spec\.audiences of type \[\]string/],
    [{ spec: { expirationSeconds: "3600" } }, /string into .*\.expirationSeconds of type int64/],
    [{ spec: { expirationSeconds: 700.5 } }, /number into .*\.expirationSeconds of type int64/],
    [{ spec: { boundObjectRef: "pod" } }, /TokenRequest\.spec\.boundObjectRef of type struct/],
    [
      { spec: { boundObjectRef: { kind: "Pod", name: 1 } } },
      /\.boundObjectRef\.name of type string/,
    ],
  ] as const) {
    it(`rejects ${JSON.stringify(body)} as a bad request`, async () => {
      const answer = await request(body);
      deepStrictEqual([answer.status, answer.body.reason], [400, "BadRequest"]);
      match(answer.body.message, place);
    });
  }

  for (const [seconds, problem] of [
    [599, "may not specify a duration less than 10 minutes"],
    [0, "may not specify a duration less than 10 minutes"],
    [2 ** 32 + 1, "may not specify a duration larger than 2^32 seconds"],
  ] as const) {
    it(`rejects ${seconds} seconds as invalid`, async () => {
      const { status, body } = await request({ spec: { expirationSeconds: seconds } });
      deepStrictEqual([status, body.reason], [422, "Invalid"]);
      strictEqual(
        body.message,
        `TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: ${seconds}: ${problem}`,
      );
    });
  }

  it("takes ten minutes, an hour where nothing is said, and members that are null", async () => {
    for (const body of [
      { spec: { expirationSeconds: 600 } },
      { spec: { audiences: null, expirationSeconds: null, boundObjectRef: null } },
      {},
    ]) {
      strictEqual((await request(body)).status, 201);
    }
  });
});
