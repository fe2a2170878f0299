import { deepStrictEqual, rejects } from "node:assert/strict";
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeletePolicyCommand,
  DeleteUserCommand,
  DetachGroupPolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsCommand,
  ListGroupsForUserCommand,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";

import { A, B, startSandbox, type TestSandbox } from "./support";

const document = (Effect: string, Action: string, Resource = "*") =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, Action, Resource }] });
const [GroupName, UserName, PolicyName] = ["auditors", "ada", "own"];
const GROUP = `arn:aws:iam::${A}:group/staff/${GroupName}`;
const member = { GroupName, UserName };

describe("sandbox IAM groups", () => {
  let sandbox: TestSandbox;
  let iam: IAMClient;
  let own: IAMClient;
  beforeEach(async () => {
    sandbox = await startSandbox();
    ({ iam } = sandbox.clients(A));
    await iam.send(new CreateGroupCommand({ GroupName, Path: "/staff/" }));
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } =
      AccessKey ?? {};
    ({ iam: own } = sandbox.clients({ accessKeyId, secretAccessKey }));
  });
  afterEach(async () => {
    deepStrictEqual(sandbox.failures, []);
    await sandbox.stop();
  });

  const put = (PolicyDocument: string) =>
    iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument }));
  const list = () => own.send(new ListGroupsCommand({}));

  it("give their users what their inline policies allow, for as long as these are in them", async () => {
    await put(document("Allow", "iam:ListGroups"));
    await rejects(list(), { name: "AccessDenied" });
    await iam.send(new AddUserToGroupCommand(member));
    const { Groups } = await list();
    deepStrictEqual(
      Groups?.map(({ Arn, Path }) => [Arn, Path]),
      [[GROUP, "/staff/"]],
    );
    await iam.send(new RemoveUserFromGroupCommand(member));
    await rejects(list(), { name: "AccessDenied" });
  });

  it("deny their users what their own policies allow", async () => {
    await iam.send(new AddUserToGroupCommand(member));
    const PolicyDocument = document("Allow", "iam:ListGroups");
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
    await list();
    await put(document("Deny", "iam:*"));
    await rejects(list(), {
      message: `User: arn:aws:iam::${A}:user/${UserName} is not authorized to perform: iam:ListGroups with an explicit deny in an identity-based policy`,
    });
  });

  it("give their users what their managed policies allow", async () => {
    const PolicyDocument = document("Allow", "iam:ListGroups");
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: "listing", PolicyDocument }),
    );
    const PolicyArn = Policy?.Arn ?? "";
    await iam.send(new AddUserToGroupCommand(member));
    await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
    await list();
    const { AttachedPolicies } = await iam.send(
      new ListAttachedGroupPoliciesCommand({ GroupName }),
    );
    deepStrictEqual(AttachedPolicies, [{ PolicyName: "listing", PolicyArn }]);
    await rejects(iam.send(new DeletePolicyCommand({ PolicyArn })), {
      name: "DeleteConflictException",
    });
    await iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn }));
    await rejects(list(), { name: "AccessDenied" });
  });

  it("tell who is in them, and users in which they are", async () => {
    await iam.send(new AddUserToGroupCommand(member));
    await iam.send(new AddUserToGroupCommand(member));
    const { Group, Users } = await iam.send(new GetGroupCommand({ GroupName: "AUDITORS" }));
    deepStrictEqual([Group?.Arn, Users?.map((user) => user.UserName)], [GROUP, [UserName]]);
    const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName }));
    deepStrictEqual(
      Groups?.map(({ Arn }) => Arn),
      [GROUP],
    );
  });

  it("stand in the account's details with their policies", async () => {
    await iam.send(new AddUserToGroupCommand(member));
    await put(document("Allow", "iam:ListGroups"));
    const { GroupDetailList, UserDetailList } = await iam.send(
      new GetAccountAuthorizationDetailsCommand({}),
    );
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
    const only = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter }));
    deepStrictEqual([only.GroupDetailList?.length, only.UserDetailList], [1, []]);
  });

  it("go only once nothing hangs on them", async () => {
    const conflict = { name: "DeleteConflictException" };
    await iam.send(new AddUserToGroupCommand(member));
    await rejects(iam.send(new DeleteGroupCommand({ GroupName })), conflict);
    await rejects(iam.send(new DeleteUserCommand({ UserName })), conflict);
    await iam.send(new RemoveUserFromGroupCommand(member));
    await put(document("Allow", "iam:ListGroups"));
    const named = { GroupName, PolicyName };
    const { PolicyNames } = await iam.send(new ListGroupPoliciesCommand({ GroupName }));
    const { PolicyDocument } = await iam.send(new GetGroupPolicyCommand(named));
    deepStrictEqual(
      [PolicyNames, decodeURIComponent(PolicyDocument ?? "")],
      [[PolicyName], document("Allow", "iam:ListGroups")],
    );
    await rejects(iam.send(new DeleteGroupCommand({ GroupName })), conflict);
    await iam.send(new DeleteGroupPolicyCommand(named));
    await iam.send(new DeleteGroupCommand({ GroupName }));
    await rejects(iam.send(new GetGroupCommand({ GroupName })), { name: "NoSuchEntityException" });
  });

  it("rejects a second group of the name, users that are not there, and more than ten groups", async () => {
    await rejects(iam.send(new CreateGroupCommand({ GroupName: "Auditors" })), {
      name: "EntityAlreadyExistsException",
    });
    const missing = { name: "NoSuchEntityException" };
    await rejects(iam.send(new AddUserToGroupCommand({ ...member, UserName: "eve" })), missing);
    await rejects(iam.send(new RemoveUserFromGroupCommand(member)), missing);
    for (let index = 1; index <= 11; index++) {
      const group = { GroupName: `group-${index}` };
      await iam.send(new CreateGroupCommand(group));
      const added = iam.send(new AddUserToGroupCommand({ ...group, UserName }));
      if (index <= 10) await added;
      else await rejects(added, { name: "LimitExceededException" });
    }
  });

  it("rejects callers that may not look into the group", async () => {
    await put(document("Allow", "iam:GetGroup", `arn:aws:iam::${A}:group/other`));
    await iam.send(new AddUserToGroupCommand(member));
    await rejects(own.send(new GetGroupCommand({ GroupName })), {
      message: `User: arn:aws:iam::${A}:user/${UserName} is not authorized to perform: iam:GetGroup on resource: ${GROUP} because no identity-based policy allows the iam:GetGroup action`,
    });
    const { iam: other } = sandbox.clients(B);
    await rejects(other.send(new GetGroupCommand({ GroupName })), {
      name: "NoSuchEntityException",
    });
  });
});
