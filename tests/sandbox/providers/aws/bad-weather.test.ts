import { strictEqual } from "node:assert/strict";

import { POD_TRUST } from "../../eks-support";
import { AwsEngine, document } from "./aws-engine";

describe("the real AWS provider's patience", () => {
  const weather = { name: "test", seed: 4, lag: 1, failing: 0.2, losing: 0 };
  const aws = new AwsEngine({ pace: 0.05, weather });

  it("outlasts that IAM does not know yet what was just made, and that calls fail", async () => {
    for (const name of ["one", "two", "three", "four"]) {
      const role = await aws.make("role", { name, assumeRolePolicy: POD_TRUST });
      strictEqual(role.id, name);
      await aws.make("rolePolicy", { name: "p", role: name, policy: document("s3:Get*") });
    }
  });
});
