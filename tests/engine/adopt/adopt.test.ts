import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { adoptPermissions } from "../../../cli/adopt/live/adopt-calls";
import { adoptShape } from "../../../cli/adopt/shape";
import type { IdentityPolicy } from "../../../cli/permissions/policies-within-limits";
import { resource, SENTINEL, shown } from "../../cli/adopt/states/terraform-state";
import { done, refused } from "../../outcomes";
import { POD_TRUST } from "../../sandbox/eks-support";
import { policy } from "../../sandbox/secrets-support";
import { landingZone } from "../../stacks/run-stack";
import { actAs } from "../adopted-clusters";
import { suiteEngine } from "../harness";
import { ADOPT, byHandInventory, type MadeByHand, makeByHand } from "./by-hand";
import { takingOver } from "./import-files";
import { mounted, upPolled } from "./polling";

const INVENTORY = byHandInventory();

const WITH_STATE = [...ADOPT, "--terraform", "state.json"];
const AGAIN = [...ADOPT, "--force", "--json"];

describe("adopt, of a pod, its role and its secret that were made by hand", () => {
  const sandbox = suiteEngine(INVENTORY);
  let made: MadeByHand;
  const projectFile = (name: string) => join(sandbox.data.project, name);

  before(async () => {
    made = await makeByHand(sandbox, INVENTORY);
    rmSync(projectFile("landing-zone.yaml"));
    strictEqual(await mounted(sandbox, "orders"), "swordfish");
  });

  it("leaves what Terraform holds, says how that forgets it, and repeats nothing else of its state", async () => {
    const role = "arn:aws:iam::111111111111:role/by-hand";
    const values = { arn: role, role: "by-hand", policy: SENTINEL, secret_string: SENTINEL };
    const resources = ["aws_iam_role", "aws_iam_role_policy", "random_password"].map((type) =>
      resource("!orders", type, values),
    );
    writeFileSync(projectFile("state.json"), shown(resources));
    const { code, stderr, stdout } = await sandbox.command(WITH_STATE);
    strictEqual(code, 2, stdout);
    match(
      stderr,
      /default\/orders of cluster shop: terraform \(aws_iam_role\.orders, in state\.json/,
    );
    match(
      stderr,
      /removed \{\s+from = aws_iam_role_policy\.orders\s+lifecycle \{\s+destroy = false/,
    );
    deepStrictEqual(readdirSync(sandbox.data.project).includes("adopted"), false);
    ok(![SENTINEL, "swordfish"].some((value) => (stderr + stdout).includes(value)));
  });

  it("leaves a role that pods of a cluster of another region have, too", async () => {
    const { eks } = await sandbox.aws("111111111111", "eu-central-1");
    const resourcesVpcConfig = { subnetIds: ["subnet-1", "subnet-2"] };
    const roleArn = "arn:aws:iam::111111111111:role/by-hand";
    await eks.createCluster({ name: "lab", roleArn, resourcesVpcConfig });
    const { association } = await eks.createPodIdentityAssociation({
      ...{ clusterName: "lab", namespace: "default", serviceAccount: "other", roleArn },
    });
    const { code, stderr } = await sandbox.command(ADOPT);
    strictEqual(code, 2);
    match(stderr, /its role \S+by-hand also serves default\/other of cluster lab/);
    const { associationId } = association ?? {};
    await eks.deletePodIdentityAssociation({ clusterName: "lab", associationId });
  });

  it("writes an inventory that passes check once Terraform has forgotten it, and says who loses what", async () => {
    writeFileSync(projectFile("state.json"), shown([]));
    const { code, stderr, stdout } = await sandbox.command(WITH_STATE);
    strictEqual(code, 0, stderr + stdout);
    match(stdout, /user\/administrator loses orders of account 222222222222/);
    match(stdout, /- account 111111111111 in us-east-1; not its secrets and keys in .*eu-west-1/);
    ok(!stdout.includes("swordfish"));
    const checked = await sandbox.command(["check"]);
    strictEqual(checked.code, 0, checked.stderr);
  });

  it("rejects to write over it", async () => {
    const { code, stderr } = await sandbox.command(ADOPT);
    strictEqual(code, 2);
    match(stderr, /adopted exist, and nothing was written/);
  });

  it("lets up take over nothing that somebody has changed since, by name", async () => {
    const { eks, iam } = await sandbox.aws("a");
    const RoleName = "by-hand";
    const PolicyDocument = policy({ Action: "logs:PutLogEvents", Resource: "*" });
    await iam.putRolePolicy({ RoleName, PolicyName: "mine", PolicyDocument });
    const { Role } = await iam.createRole({
      RoleName: "other",
      AssumeRolePolicyDocument: POD_TRUST,
    });
    const { associationId } = made;
    const turn = (roleArn = "") =>
      eks.updatePodIdentityAssociation({ clusterName: "shop", associationId, roleArn });
    await turn(Role?.Arn);
    const path =
      "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/default/secretproviderclasses/orders";
    const found = JSON.parse((await sandbox.kubernetes("a", "shop", "GET", path)).text);
    const { parameters } = found.spec;
    const objects = JSON.parse(parameters.objects);
    const put = async (all: object[]) => {
      const spec = { ...found.spec, parameters: { ...parameters, objects: JSON.stringify(all) } };
      const body = { ...found, metadata: { ...found.metadata, resourceVersion: undefined }, spec };
      const { status, text } = await sandbox.kubernetes("a", "shop", "PUT", path, body);
      strictEqual(status, 200, text);
    };
    await put([...objects, { ...objects[0], objectAlias: "more" }]);
    const stderr = await refused(sandbox.command(["up", "--yes", ...takingOver(made)]));
    match(stderr, /: by-hand has what adopt did not see, .*: inline policy mine; run /);
    match(stderr, /: shop,a-\S+ has what adopt did not see, .*: role \S+:role\/other; run /);
    match(stderr, /: default\/orders has what adopt did not see, .*: file more; run /);
    match(stderr, /no stack was run/);
    await iam.deleteRolePolicy({ RoleName, PolicyName: "mine" });
    await turn("arn:aws:iam::111111111111:role/by-hand");
    await put(objects);
  });

  it("lets up take over all of it, and the pod reads all the while", async () => {
    await upPolled(sandbox, made);
    for (const source of [[], ["--live"]]) {
      const { code, stderr, stdout } = await sandbox.command(["prove", ...source]);
      strictEqual(code, 0, stderr + stdout);
    }
  });

  it("lets up take over all of it again after adopt --undo, though up has changed it since", async () => {
    await done(sandbox.command(["adopt", "--undo"]));
    await upPolled(sandbox, made);
  });

  it("finds a pod that no workload makes, and leaves the class that it mounts, too", async () => {
    const pods = "/api/v1/namespaces/default/pods";
    const csi = {
      ...{ driver: "secrets-store.csi.k8s.io", readOnly: true },
      volumeAttributes: { secretProviderClass: "orders" },
    };
    const { status, text } = await sandbox.kubernetes("a", "shop", "POST", pods, {
      metadata: { name: "debug" },
      spec: { containers: [{ name: "app", image: "app" }], volumes: [{ name: "secrets", csi }] },
    });
    strictEqual(status, 201, text);
    const idOf = () => /^id: .*/m.exec(readFileSync(projectFile("landing-zone.yaml"), "utf8"))?.[0];
    const before = idOf();
    const { stdout } = await sandbox.command(AGAIN);
    strictEqual(idOf(), before);
    const { readers } = adoptShape.parse(JSON.parse(stdout));
    match(
      readers.flatMap(({ decide }) => decide).join(),
      /also mount the class orders, which up leaves/,
    );
    await sandbox.kubernetes("a", "shop", "DELETE", `${pods}/debug`);
  });

  /** Makes adopt act with exactly the rights that `permissions` prints, but without one action. */
  async function actWithout(role: string, action?: string): Promise<void> {
    const needs = ["a", "b"].map((name, index) => {
      const { account, policy } = adoptPermissions(`${index + 1}`.repeat(12), "aws");
      const Statement = (policy as IdentityPolicy).Statement.map((one) => ({
        ...one,
        Action: one.Action.filter((each) => each !== action),
      })).filter(({ Action }) => Action.length > 0);
      const policies = [{ ...(policy as IdentityPolicy), Statement }];
      return { account, name, roles: [{ for: "adopt" as const, actions: [], policies }] };
    });
    await actAs(role, needs, sandbox, landingZone(INVENTORY).clusters);
  }

  it("reads all of it with exactly the rights that permissions prints", async () => {
    await actWithout("auditor");
    const { code, stderr, stdout } = await sandbox.command(AGAIN);
    strictEqual(code, 0, stderr + stdout);
    const { readers, unread } = adoptShape.parse(JSON.parse(stdout));
    deepStrictEqual([readers.map(({ id }) => id), unread], [["orders"], []]);
  });

  it("says what it could not read, where nothing is left to take over", async () => {
    for (const action of ["eks:DescribePodIdentityAssociation", "secretsmanager:DescribeSecret"]) {
      await actWithout(action.split(":").join("-"), action);
      const { code, stderr } = await sandbox.command(AGAIN);
      strictEqual(code, 2);
      ok(stderr.includes(`\ncould not be read: ${action} in account `), stderr);
    }
  });

  it("leaves a policy that it could not read, and claims no gain for anybody", async () => {
    await actWithout("blind", "secretsmanager:GetResourcePolicy");
    const { stdout } = await sandbox.command(AGAIN);
    const { changes, secrets } = adoptShape.parse(JSON.parse(stdout));
    deepStrictEqual(
      secrets.map(({ kind }) => kind),
      ["external"],
    );
    deepStrictEqual(changes, []);
  });
});
