import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { changesPermissions } from "../../../cli/access-answers/changes-permissions";
import {
  CLUSTER_CALLS,
  LIST_RULES,
  listedObjects,
  liveCluster,
} from "../../../cli/access-answers/live-cluster";
import { ruleAllows } from "../../../cli/changes/rbac/rule";
import { permissionsShape } from "../../../cli/verbs/permissions/shape";
import { createCluster } from "../../sandbox/eks-support";
import { A, REGION, startSandbox, type TestSandbox } from "../../sandbox/support";
import { landingZoneOf } from "../../sdk/grant/support";
import { run } from "../support";

const ZONE = landingZoneOf({ clusters: "\n  shop: { account: a, existing: true }" });
const UserName = "auditor";

describe("the rights to read a cluster for --through-changes", () => {
  it("allow what is asked of its API, and nothing else", async () => {
    const asked: string[] = [];
    await listedObjects(async (path) => {
      asked.push(path);
      return undefined;
    });
    const attempts = asked.map((path) => {
      const [, group = "", namespace, resource = "", name] =
        /^\/api(?:s\/([^/]+))?\/v1(?:\/namespaces\/([^/]+))?\/(\w+)(?:\/([\w-]+))?$/.exec(path) ??
        [];
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
    deepStrictEqual(allowed.sort(), needed.sort());
  });

  describe("at AWS", () => {
    let sandbox: TestSandbox;
    const endpoint = process.env.AWS_ENDPOINT_URL;
    const [permissions] = changesPermissions(ZONE).filter(({ account }) => account === A);
    const policy = permissions?.policy ?? { Statement: [] };
    let credentials = { accessKeyId: "", secretAccessKey: "" };

    const allow = (document: object) =>
      sandbox.clients(A).iam.putUserPolicy({
        ...{ UserName, PolicyName: "reads", PolicyDocument: JSON.stringify(document) },
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
