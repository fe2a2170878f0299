import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { DeletePodIdentityAssociationCommand, type EKS } from "@aws-sdk/client-eks";
import type { IAM } from "@aws-sdk/client-iam";
import { failed } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { deployWith } from "./deployed-orders";
import { suiteEngine } from "./harness";

const TEAM = "111111111111";
const INVENTORY = `
id: lz-tests
accounts: { team: { id: "${TEAM}", region: us-east-1 } }
clusters: { shop: { account: team, existing: true } }
secrets: { own: { account: team } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, roleName: web, reads: [own] }
  api: { cluster: shop, namespace: web, serviceAccount: api, roleName: api, reads: [own] }
`;
const CLASS = "apis/secrets-store.csi.x-k8s.io/v1/namespaces/web/secretproviderclasses/web";
const POWER = "arn:aws:iam::aws:policy/PowerUserAccess";

describe("what somebody changed by hand after a deployment", () => {
  const sandbox = suiteEngine(INVENTORY);
  let eks: EKS;
  let iam: IAM;

  before(async () => {
    await makeAdoptedClusters(sandbox, landingZone(INVENTORY));
    await deployWith(sandbox, ["own"]);
    ({ eks, iam } = await sandbox.aws("team"));
  });

  /** What is wrong according to `plan --live`. `status --live` must say the same. */
  async function wrong(): Promise<string[]> {
    const plan = await sandbox.ask("plan", ["--live"]);
    const status = await sandbox.ask("status", ["--live"]);
    const { deployed = [] } = plan.answer;
    const ofStatus = status.answer.deployed ?? [];
    deepStrictEqual(ofStatus, deployed);
    const found = deployed.filter(({ result }) => result === "wrong");
    const code = found.length > 0 ? 1 : 0;
    deepStrictEqual([plan.code, status.code], [code, code], plan.stderr + status.stderr);
    return found.map(({ reason, what }) => `${what} ${reason}`);
  }

  it("is nothing at first, and both verbs say what they looked at", async () => {
    deepStrictEqual(await wrong(), []);
    const { stdout } = await sandbox.command(["plan", "--live"]);
    match(stdout, /looked at, and as deployed: 2 .* 2 add-ons, 2 associations, 1 cluster, 2 roles/);
    const plain = await sandbox.command(["status"]);
    match(plain.stdout, /In the clusters and accounts\n {2}not looked at; --live does/);
  });

  it("is named where it is a role in an association, a class, an add-on or a policy of a role", async () => {
    const id = await associationId("web");
    const roleArn = `arn:aws:iam::${TEAM}:role/api`;
    const change = { clusterName: "shop", associationId: id };
    await eks.updatePodIdentityAssociation({ ...change, roleArn });
    const object = JSON.parse((await kubernetes("GET", CLASS)).text);
    object.spec.parameters.region = "eu-west-1";
    strictEqual((await kubernetes("PUT", CLASS, object)).status, 200);
    const addon = { clusterName: "shop", addonName: "eks-pod-identity-agent" };
    await eks.deleteAddon(addon);
    await iam.attachRolePolicy({ RoleName: "web", PolicyArn: POWER });
    await kubernetes("DELETE", "api/v1/namespaces/web/serviceaccounts/api");
    deepStrictEqual((await wrong()).sort(), [
      "SecretProviderClass web/web of cluster shop has another spec than was deployed",
      "ServiceAccount web/api of cluster shop is not there",
      "add-on eks-pod-identity-agent of cluster shop is not there",
      `association web/web of cluster shop gives the role ${roleArn}, not arn:aws:iam::${TEAM}:role/web`,
      `role web of account ${TEAM} (team) has policies that were not deployed: ${POWER}`,
    ]);
    await sandbox.stacks(["up", "--refresh"]);
    await iam.detachRolePolicy({ RoleName: "web", PolicyArn: POWER }).catch(() => {});
    deepStrictEqual(await wrong(), []);
  });

  it("is named with the command that removes it where a service account names a role of its own", async () => {
    const account = "api/v1/namespaces/web/serviceaccounts/web";
    const object = JSON.parse((await kubernetes("GET", account)).text);
    const role = `arn:aws:iam::${TEAM}:role/theirs`;
    const annotated = (annotations: object) =>
      kubernetes("PUT", account, { ...object, metadata: { ...object.metadata, annotations } });
    strictEqual((await annotated({ "eks.amazonaws.com/role-arn": role })).status, 200);
    const [says = "", ...others] = await wrong();
    deepStrictEqual(others, []);
    match(says, /^ServiceAccount web\/web of cluster shop names the role \S+:role\/theirs in/);
    match(says, /: kubectl --context \S+ --namespace web .* web eks\.amazonaws\.com\/role-arn-$/);
    const { metadata } = JSON.parse((await kubernetes("GET", account)).text);
    object.metadata.resourceVersion = metadata.resourceVersion;
    strictEqual((await annotated({})).status, 200);
    deepStrictEqual(await wrong(), []);
  });

  it("is made again by a plain up where it is an association that was deleted", async () => {
    await eks.send(await deletion("web"));
    deepStrictEqual(await wrong(), [
      "association web/web of cluster shop is not there, so that its pods get no credentials",
    ]);
    await sandbox.stacks(["up"]);
    ok(await associationId("web"));
    deepStrictEqual(await wrong(), []);
  });

  it("is told in the command's own words where another tool has made the association again", async () => {
    await eks.send(await deletion("web"));
    const theirs = { clusterName: "shop", namespace: "web", serviceAccount: "web" };
    const roleArn = `arn:aws:iam::${TEAM}:role/web`;
    await eks.createPodIdentityAssociation({ ...theirs, roleArn });
    const says =
      /has the association \S+ of web\/web, which stack team\.workloads did not make: to let up/;
    for (const options of [[], ["--refresh"]]) {
      const up = await sandbox.ask("up", [...options]);
      strictEqual(up.code, 1);
      match(reasonOf(up.answer), says);
      match(reasonOf((await sandbox.ask("preview", [...options])).answer), says);
    }
    match((await wrong())[0] ?? "", /^association web\/web of cluster .* \S+, which its stack/);
    await eks.send(await deletion("web"));
    await sandbox.stacks(["up"]);
    deepStrictEqual(await wrong(), []);
  });

  it("is told in the command's own words where the cluster is gone", async () => {
    const nodes = { clusterName: "shop", nodegroupName: "nodes" };
    await eks.deleteNodegroup(nodes);
    await eks.deleteCluster({ name: "shop" });
    const says = /cluster shop is not there, or not active/;
    for (const args of [
      ["up", "--yes"],
      ["up", "--yes", "--refresh"],
      ["preview"],
      ["preview", "--refresh"],
    ]) {
      const stdout = await failed(sandbox.command([...args, "--json", "--only", "team.workloads"]));
      match(JSON.parse(stdout).stacks[0].reason, says, args.join(" "));
    }
    match((await wrong())[0] ?? "", says);
  });

  const reasonOf = ({ stacks }: { stacks: { stack: string; reason?: string | undefined }[] }) =>
    stacks.find(({ stack }) => stack === "team.workloads")?.reason ?? "";

  async function associationId(serviceAccount: string): Promise<string | undefined> {
    const asked = { clusterName: "shop", namespace: "web", serviceAccount };
    const { associations } = await eks.listPodIdentityAssociations(asked);
    return associations?.[0]?.associationId;
  }

  const deletion = async (serviceAccount: string) =>
    new DeletePodIdentityAssociationCommand({
      clusterName: "shop",
      associationId: await associationId(serviceAccount),
    });

  const kubernetes = (method: string, path: string, body?: object) =>
    sandbox.kubernetes("team", "shop", method, `/${path}`, body);
});
