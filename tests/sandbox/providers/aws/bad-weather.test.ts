import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { POD_TRUST } from "../../eks-support";
import { AwsEngine, document, type Made } from "./aws-engine";

describe("the real AWS provider's patience", () => {
  const weather = { name: "test", seed: 4, lag: 0.4, failing: 0.2, losing: 0 };
  const aws = new AwsEngine({ pace: 0.05, weather });

  /** How long all of IAM's places take to see a change. */
  const allSee = () => sleep(450);

  it("outlasts that IAM does not know yet what was just made, and that calls fail", async () => {
    for (const name of ["one", "two", "three", "four"]) {
      const role = await aws.make("role", { name, assumeRolePolicy: POD_TRUST });
      strictEqual(role.id, name);
      await aws.make("rolePolicy", { name: "p", role: name, policy: document("s3:Get*") });
    }
  });

  it("deletes a role whose policy is gone, though IAM still lists it", async () => {
    const names = ["five", "six", "seven", "eight"];
    for (const name of names) {
      const made = await aws.make("role", { name, assumeRolePolicy: POD_TRUST });
      const program = { name: "p", role: name, policy: document("s3:Get*") };
      const policy = await aws.make("rolePolicy", program);
      await allSee();
      const role = await aws.refresh("role", made);
      strictEqual((role.state.inlinePolicies as object[]).length, 1);
      await aws.remove("rolePolicy", policy);
      await aws.remove("role", role);
    }
    await allSee();
    const { Roles = [] } = await (await aws.byHand("iam")).listRoles();
    deepStrictEqual(
      Roles.filter(({ RoleName = "" }) => names.includes(RoleName)),
      [],
    );
  }).timeout(20_000);

  it("takes a role's exclusive policies for what was asked, whatever IAM lists by then", async () => {
    for (const name of ["nine", "ten", "eleven", "twelve"]) {
      await aws.make("role", { name, assumeRolePolicy: POD_TRUST });
      await aws.make("rolePolicy", { name: "p", role: name, policy: document("s3:Get*") });
      const program = { roleName: name, policyNames: ["p"] };
      // Where IAM does not list the policy yet, the provider fails, and Pulumi's next run tries again.
      const make = (): Promise<Made> => aws.make("policiesExclusive", program).catch(make);
      deepStrictEqual((await make()).state.policyNames, ["p"]);
    }
  }).timeout(20_000);
});
