import { deepStrictEqual, match, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";

import { A, B, startSandbox, type TestSandbox } from "./support";

const PODS = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "EksPodIdentity",
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    },
  ],
});
const READ = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" }],
});
const POWER = "arn:aws:iam::aws:policy/PowerUserAccess";

describe("sandbox IAM roles", () => {
  let sandbox: TestSandbox;
  let iam: IAMClient;
  beforeEach(async () => {
    sandbox = await startSandbox();
    iam = sandbox.clients(A).iam;
  });
  afterEach(async () => {
    deepStrictEqual(sandbox.failures, []);
    await sandbox.stop();
  });

  const create = (RoleName: string, more: object = {}) =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: PODS, ...more }));

  it("answers a role as it was made", async () => {
    await create("reader", {
      Path: "/pods/",
      Description: `<reads> & "more"`,
      MaxSessionDuration: 7200,
      PermissionsBoundary: POWER,
      Tags: [{ Key: "team", Value: "a / b" }],
    });
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "READER" }));
    match(Role?.RoleId ?? "", /^AROA[A-Z2-7]{17}$/);
    deepStrictEqual(
      JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")),
      JSON.parse(PODS),
    );
    deepStrictEqual(
      [Role?.Arn, Role?.Path, Role?.Description, Role?.MaxSessionDuration, Role?.Tags],
      [
        `arn:aws:iam::${A}:role/pods/reader`,
        "/pods/",
        `<reads> & "more"`,
        7200,
        [{ Key: "team", Value: "a / b" }],
      ],
    );
    deepStrictEqual(Role?.PermissionsBoundary, {
      PermissionsBoundaryType: "PermissionsBoundaryPolicy",
      PermissionsBoundaryArn: POWER,
    });
    strictEqual(Role?.CreateDate instanceof Date, true);
  });

  it("rejects a second role of the same name, in any case of letters", async () => {
    await create("reader");
    await rejects(create("Reader"), { name: "EntityAlreadyExistsException" });
  });

  it("keeps each account's roles apart", async () => {
    await create("reader");
    await rejects(sandbox.clients(B).iam.send(new GetRoleCommand({ RoleName: "reader" })), {
      name: "NoSuchEntityException",
      message: "The role with name reader cannot be found.",
    });
  });

  it("keeps inline policies as they were put", async () => {
    await create("reader");
    await iam.send(
      new PutRolePolicyCommand({ RoleName: "reader", PolicyName: "reads", PolicyDocument: READ }),
    );
    const got = await iam.send(
      new GetRolePolicyCommand({ RoleName: "reader", PolicyName: "reads" }),
    );
    strictEqual(decodeURIComponent(got.PolicyDocument ?? ""), READ);
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName: "reader" }));
    deepStrictEqual(PolicyNames, ["reads"]);
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "reader", PolicyName: "reads" }));
    await rejects(iam.send(new GetRolePolicyCommand({ RoleName: "reader", PolicyName: "reads" })), {
      name: "NoSuchEntityException",
    });
  });

  it("attaches and detaches managed policies", async () => {
    await create("reader");
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: "reads", PolicyDocument: READ }),
    );
    const PolicyArn = Policy?.Arn ?? "";
    await iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn: POWER }));
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "reader" }));
    deepStrictEqual(attached.AttachedPolicies, [
      { PolicyName: "reads", PolicyArn },
      { PolicyName: "PowerUserAccess", PolicyArn: POWER },
    ]);
    for (const one of [PolicyArn, POWER]) {
      const read = await iam.send(new GetPolicyCommand({ PolicyArn: one }));
      strictEqual(read.Policy?.AttachmentCount, 1);
    }
    await rejects(iam.send(new DeletePolicyCommand({ PolicyArn })), {
      name: "DeleteConflictException",
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName: "reader", PolicyArn }));
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
    await rejects(iam.send(new GetPolicyCommand({ PolicyArn })), { name: "NoSuchEntityException" });
    await rejects(iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn })), {
      name: "NoSuchEntityException",
    });
  });

  it("rejects attaching another account's policy", async () => {
    await create("reader");
    const { Policy } = await sandbox
      .clients(B)
      .iam.send(new CreatePolicyCommand({ PolicyName: "reads", PolicyDocument: READ }));
    await rejects(
      iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn: Policy?.Arn })),
      { name: "NoSuchEntityException" },
    );
  });

  it("rejects deleting a role that still has policies", async () => {
    await create("reader");
    await iam.send(
      new PutRolePolicyCommand({ RoleName: "reader", PolicyName: "reads", PolicyDocument: READ }),
    );
    await rejects(iam.send(new DeleteRoleCommand({ RoleName: "reader" })), {
      name: "DeleteConflictException",
      message: "Cannot delete entity, must delete policies first.",
    });
    await iam.send(new DeleteRolePolicyCommand({ RoleName: "reader", PolicyName: "reads" }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: "reader", PolicyArn: POWER }));
    await rejects(iam.send(new DeleteRoleCommand({ RoleName: "reader" })), {
      message: "Cannot delete entity, must detach all policies first.",
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName: "reader", PolicyArn: POWER }));
    await iam.send(new DeleteRoleCommand({ RoleName: "reader" }));
    await rejects(iam.send(new GetRoleCommand({ RoleName: "reader" })), {
      name: "NoSuchEntityException",
    });
  });

  it("changes tags, boundary, description and trust", async () => {
    await create("reader", { Tags: [{ Key: "team", Value: "a" }] });
    const RoleName = "reader";
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: "Team", Value: "b" }] }));
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: "kept", Value: "" }] }));
    deepStrictEqual((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags, [
      { Key: "Team", Value: "b" },
      { Key: "kept", Value: "" },
    ]);
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["TEAM"] }));
    deepStrictEqual((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags, [
      { Key: "kept", Value: "" },
    ]);
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: POWER }));
    await iam.send(new UpdateRoleCommand({ RoleName, Description: "new" }));
    const trust = PODS.replace("EksPodIdentity", "Pods");
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    strictEqual(Role?.PermissionsBoundary?.PermissionsBoundaryArn, POWER);
    strictEqual(Role?.Description, "new");
    strictEqual(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""), trust);
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    strictEqual(
      (await iam.send(new GetRoleCommand({ RoleName }))).Role?.PermissionsBoundary,
      undefined,
    );
    const profiles = await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }));
    deepStrictEqual(profiles.InstanceProfiles ?? [], []);
  });

  it("lists roles page by page", async () => {
    for (const name of ["a", "b", "c"]) await create(name);
    const first = await iam.send(new ListRolesCommand({ MaxItems: 2 }));
    deepStrictEqual(
      [first.Roles?.map(({ RoleName }) => RoleName), first.IsTruncated],
      [["a", "b"], true],
    );
    const second = await iam.send(new ListRolesCommand({ MaxItems: 2, Marker: first.Marker }));
    deepStrictEqual(
      [second.Roles?.map(({ RoleName }) => RoleName), second.IsTruncated],
      [["c"], false],
    );
  });

  it("keeps versions of managed policies, the default one in force", async () => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: "reads", PolicyDocument: READ }),
    );
    const PolicyArn = Policy?.Arn ?? "";
    const PolicyDocument = READ.replace("GetSecretValue", "DescribeSecret");
    await iam.send(
      new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }),
    );
    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    deepStrictEqual(
      Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]),
      [
        ["v2", true],
        ["v1", false],
      ],
    );
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: "v2" }),
    );
    strictEqual(decodeURIComponent(PolicyVersion?.Document ?? ""), PolicyDocument);
  });

  it("tells every document of the account", async () => {
    await create("reader");
    await iam.send(
      new PutRolePolicyCommand({ RoleName: "reader", PolicyName: "reads", PolicyDocument: READ }),
    );
    const details = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
    deepStrictEqual(
      details.UserDetailList?.map(({ UserName }) => UserName),
      ["administrator"],
    );
    const [role] = details.RoleDetailList ?? [];
    strictEqual(decodeURIComponent(role?.RolePolicyList?.[0]?.PolicyDocument ?? ""), READ);
    deepStrictEqual(
      details.Policies?.map(({ PolicyName }) => PolicyName),
      ["AdministratorAccess"],
    );
  });

  it("names a role by its unique id in the trust of another once it is gone", async () => {
    await create("first");
    const first = `arn:aws:iam::${A}:role/first`;
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: first }, Action: "sts:AssumeRole" }],
    });
    await create("second", { AssumeRolePolicyDocument: trust });
    const principal = async () => {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: "second" }));
      const document = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""));
      return document.Statement[0].Principal.AWS as string;
    };
    strictEqual(await principal(), first);
    await iam.send(new DeleteRoleCommand({ RoleName: "first" }));
    const gone = await principal();
    match(gone, /^AROA/);
    await create("first");
    strictEqual(await principal(), gone);
    notStrictEqual((await iam.send(new GetRoleCommand({ RoleName: "first" }))).Role?.RoleId, gone);
  });
});
