import { deepStrictEqual, notStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { ListPoliciesCommandInput } from "@aws-sdk/client-iam";
import { createCluster, createRole, roleArn, serviceTrust } from "../eks-support";
import { policy, roleSession } from "../secrets-support";
import { ROOT_A, sessionsIn, trusting } from "../sts-support";
import { A, ask, pluck, withSandbox } from "../support";

describe("members that the sandbox once ignored", () => {
  const { sandbox, ...clients } = withSandbox();

  describe("SourceIdentity of AssumeRole", () => {
    const setting = (more: object = {}) =>
      policy({
        Principal: { AWS: ROOT_A },
        Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
        ...more,
      });
    const assume = async (who: Parameters<typeof sandbox.clients>[0], name: string, id?: string) =>
      sandbox.clients(who).sts.assumeRole({
        RoleArn: roleArn(A, name),
        RoleSessionName: "session",
        SourceIdentity: id,
      });

    it("needs sts:SetSourceIdentity, and passes on to the sessions that the session makes", async () => {
      const { role, assume: sessionOf } = sessionsIn(sandbox);
      await role("without", trusting(ROOT_A));
      await rejects(assume(A, "without", "ana"), { name: "AccessDenied" });
      const allows = { Action: "sts:*", Resource: "*" };
      await role("first", setting(), { allows });
      const onlyAna = { Condition: { StringEquals: { "aws:SourceIdentity": "ana" } } };
      await role("second", setting(onlyAna));
      await role("plain", trusting(ROOT_A));
      strictEqual((await assume(A, "first", "ana")).SourceIdentity, "ana");
      const [ana, ben] = await Promise.all(
        ["ana", "ben"].map((SourceIdentity) => sessionOf(A, "first", { SourceIdentity })),
      );
      if (!ana || !ben) throw new Error("no session");
      strictEqual((await assume(ana, "second")).SourceIdentity, "ana");
      await rejects(assume(ana, "second", "ben"), { name: "ValidationError" });
      await rejects(assume(ben, "second"), { name: "AccessDenied" });
      await rejects(assume(ana, "plain"), { name: "AccessDenied" });
    });
  });

  describe("of IAM's lists", () => {
    it("choose policies by scope, use and path", async () => {
      const { iam } = clients;
      const PolicyDocument = policy({ Action: "s3:*", Resource: "*" });
      for (const [PolicyName, Path] of [
        ["used", "/a/"],
        ["bound", "/a/"],
        ["idle", "/b/"],
      ]) {
        await iam.createPolicy({ PolicyName, Path, PolicyDocument });
      }
      const arnOf = (name: string) => `arn:aws:iam::${A}:policy/a/${name}`;
      await iam.createRole({
        RoleName: "lists",
        AssumeRolePolicyDocument: trusting(ROOT_A),
        PermissionsBoundary: arnOf("bound"),
      });
      const attached = { RoleName: "lists", PolicyArn: arnOf("used") };
      await iam.attachRolePolicy(attached);
      const names = async (input: ListPoliciesCommandInput) =>
        (await iam.listPolicies({ MaxItems: 500, ...input })).Policies?.map(
          ({ PolicyName }) => PolicyName,
        );
      const own = { Scope: "Local" } as const;
      const table: [ListPoliciesCommandInput, string[]][] = [
        [own, ["bound", "idle", "used"]],
        [{ ...own, PathPrefix: "/b/" }, ["idle"]],
        [{ ...own, OnlyAttached: true }, ["used"]],
        [{ ...own, PolicyUsageFilter: "PermissionsPolicy" }, ["used"]],
        [{ ...own, PolicyUsageFilter: "PermissionsBoundary" }, ["bound"]],
        [{ Scope: "AWS", OnlyAttached: true }, ["AdministratorAccess"]],
      ];
      for (const [input, expected] of table) deepStrictEqual(await names(input), expected);
      strictEqual((await names({ Scope: "AWS" }))?.includes("AdministratorAccess"), true);
      strictEqual((await names({}))?.includes("AdministratorAccess"), true);
      for (const [PathPrefix, count] of [
        ["/a/", 1],
        ["/b/", 0],
      ] as const) {
        const list = { RoleName: "lists", PathPrefix };
        strictEqual((await iam.listAttachedRolePolicies(list)).AttachedPolicies?.length, count);
      }
      await iam.detachRolePolicy(attached);
    });

    it("choose users by path", async () => {
      const { iam } = clients;
      await iam.createUser({ UserName: "ana", Path: "/people/" });
      const { Users } = await iam.listUsers({ PathPrefix: "/people/" });
      deepStrictEqual(pluck(Users, "UserName"), ["ana"]);
    });
  });

  it("sort the list of secrets, also over pages", async () => {
    const { secretsManager } = clients;
    for (const Name of ["b", "c", "a"]) {
      await secretsManager.createSecret({ Name, SecretString: "x" });
      sandbox.advance(1000);
    }
    await secretsManager.updateSecret({ SecretId: "b", Description: "changed" });
    const listed = async (SortBy?: string, SortOrder?: "asc" | "desc") => {
      const names: unknown[] = [];
      let NextToken: string | undefined;
      do {
        const input = { SortBy, SortOrder, NextToken, MaxResults: 2 } as object;
        const page = await secretsManager.listSecrets(input);
        names.push(...(page.SecretList ?? []).map(({ Name }) => Name));
        NextToken = page.NextToken;
      } while (NextToken);
      return names.join("");
    };
    strictEqual(await listed(), "bca");
    strictEqual(await listed("created-date", "desc"), "acb");
    strictEqual(await listed("last-changed-date"), "cab");
    strictEqual(await listed("name"), "abc");
    strictEqual(await listed("name", "desc"), "cba");
    await rejects(listed("last-accessed-date"), { name: "ValidationException" });
  });

  it("make a parameter advanced once its value needs it, and take no other data type than text", async () => {
    const { ssm } = clients;
    const put = (Name: string, size: number, more: object) =>
      ssm.putParameter({ Name, Value: "x".repeat(size), Type: "String", ...more });
    const tiering = { Tier: "Intelligent-Tiering" };
    strictEqual((await put("/small", 4096, tiering)).Tier, "Standard");
    strictEqual((await put("/large", 4097, tiering)).Tier, "Advanced");
    strictEqual((await put("/small", 4097, { ...tiering, Overwrite: true })).Tier, "Advanced");
    strictEqual((await put("/small", 1, { ...tiering, Overwrite: true })).Tier, "Advanced");
    for (const [DataType, message] of [
      ["Text", /The following data type is not supported: Text/],
      ["aws:ec2:image", /not offered by the sandbox/],
    ] as const) {
      await rejects(put("/typed", 1, { DataType }), { name: "ValidationException", message });
    }
    await rejects(ssm.getParameter({ Name: "/typed" }), { name: "ParameterNotFound" });
  });

  it("must be tokens of grants, where they are called so", async () => {
    const { kms } = clients;
    const { KeyMetadata } = await kms.createKey();
    const spoilt = { KeyId: KeyMetadata?.KeyId, GrantTokens: ["c3BvaWx0"] };
    for (const [operation, input] of [
      ["describeKey", {}],
      ["encrypt", { Plaintext: Buffer.from("x") }],
      ["generateDataKey", { KeySpec: "AES_256" }],
    ] as const) {
      const asked = ask(kms, operation, { ...spoilt, ...input });
      await rejects(asked, { name: "InvalidGrantTokenException" });
    }
  });

  describe("of EKS", () => {
    before(() => createCluster(sandbox, A));

    it("change the taints of a node group", async () => {
      const { eks } = clients;
      const named = { clusterName: "shop", nodegroupName: "nodes" };
      const taint = (key: string, value: string) =>
        ({ key, value, effect: "NO_SCHEDULE" }) as const;
      const change = async (taints: object) => {
        await eks.updateNodegroupConfig({ ...named, taints });
        return (await eks.describeNodegroup(named)).nodegroup?.taints;
      };
      const first = [taint("a", "1"), taint("b", "1")];
      deepStrictEqual(await change({ addOrUpdateTaints: first }), first);
      deepStrictEqual(
        await change({ addOrUpdateTaints: [taint("a", "2")], removeTaints: [taint("b", "1")] }),
        [taint("a", "2")],
      );
    });

    it("answer a repeated clientRequestToken with the same answer, and refuse it for another request", async () => {
      const { eks } = clients;
      await createRole(sandbox, A, "twice", serviceTrust("eks.amazonaws.com"));
      const create = (more: object = {}, by = eks) =>
        by.createCluster({
          name: "twice",
          roleArn: roleArn(A, "twice"),
          resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
          clientRequestToken: "once",
          ...more,
        });
      const first = await create();
      const again = await create();
      deepStrictEqual(again.cluster, first.cluster);
      await rejects(create({ version: "1.33" }), {
        name: "InvalidParameterException",
        message: /clientRequestToken/,
      });
      await rejects(create({ clientRequestToken: "another" }), { name: "ResourceInUseException" });
      const nobody = sandbox.clients(await roleSession(sandbox, "nobody", [], A));
      await rejects(create({}, nobody.eks), { name: "AccessDeniedException" });
    });

    it("find an update by its id together with what it changed, and no other", async () => {
      const { eks } = clients;
      const nodes = { clusterName: "shop", nodegroupName: "nodes" };
      const { update: ofNodes } = await eks.updateNodegroupConfig({
        ...nodes,
        scalingConfig: { desiredSize: 1 },
      });
      const { update: ofCluster } = await eks.updateClusterConfig({
        name: "shop",
        deletionProtection: false,
      });
      const describe = async (updateId: string | undefined, more: object = {}) =>
        (await eks.describeUpdate({ name: "shop", updateId, ...more })).update;
      const { nodegroupName } = nodes;
      deepStrictEqual(await describe(ofNodes?.id, { nodegroupName }), ofNodes);
      deepStrictEqual(await describe(ofCluster?.id), ofCluster);
      for (const [id, more] of [
        ["11111111-1111-1111-1111-111111111111", {}],
        [ofNodes?.id, {}],
        [ofNodes?.id, { nodegroupName: "others" }],
        [ofCluster?.id, { nodegroupName }],
        [ofCluster?.id, { addonName: "vpc-cni" }],
      ] as const) {
        await rejects(describe(id, more), {
          name: "ResourceNotFoundException",
          message: `No update found for ID: ${id}`,
        });
      }
    });

    it("list all clusters, also by include", async () => {
      const { clusters } = await clients.eks.listClusters({ include: ["all"] });
      notStrictEqual(clusters?.length, 0);
      const include = ["connected"];
      await rejects(clients.eks.listClusters({ include }), { name: "InvalidParameterException" });
    });
  });
});
