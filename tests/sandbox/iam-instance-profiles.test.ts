import { deepStrictEqual, rejects } from "node:assert/strict";

import { roleClients } from "./secrets-support";
import { ROOT_A, trusting } from "./sts-support";
import { A, pluck, withSandbox } from "./support";

const profile = { InstanceProfileName: "p" };

describe("sandbox IAM instance profiles", () => {
  const { sandbox, iam } = withSandbox();
  before(async () => {
    for (const RoleName of ["one", "two"]) {
      const AssumeRolePolicyDocument = trusting(ROOT_A);
      await iam.createRole({ RoleName, AssumeRolePolicyDocument });
    }
  });

  it("hold one role, which cannot be deleted meanwhile", async () => {
    const { InstanceProfile } = await iam.createInstanceProfile({ ...profile, Path: "/x/" });
    deepStrictEqual(InstanceProfile?.Arn, `arn:aws:iam::${A}:instance-profile/x/p`);
    await rejects(iam.createInstanceProfile(profile), { name: "EntityAlreadyExistsException" });
    const add = (RoleName: string, by = iam) =>
      by.addRoleToInstanceProfile({ ...profile, RoleName });
    await add("one");
    await rejects(add("two"), { name: "LimitExceededException" });
    const got = await iam.getInstanceProfile(profile);
    deepStrictEqual(pluck(got.InstanceProfile?.Roles, "RoleName"), ["one"]);
    const ofRole = async (RoleName: string) => {
      const command = { RoleName };
      return (await iam.listInstanceProfilesForRole(command)).InstanceProfiles?.length;
    };
    deepStrictEqual([await ofRole("one"), await ofRole("two")], [1, 0]);
    const all = await iam.listInstanceProfiles({ PathPrefix: "/x/" });
    deepStrictEqual(all.InstanceProfiles?.length, 1);
    const conflict = { name: "DeleteConflictException" };
    await rejects(iam.deleteRole({ RoleName: "one" }), conflict);
    await rejects(iam.deleteInstanceProfile(profile), conflict);
    const remove = (RoleName: string) =>
      iam.removeRoleFromInstanceProfile({ ...profile, RoleName });
    await rejects(remove("two"), { name: "NoSuchEntityException" });
    await remove("one");
    await iam.deleteRole({ RoleName: "one" });

    // Whoever hands the role over must be allowed to pass it.
    const Resource = "*";
    const adder = await roleClients(
      sandbox,
      "adder",
      [{ Action: "iam:AddRoleToInstanceProfile", Resource }],
      A,
    );
    await rejects(add("two", adder.iam), { name: "AccessDenied" });
    await iam.deleteInstanceProfile(profile);
    await rejects(iam.getInstanceProfile(profile), { name: "NoSuchEntityException" });
  });
});
