import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { takenNames } from "../../../../cli/stacks/before-run/taken-names";
import { planShape } from "../../../../cli/verbs/plan/shape";
import { stackPlan } from "../../../../stacks/stack-plan";
import { createCluster, createRole, roleArn } from "../../../sandbox/eks-support";
import { A, B, withSandbox } from "../../../sandbox/support";
import { landingZone } from "../../../stacks/run-stack";
import { startFailingProxy } from "../../documents/failing-proxy";
import type { KeptResource } from "../../fake-pulumi/kept-stacks";
import { runInProject } from "../fake-project";

const inventory = `
id: lz-tests
accounts: { a: { id: "${A}", region: us-east-1 } }
clusters: { shop: { account: a, existing: true, createNamespaces: true } }
secrets: { own: { account: a, key: orders } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, roleName: web, reads: [own] } }
`;

const NOTHING_RUN = "no stack was run";

describe("what an account has under a name that a stack is to make", function () {
  this.timeout(60_000); // each case starts processes
  const { sandbox } = withSandbox();
  let key: string;
  let secret: string;

  before(async () => {
    await createCluster(sandbox, A);
    await createRole(sandbox, A, "web");
    const { eks, kms, secretsManager } = sandbox.clients(A);
    const pods = { clusterName: "shop", namespace: "web", serviceAccount: "web" };
    await eks.createPodIdentityAssociation({ ...pods, roleArn: roleArn(A, "web") });
    key = (await kms.createKey({})).KeyMetadata?.Arn ?? "";
    await kms.createAlias({ AliasName: "alias/orders", TargetKeyId: key });
    secret = (await secretsManager.createSecret({ Name: "own" })).ARN ?? "";
  });

  const holding = (type: string, inputs: Record<string, unknown>): KeptResource => ({
    ...{ urn: `urn::${type}`, type, id: "id", inputs },
  });
  const ROLE = holding("aws:iam/role:Role", { name: "web" });
  const ALIAS = holding("aws:kms/alias:Alias", { name: "alias/orders" });
  const SECRET = holding("aws:secretsmanager/secret:Secret", { name: "own" });
  const ASSOCIATION = holding("aws:eks/podIdentityAssociation:PodIdentityAssociation", {
    ...{ clusterName: "shop", namespace: "web", serviceAccount: "web" },
  });

  const up = (
    stacks: Record<string, { holds: KeptResource[]; pending?: KeptResource[] }>,
    { args = ["up", "--yes"], endpoint = sandbox.endpoint, account = A, text = inventory } = {},
  ) =>
    runInProject({ ...sandbox, endpoint }, account, args, {
      inventory: text,
      stacks: Object.fromEntries(
        ["a.cluster", "a.secrets", "a.workloads", ...Object.keys(stacks)].map((name) => [
          name,
          { resources: 1, holds: [], ...stacks[name] },
        ]),
      ),
    });

  const sentences = () => [
    `account ${A} (a) has alias/orders of key ${key}, which stack a.secrets did not make: write another alias, or, to use the key that exists, its ARN as key`,
    `account ${A} (a) has secret ${secret}, which stack a.secrets did not make: write another name under secrets.own, or existing: true and its arn (in another entry, if the stack made one of this name before)`,
    `account ${A} (a) has a Pod Identity association of web/web in cluster shop, which stack a.workloads did not make: write another serviceAccount under readers.web, or delete the association`,
    `account ${A} (a) has role ${roleArn(A, "web")}, which stack a.workloads did not make: write another roleName under readers.web, or delete the role`,
  ];

  it("is refused before anything is run, all of it in one error", async () => {
    const { code, ran, stderr } = await up({});
    deepStrictEqual([code, ran], [2, []]);
    strictEqual(stderr, `error: ${sentences().join("\n")}\n${NOTHING_RUN}\n`);
  });

  it("is not refused where the stack holds it, or was making it when its run was killed", async () => {
    for (const list of ["holds", "pending"] as const) {
      const kept = (...resources: KeptResource[]) => ({ holds: [], [list]: resources });
      const { code, ran, stderr } = await up({
        "a.secrets": kept(ALIAS, SECRET),
        "a.workloads": kept(ROLE, ASSOCIATION),
      });
      strictEqual(code, 0, stderr);
      ok(ran.includes("up a.workloads"));
    }
  });

  it("is not refused where the stack has yet to delete it, as another one has taken its place", async () => {
    const { code, stderr } = await up({
      "a.secrets": { holds: [ALIAS, SECRET] },
      "a.workloads": { holds: [{ ...ROLE, delete: true }, ASSOCIATION] },
    });
    strictEqual(code, 0, stderr);
  });

  it("is the stack's own only in the region and cluster where the stack holds it", async () => {
    const elsewhere = { provider: "urn::pulumi:providers:aws::aws-eu-central-1::id" };
    const { stderr } = await up({
      "a.secrets": { holds: [SECRET, { ...ALIAS, ...elsewhere }] },
      "a.workloads": { holds: [ROLE, { ...ASSOCIATION, ...elsewhere }] },
    });
    const [alias, , association] = sentences();
    strictEqual(stderr, `error: ${alias}\n${association}\n${NOTHING_RUN}\n`);
  });

  it("is not looked for where a stack of the same account holds it that the run empties first", async () => {
    const zone = landingZone(inventory);
    const stacks = stackPlan(zone).filter(({ layer }) => layer === "workloads");
    const [workloads] = stacks;
    ok(workloads);
    const former = { ...workloads, name: "old.workloads" };
    const held = new Map([[former.name, { resources: 2, inProgress: false }]]);
    const stateOf = async () => ({ resources: [ROLE, ASSOCIATION], pending: [] });
    const look = { zone, stacks, toEmpty: [former], held, stateOf, importsOf: () => [] };
    deepStrictEqual(await takenNames(look, "up"), { taken: [], unread: [] });
  });

  it("is told where nobody could look, and the run goes on", async () => {
    const denied: [string, string, KeptResource[]][] = [
      ["iam:GetRole", "roles", [ALIAS, ASSOCIATION, SECRET]],
      ["kms:ListAliases", "aliases of us-east-1", [ROLE, ASSOCIATION, SECRET]],
      ["secretsmanager:DescribeSecret", "secrets of us-east-1", [ROLE, ALIAS, ASSOCIATION]],
      [
        "eks:ListPodIdentityAssociations",
        "Pod Identity associations of cluster shop",
        [ROLE, ALIAS, SECRET],
      ],
    ];
    const proxy = await startFailingProxy(sandbox.endpoint);
    const { accessKeyId } = sandbox.administrator(A);
    for (const [action, what, holds] of denied) {
      proxy.fail(action, accessKeyId, { error: "AccessDeniedException" });
      const stacks = { "a.secrets": { holds }, "a.workloads": { holds } };
      const { code, stderr } = await up(stacks, { endpoint: proxy.endpoint });
      match(stderr, new RegExp(`cannot look for ${what} in account ${A} \\(a\\): AccessDenied`));
      match(stderr, /; what is there is not known\n/);
      strictEqual(code, 0, stderr);
    }
    proxy.close();
  });

  it("is told once of an account without credentials", async () => {
    const { stderr } = await up({}, { account: B });
    strictEqual(stderr.match(/what is there is not known/g)?.length, 2, stderr);
  });

  it("is what plan --live says, and then exits with 1", async () => {
    const { code, stdout } = await up({}, { args: ["plan", "--live", "--json"] });
    const { names } = planShape.parse(JSON.parse(stdout));
    deepStrictEqual(names, { taken: sentences(), unread: [] });
    strictEqual(code, 1);
  });

  it("is what preview says that up refuses", async () => {
    const { stderr } = await up({}, { args: ["preview"] });
    for (const one of sentences()) ok(stderr.includes(`up refuses to run: ${one}\n`), stderr);
  });
});
