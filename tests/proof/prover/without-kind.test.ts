import { deepStrictEqual, doesNotMatch } from "node:assert/strict";

import { type AccessDocuments, prove } from "../../../proof";
import { allow, allowTo } from "../statements";
import * as the from "./deployments/deployment";

describe("prove, of documents without readers", () => {
  it("says of each refuted claim what to do, in words that need no kind of principal", async () => {
    const reads = "secretsmanager:GetSecretValue";
    const documents: AccessDocuments = {
      secrets: [
        { arn: the.SECRET, policy: { Version: "2012-10-17", Statement: [allowTo("*", reads)] } },
      ],
      roles: [
        {
          arn: the.AUDITOR,
          policies: [{ Version: "2012-10-17", Statement: [allow("secretsmanager:*")] }],
        },
      ],
    };
    const { claims } = await prove(documents);
    const refuted = claims.filter(({ result }) => result === "refuted");
    deepStrictEqual(refuted.map(({ claim }) => claim).sort(), ["read-exclusive", "secret-bounded"]);
    doesNotMatch(JSON.stringify(refuted), /undefined|aws:PrincipalTag\/\)/);
  });
});
