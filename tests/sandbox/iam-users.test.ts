import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { IAM } from "@aws-sdk/client-iam";
import { policy, rootOf } from "./secrets-support";
import { A, B, type Credentials, credentialsOf, pluck, withSandbox } from "./support";

describe("sandbox IAM users", () => {
  const READ = policy({ Action: "iam:GetRole", Resource: "*" });
  const ROOT = policy({ Principal: rootOf(A), Action: "sts:AssumeRole" });

  const { sandbox, iam } = withSandbox({ each: true });
  beforeEach(async () => {
    await iam.createRole({ RoleName: "reader", AssumeRolePolicyDocument: ROOT });
  });

  /** Makes a user with one inline policy, and returns its credentials. */
  async function userWith(PolicyDocument: string): Promise<Credentials> {
    await iam.createUser({ UserName: "ops" });
    await iam.putUserPolicy({ UserName: "ops", PolicyName: "own", PolicyDocument });
    const { AccessKey } = await iam.createAccessKey({ UserName: "ops" });
    return credentialsOf(AccessKey);
  }

  it("rejects what a user's policies do not allow, naming user, action and resource", async () => {
    const { iam: own } = sandbox.clients(await userWith(READ));
    await own.getRole({ RoleName: "reader" });
    await rejects(own.tagRole({ RoleName: "reader", Tags: [] }), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${A}:user/ops is not authorized to perform: iam:TagRole on resource: arn:aws:iam::${A}:role/reader because no identity-based policy allows the iam:TagRole action`,
    });
  });

  it("rejects what a policy denies, and says that it was denied explicitly", async () => {
    const deny = policy(
      { Action: "*", Resource: "*" },
      { Effect: "Deny", Action: "iam:GetRole", Resource: `arn:aws:iam::${A}:role/read*` },
    );
    const { iam: own } = sandbox.clients(await userWith(deny));
    await rejects(own.getRole({ RoleName: "reader" }), {
      name: "AccessDenied",
      message: `User: arn:aws:iam::${A}:user/ops is not authorized to perform: iam:GetRole on resource: arn:aws:iam::${A}:role/reader with an explicit deny in an identity-based policy`,
    });
    await rejects(own.getRole({ RoleName: "other" }), { name: "NoSuchEntityException" });
  });

  it("tells a caller who may not look nothing about what exists", async () => {
    const { iam: own } = sandbox.clients(
      await userWith(policy({ Action: "iam:TagRole", Resource: "*" })),
    );
    for (const RoleName of ["reader", "nobody"]) {
      await rejects(own.getRole({ RoleName }), { name: "AccessDenied" });
    }
  });

  it("rejects an access key that is not active", async () => {
    const credentials = await userWith(READ);
    const { sts } = sandbox.clients(credentials);
    const change = (Status: "Active" | "Inactive") =>
      iam.updateAccessKey({ UserName: "ops", AccessKeyId: credentials.accessKeyId, Status });
    await change("Inactive");
    await rejects(sts.getCallerIdentity(), { name: "InvalidClientTokenId" });
    await change("Active");
    await sts.getCallerIdentity();
  });

  it("rejects a deleted access key at once", async () => {
    const credentials = await userWith(READ);
    const { sts } = sandbox.clients(credentials);
    await sts.getCallerIdentity();
    const { AccessKeyMetadata } = await iam.listAccessKeys({ UserName: "ops" });
    strictEqual(AccessKeyMetadata?.length, 1);
    await rejects(iam.deleteUser({ UserName: "ops" }), {
      message: "Cannot delete entity, must delete policies first.",
    });
    await iam.deleteUserPolicy({ UserName: "ops", PolicyName: "own" });
    await rejects(iam.deleteUser({ UserName: "ops" }), {
      message: "Cannot delete entity, must delete access keys first.",
    });
    const { accessKeyId: AccessKeyId } = credentials;
    await iam.deleteAccessKey({ UserName: "ops", AccessKeyId });
    await rejects(sts.getCallerIdentity(), { name: "InvalidClientTokenId" });
    await iam.deleteUser({ UserName: "ops" });
  });
});

describe("sandbox IAM groups", () => {
  const document = (Effect: string, Action: string, Resource = "*") =>
    policy({ Effect, Action, Resource });
  const [GroupName, UserName, PolicyName] = ["auditors", "ada", "own"];
  const GROUP = `arn:aws:iam::${A}:group/staff/${GroupName}`;
  const member = { GroupName, UserName };

  const { sandbox, iam } = withSandbox({ each: true });
  let own: IAM;
  beforeEach(async () => {
    await iam.createGroup({ GroupName, Path: "/staff/" });
    await iam.createUser({ UserName });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } =
      AccessKey ?? {};
    ({ iam: own } = sandbox.clients({ accessKeyId, secretAccessKey }));
  });

  const put = (PolicyDocument: string) =>
    iam.putGroupPolicy({ GroupName, PolicyName, PolicyDocument });
  const list = () => own.listGroups();

  it("give their users what their inline policies allow, for as long as these are in them", async () => {
    await put(document("Allow", "iam:ListGroups"));
    await rejects(list(), { name: "AccessDenied" });
    await iam.addUserToGroup(member);
    const { Groups } = await list();
    deepStrictEqual(pluck(Groups, "Arn", "Path"), [[GROUP, "/staff/"]]);
    await iam.removeUserFromGroup(member);
    await rejects(list(), { name: "AccessDenied" });
  });

  it("deny their users what their own policies allow", async () => {
    await iam.addUserToGroup(member);
    const PolicyDocument = document("Allow", "iam:ListGroups");
    await iam.putUserPolicy({ UserName, PolicyName, PolicyDocument });
    await list();
    await put(document("Deny", "iam:*"));
    await rejects(list(), {
      message: `User: arn:aws:iam::${A}:user/${UserName} is not authorized to perform: iam:ListGroups with an explicit deny in an identity-based policy`,
    });
  });

  it("give their users what their managed policies allow", async () => {
    const PolicyDocument = document("Allow", "iam:ListGroups");
    const { Policy } = await iam.createPolicy({ PolicyName: "listing", PolicyDocument });
    const PolicyArn = Policy?.Arn ?? "";
    await iam.addUserToGroup(member);
    await iam.attachGroupPolicy({ GroupName, PolicyArn });
    await list();
    const { AttachedPolicies } = await iam.listAttachedGroupPolicies({ GroupName });
    deepStrictEqual(AttachedPolicies, [{ PolicyName: "listing", PolicyArn }]);
    await rejects(iam.deletePolicy({ PolicyArn }), { name: "DeleteConflictException" });
    await iam.detachGroupPolicy({ GroupName, PolicyArn });
    await rejects(list(), { name: "AccessDenied" });
  });

  it("tell who is in them, and users in which they are", async () => {
    await iam.addUserToGroup(member);
    await iam.addUserToGroup(member);
    const { Group, Users } = await iam.getGroup({ GroupName: "AUDITORS" });
    deepStrictEqual([Group?.Arn, Users?.map((user) => user.UserName)], [GROUP, [UserName]]);
    const { Groups } = await iam.listGroupsForUser({ UserName });
    deepStrictEqual(pluck(Groups, "Arn"), [GROUP]);
  });

  it("stand in the account's details with their policies", async () => {
    await iam.addUserToGroup(member);
    await put(document("Allow", "iam:ListGroups"));
    const { GroupDetailList, UserDetailList } = await iam.getAccountAuthorizationDetails();
    deepStrictEqual(
      GroupDetailList?.map(({ Arn, GroupPolicyList }) => [
        Arn,
        GroupPolicyList?.map((one) => decodeURIComponent(one.PolicyDocument ?? "")),
      ]),
      [[GROUP, [document("Allow", "iam:ListGroups")]]],
    );
    deepStrictEqual(
      UserDetailList?.map((user) => [user.UserName, user.GroupList]),
      [
        [UserName, [GroupName]],
        ["administrator", []],
      ].sort(),
    );
    const Filter = ["Group" as const];
    const only = await iam.getAccountAuthorizationDetails({ Filter });
    deepStrictEqual([only.GroupDetailList?.length, only.UserDetailList], [1, []]);
  });

  it("go only once nothing hangs on them", async () => {
    const conflict = { name: "DeleteConflictException" };
    await iam.addUserToGroup(member);
    await rejects(iam.deleteGroup({ GroupName }), conflict);
    await rejects(iam.deleteUser({ UserName }), conflict);
    await iam.removeUserFromGroup(member);
    await put(document("Allow", "iam:ListGroups"));
    const named = { GroupName, PolicyName };
    const { PolicyNames } = await iam.listGroupPolicies({ GroupName });
    const { PolicyDocument } = await iam.getGroupPolicy(named);
    deepStrictEqual(
      [PolicyNames, decodeURIComponent(PolicyDocument ?? "")],
      [[PolicyName], document("Allow", "iam:ListGroups")],
    );
    await rejects(iam.deleteGroup({ GroupName }), conflict);
    await iam.deleteGroupPolicy(named);
    await iam.deleteGroup({ GroupName });
    await rejects(iam.getGroup({ GroupName }), { name: "NoSuchEntityException" });
  });

  it("rejects a second group of the name, users that are not there, and more than ten groups", async () => {
    await rejects(iam.createGroup({ GroupName: "Auditors" }), {
      name: "EntityAlreadyExistsException",
    });
    const missing = { name: "NoSuchEntityException" };
    await rejects(iam.addUserToGroup({ ...member, UserName: "eve" }), missing);
    await rejects(iam.removeUserFromGroup(member), missing);
    for (let index = 1; index <= 11; index++) {
      const group = { GroupName: `group-${index}` };
      await iam.createGroup(group);
      const added = iam.addUserToGroup({ ...group, UserName });
      if (index <= 10) await added;
      else await rejects(added, { name: "LimitExceededException" });
    }
  });

  it("rejects callers that may not look into the group", async () => {
    await put(document("Allow", "iam:GetGroup", `arn:aws:iam::${A}:group/other`));
    await iam.addUserToGroup(member);
    await rejects(own.getGroup({ GroupName }), {
      message: `User: arn:aws:iam::${A}:user/${UserName} is not authorized to perform: iam:GetGroup on resource: ${GROUP} because no identity-based policy allows the iam:GetGroup action`,
    });
    const { iam: other } = sandbox.clients(B);
    await rejects(other.getGroup({ GroupName }), { name: "NoSuchEntityException" });
  });
});
