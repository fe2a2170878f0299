import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import {
  accountChangesPermissions,
  changesPermissions,
} from "../../../cli/access-answers/changes-permissions";
import {
  CLUSTER_CALLS,
  LIST_RULES,
  listedObjects,
  liveCluster,
} from "../../../cli/access-answers/live-cluster";
import { ruleAllows } from "../../../cli/changes/rbac/rule";
import { liveCompute } from "../../../cli/documents/live/compute";
import { COMPUTE_CALLS } from "../../../cli/documents/live/small-calls";
import { permissionsShape } from "../../../cli/verbs/permissions/shape";
import { ec2 } from "../../sandbox/ec2-support";
import { createCluster, createRole, roleArn, serviceTrust } from "../../sandbox/eks-support";
import { createFunction } from "../../sandbox/lambda-support";
import { call } from "../../sandbox/raw";
import {
  A,
  credentialsOf,
  REGION,
  startSandbox,
  type TestSandbox,
  withSandbox,
} from "../../sandbox/support";
import { landingZoneOf } from "../../sdk/grant/support";
import { run } from "../support";

const ZONE = landingZoneOf({ clusters: "\n  shop: { account: a, existing: true }" });
const UserName = "auditor";
const GroupName = "auditors";

describe("the rights to read a cluster for --through-changes", () => {
  it("allow what is asked of its API, and nothing else", async () => {
    const asked: string[] = [];
    await listedObjects(async (path) => {
      asked.push(path);
      return undefined;
    });
    const attempts = asked.map((path) => {
      const [, group = "", namespace, resource = "", name] =
        /^\/api(?:s\/([^/]+))?\/v1(?:beta1)?(?:\/namespaces\/([^/]+))?\/(\w+)(?:\/([\w-]+))?$/.exec(
          path,
        ) ?? [];
      return { verb: name ? "get" : "list", group, namespace, resource, name };
    });
    for (const one of attempts) {
      ok(
        LIST_RULES.some((rule) => ruleAllows(rule, one)),
        JSON.stringify(one),
      );
    }
    const allowed = LIST_RULES.flatMap(({ apiGroups, resources, resourceNames = [""], verbs }) =>
      resources.flatMap((resource) => [apiGroups, resource, resourceNames, verbs].join(" ")),
    );
    const needed = attempts.map(({ group, name = "", resource, verb }) =>
      [group, resource, name, verb].join(" "),
    );
    deepStrictEqual(allowed.sort(), [...new Set(needed)].sort());
  });

  it("are used on External Secrets of v1beta1, where no v1 is served", async () => {
    const served = { kind: "ExternalSecretList", items: [] };
    for (const version of ["v1", "v1beta1"]) {
      const path = `/apis/external-secrets.io/${version}/externalsecrets`;
      const objects = await listedObjects(async (asked) =>
        asked === path || asked.endsWith("/v1beta1/externalsecrets")
          ? JSON.stringify({ ...served, path: asked })
          : undefined,
      );
      deepStrictEqual(
        objects.filter((one) => typeof one === "object" && one !== null && "path" in one),
        [{ ...served, path }],
      );
    }
  });

  describe("at AWS", () => {
    let sandbox: TestSandbox;
    const endpoint = process.env.AWS_ENDPOINT_URL;
    const [permissions] = changesPermissions(ZONE).filter(({ account }) => account === A);
    const policy = permissions?.policy ?? { Statement: [] };
    let credentials = { accessKeyId: "", secretAccessKey: "" };

    // The policies go to a group, because a user's own policies have less room.
    const allow = (document: object) =>
      sandbox.clients(A).iam.putGroupPolicy({
        ...{ GroupName, PolicyName: "reads", PolicyDocument: JSON.stringify(document) },
      });
    const read = () => {
      const [cluster] = ZONE.clusters;
      if (!cluster) throw new Error("one cluster is declared");
      const requestHandler = {
        ...{ connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
      };
      return liveCluster(cluster, { region: REGION, credentials, callerArn: "", requestHandler });
    };

    before(async () => {
      sandbox = await startSandbox();
      process.env.AWS_ENDPOINT_URL = sandbox.endpoint;
      await createCluster(sandbox, A);
      const { eks, iam } = sandbox.clients(A);
      const { User } = await iam.createUser({ UserName });
      await iam.createGroup({ GroupName });
      await iam.addUserToGroup({ GroupName, UserName });
      const { AccessKey } = await iam.createAccessKey({ UserName });
      credentials = {
        accessKeyId: AccessKey?.AccessKeyId ?? "",
        secretAccessKey: AccessKey?.SecretAccessKey ?? "",
      };
      const entry = { clusterName: "shop", principalArn: User?.Arn ?? "" };
      await eks.createAccessEntry(entry);
      await eks.associateAccessPolicy({
        ...entry,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      });
      await allow(policy);
    });
    after(async () => {
      if (endpoint === undefined) delete process.env.AWS_ENDPOINT_URL;
      else process.env.AWS_ENDPOINT_URL = endpoint;
      await sandbox.stop();
    });

    it("suffice", async () => {
      const { accessEntries = [] } = (await read()) ?? {};
      ok(accessEntries.some(({ principalArn }) => principalArn.endsWith(`user/${UserName}`)));
    });

    for (const action of [
      "eks:DescribeCluster",
      ...Object.values(CLUSTER_CALLS).map((one) => one.action),
    ]) {
      it(`need ${action}`, async () => {
        const Statement = policy.Statement.map((one) => ({
          ...one,
          Action: one.Action.filter((other) => other !== action),
        })).filter((one) => one.Action.length > 0);
        await allow({ ...policy, Statement });
        await rejects(read(), new RegExp(`perform: ${action} on`));
        await allow(policy);
      });
    }
  });

  describe("of what runs with a role", () => {
    const { sandbox } = withSandbox();
    const environment = { ...process.env };
    const services = ["lambda", "ec2", "codebuild"];
    const [{ policy }] = [accountChangesPermissions(A, "aws")];
    let credentials = { accessKeyId: "", secretAccessKey: "" };

    const allow = (without?: string) => {
      const Statement = policy.Statement.map((one) => ({
        ...one,
        Action: one.Action.filter((action) => action !== without),
      })).filter(({ Action }) => Action.length > 0);
      return sandbox.clients(A).iam.putUserPolicy({
        ...{ UserName, PolicyName: "reads" },
        PolicyDocument: JSON.stringify({ ...policy, Statement }),
      });
    };
    const read = () => {
      const account = { id: A, name: A, region: REGION, partition: "aws", administrators: [] };
      const access = (region: string) => ({
        ...{ region, credentials, requestHandler: {} as never },
        callerArn: `arn:aws:iam::${A}:user/${UserName}`,
      });
      const roles = services.map((service) => ({
        arn: roleArn(A, service),
        trust: JSON.parse(serviceTrust(`${service}.amazonaws.com`)),
      }));
      return liveCompute([{ account, access }], { roles });
    };

    /** Makes a function, an instance and a project. */
    const makeRunning = async () => {
      const own = sandbox.administrator(A);
      await createFunction(sandbox, roleArn(A, "lambda"), "job");
      const project = {
        ...{ name: "build", serviceRole: roleArn(A, "codebuild") },
        ...{ source: { type: "NO_SOURCE", buildspec: "x" }, artifacts: { type: "NO_ARTIFACTS" } },
        environment: { type: "LINUX_CONTAINER", image: "i", computeType: "BUILD_GENERAL1_SMALL" },
      };
      const made = await call(sandbox.endpoint, own, {
        ...{ service: "codebuild", body: JSON.stringify(project) },
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "CodeBuild_20161006.CreateProject",
        },
      });
      strictEqual(made.status, 200, made.text);
      const launch = { MinCount: "1", MaxCount: "1", ImageId: "ami-1" };
      const asked = { ...launch, "IamInstanceProfile.Name": "web" };
      strictEqual((await ec2(sandbox.endpoint, own, "RunInstances", asked)).status, 200);
    };

    before(async () => {
      process.env.AWS_ENDPOINT_URL = sandbox.endpoint;
      const { iam } = sandbox.clients(A);
      await iam.createUser({ UserName });
      const { AccessKey } = await iam.createAccessKey({ UserName });
      credentials = credentialsOf(AccessKey);
      for (const service of services) {
        await createRole(sandbox, A, service, serviceTrust(`${service}.amazonaws.com`));
      }
      await iam.createInstanceProfile({ InstanceProfileName: "web" });
      await iam.addRoleToInstanceProfile({ InstanceProfileName: "web", RoleName: "ec2" });
      await makeRunning();
    });
    after(() => {
      process.env = environment;
    });

    it("suffice", async () => {
      await allow();
      const { compute, unreadCompute } = await read();
      deepStrictEqual(unreadCompute, []);
      deepStrictEqual(
        compute.map(({ roleArn: role }) => role),
        services.map((service) => roleArn(A, service)),
      );
    });

    it("are those of each call", () => {
      const allowed = policy.Statement.flatMap(({ Action }) => Action);
      const missing = Object.values(COMPUTE_CALLS).filter((one) => !allowed.includes(one.action));
      deepStrictEqual(missing, []);
    });

    for (const action of [
      ...["ec2:DescribeRegions", "lambda:ListFunctions", "ec2:DescribeInstances"],
      ...["iam:ListInstanceProfiles", "codebuild:ListProjects", "codebuild:BatchGetProjects"],
    ]) {
      it(`need ${action}`, async () => {
        await allow(action);
        const { unreadCompute } = await read();
        deepStrictEqual(unreadCompute.length, 1);
        match(unreadCompute[0]?.reason ?? "", new RegExp(`^${action}: `));
      });
    }
  });

  it("are printed, with the ClusterRole and where it must be bound", async () => {
    const args = ["permissions", "--for", "through-changes"];
    const { accounts } = permissionsShape.parse(
      JSON.parse((await run([...args, "--json"])).stdout),
    );
    const all = accounts.map((one) => ("roles" in one ? [] : [one.account, one.kubernetes]));
    deepStrictEqual(
      all.map(([, kubernetes]) => kubernetes !== undefined),
      [true, false],
    );
    const { stdout } = await run(args);
    match(stdout, /in cluster .*bind this ClusterRole[\s\S]*kind: ClusterRole\n/);
    const account = await run([...args, "--account", A]);
    strictEqual(account.code, 0, account.stderr);
  });
});
