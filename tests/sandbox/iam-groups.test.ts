import { deepStrictEqual, rejects } from "node:assert/strict";
import type { IAM } from "@aws-sdk/client-iam";
import { policy } from "./secrets-support";
import { A, B, pluck, withSandbox } from "./support";

const document = (Effect: string, Action: string, Resource = "*") =>
  policy({ Effect, Action, Resource });
const [GroupName, UserName, PolicyName] = ["auditors", "ada", "own"];
const GROUP = `arn:aws:iam::${A}:group/staff/${GroupName}`;
const member = { GroupName, UserName };

describe("sandbox IAM groups", () => {
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
