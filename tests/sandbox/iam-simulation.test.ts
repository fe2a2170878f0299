import { deepStrictEqual, rejects } from "node:assert/strict";
import type {
  ListEntitiesForPolicyCommandInput,
  SimulatePrincipalPolicyCommandInput,
} from "@aws-sdk/client-iam";
import { policy, roleClients } from "./secrets-support";
import { ROOT_A, trusting } from "./sts-support";
import { A, pluck, withSandbox } from "./support";

const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const SECRET = `arn:aws:secretsmanager:us-east-1:${A}:secret:s-123456`;
const USER = `arn:aws:iam::${A}:user/u`;

describe("sandbox IAM, asked what policies do", () => {
  const { sandbox, iam } = withSandbox();
  before(async () => {
    await iam.createUser({ UserName: "u" });
    const PolicyDocument = policy(
      {
        Action: "secretsmanager:GetSecretValue",
        Resource: SECRET,
        Condition: { StringEquals: { "secretsmanager:VersionStage": "AWSCURRENT" } },
      },
      { Effect: "Deny", Action: "secretsmanager:DeleteSecret", Resource: "*" },
    );
    const inline = { UserName: "u", PolicyName: "p", PolicyDocument };
    await iam.putUserPolicy(inline);
  });

  const simulate = async (
    ActionNames: string[],
    more: Partial<SimulatePrincipalPolicyCommandInput> = {},
  ) => {
    const asked = { PolicySourceArn: USER, ActionNames, ResourceArns: [SECRET], ...more };
    const { EvaluationResults } = await iam.simulatePrincipalPolicy(asked);
    return EvaluationResults?.map(({ EvalDecision }) => EvalDecision);
  };

  it("decides as it decides calls", async () => {
    const asked = ["GetSecretValue", "DeleteSecret", "PutSecretValue"].map(
      (name) => `secretsmanager:${name}`,
    );
    const ContextEntries = [
      {
        ContextKeyName: "secretsmanager:VersionStage",
        ContextKeyType: "string" as const,
        ContextKeyValues: ["AWSCURRENT"],
      },
    ];
    deepStrictEqual(await simulate(asked, { ContextEntries }), [
      "allowed",
      "explicitDeny",
      "implicitDeny",
    ]);
    deepStrictEqual(await simulate([asked[0] as string]), ["implicitDeny"]);
    const more = [policy({ Action: "*", Resource: "*" })];
    deepStrictEqual(await simulate(asked, { PolicyInputList: more }), [
      "allowed",
      "explicitDeny",
      "allowed",
    ]);
    const nobody = { PolicySourceArn: `${USER}-none` };
    await rejects(simulate(asked, nobody), { name: "NoSuchEntityException" });
  });

  it("lists who has a policy, and whom it bounds", async () => {
    const list = async (more: Partial<ListEntitiesForPolicyCommandInput> = {}) => {
      const { PolicyUsers, PolicyRoles, PolicyGroups } = await iam.listEntitiesForPolicy({
        PolicyArn,
        ...more,
      });
      return [PolicyUsers, PolicyRoles, PolicyGroups].map((found) => found?.length);
    };
    deepStrictEqual(await list(), [0, 0, 0]);
    await iam.attachUserPolicy({ UserName: "u", PolicyArn });
    deepStrictEqual(await list(), [1, 0, 0]);
    deepStrictEqual(await list({ EntityFilter: "Role" }), [0, 0, 0]);
    deepStrictEqual(await list({ PolicyUsageFilter: "PermissionsBoundary" }), [0, 0, 0]);
    const bound = { UserName: "u", PermissionsBoundary: PolicyArn };
    await iam.putUserPermissionsBoundary(bound);
    deepStrictEqual(await list({ PolicyUsageFilter: "PermissionsBoundary" }), [1, 0, 0]);
  });

  it("counts what the account has", async () => {
    const { SummaryMap } = await iam.getAccountSummary();
    deepStrictEqual([SummaryMap?.Users, SummaryMap?.UsersQuota], [2, 5000]);
    const nobody = await roleClients(sandbox, "nobody", [], A);
    await rejects(nobody.iam.getAccountSummary(), { name: "AccessDenied" });
  });
});

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

    // Whoever hands over the role needs the right to pass it.
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
