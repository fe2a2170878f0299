import { deepStrictEqual, match, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { createCluster } from "./eks-support";
import { policy, roleClients } from "./secrets-support";
import { ROOT_A, trusting } from "./sts-support";
import { A, B, pluck, withSandbox } from "./support";

const PODS = policy({
  Sid: "EksPodIdentity",
  Principal: { Service: "pods.eks.amazonaws.com" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
});
const READ = policy({ Action: "secretsmanager:GetSecretValue", Resource: "*" });
const POWER = "arn:aws:iam::aws:policy/PowerUserAccess";

describe("sandbox IAM roles", () => {
  const { sandbox, iam } = withSandbox({ each: true });

  const create = (RoleName: string, more: object = {}) =>
    iam.createRole({ RoleName, AssumeRolePolicyDocument: PODS, ...more });

  it("answers a role as it was made", async () => {
    await create("reader", {
      Path: "/pods/",
      Description: `<reads> & "more"`,
      MaxSessionDuration: 7200,
      PermissionsBoundary: POWER,
      Tags: [{ Key: "team", Value: "a / b" }],
    });
    const { Role } = await iam.getRole({ RoleName: "READER" });
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
    await rejects(sandbox.clients(B).iam.getRole({ RoleName: "reader" }), {
      name: "NoSuchEntityException",
      message: "The role with name reader cannot be found.",
    });
  });

  it("keeps inline policies as they were put", async () => {
    await create("reader");
    await iam.putRolePolicy({ RoleName: "reader", PolicyName: "reads", PolicyDocument: READ });
    const got = await iam.getRolePolicy({ RoleName: "reader", PolicyName: "reads" });
    strictEqual(decodeURIComponent(got.PolicyDocument ?? ""), READ);
    const { PolicyNames } = await iam.listRolePolicies({ RoleName: "reader" });
    deepStrictEqual(PolicyNames, ["reads"]);
    await iam.deleteRolePolicy({ RoleName: "reader", PolicyName: "reads" });
    await rejects(iam.getRolePolicy({ RoleName: "reader", PolicyName: "reads" }), {
      name: "NoSuchEntityException",
    });
  });

  it("attaches and detaches managed policies", async () => {
    await create("reader");
    const { Policy } = await iam.createPolicy({ PolicyName: "reads", PolicyDocument: READ });
    const PolicyArn = Policy?.Arn ?? "";
    await iam.attachRolePolicy({ RoleName: "reader", PolicyArn });
    await iam.attachRolePolicy({ RoleName: "reader", PolicyArn: POWER });
    const attached = await iam.listAttachedRolePolicies({ RoleName: "reader" });
    deepStrictEqual(attached.AttachedPolicies, [
      { PolicyName: "reads", PolicyArn },
      { PolicyName: "PowerUserAccess", PolicyArn: POWER },
    ]);
    for (const one of [PolicyArn, POWER]) {
      const read = await iam.getPolicy({ PolicyArn: one });
      strictEqual(read.Policy?.AttachmentCount, 1);
    }
    await rejects(iam.deletePolicy({ PolicyArn }), { name: "DeleteConflictException" });
    await iam.detachRolePolicy({ RoleName: "reader", PolicyArn });
    await iam.deletePolicy({ PolicyArn });
    await rejects(iam.getPolicy({ PolicyArn }), { name: "NoSuchEntityException" });
    const unknown = { name: "NoSuchEntityException" };
    await rejects(iam.attachRolePolicy({ RoleName: "reader", PolicyArn }), unknown);
    await rejects(iam.detachRolePolicy({ RoleName: "reader", PolicyArn }), unknown);
  });

  it("rejects attaching another account's policy", async () => {
    await create("reader");
    const { Policy } = await sandbox
      .clients(B)
      .iam.createPolicy({ PolicyName: "reads", PolicyDocument: READ });
    await rejects(iam.attachRolePolicy({ RoleName: "reader", PolicyArn: Policy?.Arn }), {
      name: "NoSuchEntityException",
    });
  });

  it("rejects deleting a role that still has policies", async () => {
    await create("reader");
    await iam.putRolePolicy({ RoleName: "reader", PolicyName: "reads", PolicyDocument: READ });
    await rejects(iam.deleteRole({ RoleName: "reader" }), {
      name: "DeleteConflictException",
      message: "Cannot delete entity, must delete policies first.",
    });
    await iam.deleteRolePolicy({ RoleName: "reader", PolicyName: "reads" });
    await iam.attachRolePolicy({ RoleName: "reader", PolicyArn: POWER });
    await rejects(iam.deleteRole({ RoleName: "reader" }), {
      message: "Cannot delete entity, must detach all policies first.",
    });
    await iam.detachRolePolicy({ RoleName: "reader", PolicyArn: POWER });
    await iam.deleteRole({ RoleName: "reader" });
    await rejects(iam.getRole({ RoleName: "reader" }), { name: "NoSuchEntityException" });
  });

  it("changes tags, boundary, description and trust", async () => {
    await create("reader", { Tags: [{ Key: "team", Value: "a" }] });
    const RoleName = "reader";
    await iam.tagRole({ RoleName, Tags: [{ Key: "Team", Value: "b" }] });
    await iam.tagRole({ RoleName, Tags: [{ Key: "kept", Value: "" }] });
    deepStrictEqual((await iam.listRoleTags({ RoleName })).Tags, [
      { Key: "Team", Value: "b" },
      { Key: "kept", Value: "" },
    ]);
    await iam.untagRole({ RoleName, TagKeys: ["TEAM"] });
    deepStrictEqual((await iam.listRoleTags({ RoleName })).Tags, [{ Key: "kept", Value: "" }]);
    await iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary: POWER });
    await iam.updateRole({ RoleName, Description: "new" });
    const trust = PODS.replace("EksPodIdentity", "Pods");
    await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trust });
    const { Role } = await iam.getRole({ RoleName });
    strictEqual(Role?.PermissionsBoundary?.PermissionsBoundaryArn, POWER);
    strictEqual(Role?.Description, "new");
    strictEqual(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""), trust);
    await iam.deleteRolePermissionsBoundary({ RoleName });
    strictEqual((await iam.getRole({ RoleName })).Role?.PermissionsBoundary, undefined);
    const profiles = await iam.listInstanceProfilesForRole({ RoleName });
    deepStrictEqual(profiles.InstanceProfiles ?? [], []);
  });

  it("lists roles page by page", async () => {
    for (const name of ["a", "b", "c"]) await create(name);
    const first = await iam.listRoles({ MaxItems: 2 });
    deepStrictEqual(
      [first.Roles?.map(({ RoleName }) => RoleName), first.IsTruncated],
      [["a", "b"], true],
    );
    const second = await iam.listRoles({ MaxItems: 2, Marker: first.Marker });
    deepStrictEqual(
      [second.Roles?.map(({ RoleName }) => RoleName), second.IsTruncated],
      [["c"], false],
    );
  });

  it("keeps versions of managed policies, the default one in force", async () => {
    const { Policy } = await iam.createPolicy({ PolicyName: "reads", PolicyDocument: READ });
    const PolicyArn = Policy?.Arn ?? "";
    const PolicyDocument = READ.replace("GetSecretValue", "DescribeSecret");
    await iam.createPolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault: true });
    const { Versions } = await iam.listPolicyVersions({ PolicyArn });
    deepStrictEqual(pluck(Versions, "VersionId", "IsDefaultVersion"), [
      ["v2", true],
      ["v1", false],
    ]);
    const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId: "v2" });
    strictEqual(decodeURIComponent(PolicyVersion?.Document ?? ""), PolicyDocument);
  });

  it("tells every document of the account", async () => {
    await create("reader");
    await iam.putRolePolicy({ RoleName: "reader", PolicyName: "reads", PolicyDocument: READ });
    const details = await iam.getAccountAuthorizationDetails();
    deepStrictEqual(pluck(details.UserDetailList, "UserName"), ["administrator"]);
    const [role] = details.RoleDetailList ?? [];
    strictEqual(decodeURIComponent(role?.RolePolicyList?.[0]?.PolicyDocument ?? ""), READ);
    deepStrictEqual(pluck(details.Policies, "PolicyName"), ["AdministratorAccess"]);
  });

  it("names a role by its unique id in the trust of another once it is gone", async () => {
    await create("first");
    const first = `arn:aws:iam::${A}:role/first`;
    const trust = policy({ Principal: { AWS: first }, Action: "sts:AssumeRole" });
    await create("second", { AssumeRolePolicyDocument: trust });
    const principal = async () => {
      const { Role } = await iam.getRole({ RoleName: "second" });
      const document = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""));
      return document.Statement[0].Principal.AWS as string;
    };
    strictEqual(await principal(), first);
    await iam.deleteRole({ RoleName: "first" });
    const gone = await principal();
    match(gone, /^AROA/);
    await create("first");
    strictEqual(await principal(), gone);
    notStrictEqual((await iam.getRole({ RoleName: "first" })).Role?.RoleId, gone);
  });
});

const RoleName = "AWSServiceRoleForAmazonEKS";
const service = { AWSServiceName: "eks.amazonaws.com" };

describe("sandbox IAM service-linked roles", () => {
  const { sandbox, iam } = withSandbox();

  const create = (input = service, by = iam) => by.createServiceLinkedRole(input);
  const deletion = async () => {
    const { DeletionTaskId } = await iam.deleteServiceLinkedRole({ RoleName });
    const asked = { DeletionTaskId };
    return (await iam.getServiceLinkedRoleDeletionStatus(asked)).Status;
  };

  it("are their service's, and nobody changes them", async () => {
    const { Role } = await create();
    strictEqual(Role?.Arn, `arn:aws:iam::${A}:role/aws-service-role/eks.amazonaws.com/${RoleName}`);
    await rejects(create(), { name: "InvalidInputException" });
    const protectedRole = { name: "UnmodifiableEntityException" };
    await rejects(iam.deleteRole({ RoleName }), protectedRole);
    const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    await rejects(iam.attachRolePolicy({ RoleName, PolicyArn }), protectedRole);
    await iam.updateRoleDescription({ RoleName, Description: "d" });
    const own = {
      RoleName: "own",
      Path: "/aws-service-role/eks.amazonaws.com/",
      AssumeRolePolicyDocument: trusting(ROOT_A),
    };
    await rejects(iam.createRole(own), { name: "InvalidInputException" });
    await rejects(create({ AWSServiceName: "rds.amazonaws.com" }), {
      message: "AWSServiceName=rds.amazonaws.com is not offered by the sandbox",
    });
    const nobody = await roleClients(sandbox, "nobody", [], A);
    await rejects(create(service, nobody.iam), { name: "AccessDenied" });
  });

  it("stay as long as their service has a cluster", async () => {
    await createCluster(sandbox, A, { name: "cluster", nodes: false });
    strictEqual(await deletion(), "FAILED");
    await iam.getRole({ RoleName });
    sandbox.store.transaction((writer) =>
      writer.remove(["eks-cluster", A, "us-east-1", "cluster"]),
    );
    strictEqual(await deletion(), "SUCCEEDED");
    await rejects(iam.getRole({ RoleName }), { name: "NoSuchEntityException" });
    await rejects(iam.deleteServiceLinkedRole({ RoleName: "nobody" }), {
      name: "InvalidInputException",
    });
  });
});
