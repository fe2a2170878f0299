import { match, ok, rejects } from "node:assert";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { awsEnvironment } from "../../sandbox/pulumi/environment";
import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import { none } from "../facts";
import { deployWith } from "./deployed-orders";
import { heldResources, suiteEngine } from "./harness";

const ACCOUNT = { id: "111111111111", region: "us-east-1" };

const INVENTORY = `
id: lz-tests
accounts: { team: { id: "${ACCOUNT.id}", region: ${ACCOUNT.region} } }
clusters: { shop: { account: team, create: {} } }
secrets: { own: { account: team, key: pods, sealed: true } }
readers:
  web:
    cluster: shop
    namespace: web
    serviceAccount: web
    reads: [own]
    deployment: { image: nginx:1, mountPath: /mnt }
`;

const CLASS = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";

/** Resources with inputs that AWS does not return, so that the code lacks them, or with inputs that exclude each other. */
const UNREAD = [
  "aws:eks/cluster:Cluster",
  "aws:eks/nodeGroup:NodeGroup",
  "aws:kms/key:Key",
  "aws:secretsmanager/secret:Secret",
];

/** An entry of the file for `pulumi import --file`. */
interface Imported {
  type: string;
  name: string;
  id: string;
}

describe("pulumi import", () => {
  const sandbox = suiteEngine(INVENTORY);
  let environment: Record<string, string>;
  let project: string;
  let deployed: Imported[];

  before(async () => {
    await deployWith(sandbox, ["own"]);
    const held = ["cluster", "secrets", "workloads"].flatMap((layer) =>
      heldResources(sandbox.data, `team.${layer}`),
    );
    deployed = held.flatMap(importOf);
    project = join(sandbox.data.path, "imported");
    mkdirSync(project);
    symlinkSync(join(__dirname, "..", "..", "node_modules"), join(project, "node_modules"));
    writeFileSync(join(project, "Pulumi.yaml"), "name: imported\nruntime: nodejs\n");
    writeFileSync(join(project, "package.json"), "{}");
    const cluster = held.find(({ type }) => type === "pulumi:providers:kubernetes");
    const { kubeconfig = "" } = (cluster?.inputs ?? {}) as { kubeconfig?: string };
    const KUBECONFIG = join(project, "kubeconfig");
    writeFileSync(KUBECONFIG, kubeconfig);
    environment = {
      ...sandbox.environment,
      ...awsEnvironment(sandbox.connection, await sandbox.control.account(ACCOUNT)),
      // The generator is built once, into the cache of the user who runs this.
      ...{ PULUMI_OPTION_CWD: project, KUBECONFIG, HOME: homedir() },
    };
    await runPulumi(environment, ["stack", "init", "dev"]);
  });

  async function imports(resources: Imported[]): Promise<string> {
    const file = join(project, "resources.json");
    const code = join(project, "index.ts");
    writeFileSync(file, JSON.stringify({ resources }));
    const options = ["--stack", "dev", "--file", file, "--out", code, "--yes", "--skip-preview"];
    options.push("--protect=false");
    await runPulumi(environment, ["import", ...options]);
    return readFileSync(code, "utf8");
  }

  it("writes code for each kind that the stacks deploy, by which no more changes than what AWS does not tell", async () => {
    const resources = deployed.filter(({ type }) => type !== CLASS);
    for (const kind of ["iam/role:Role", "kms/key:Key", "secretPolicy", "kms/alias", "Deployment"])
      ok(
        resources.some(({ type }) => type.includes(kind)),
        kind,
      );
    const code = await imports(resources);
    for (const { name } of resources) match(code, new RegExp(`^const ${name} = new `, "m"));
    const preview = ["preview", "--stack", "dev", "--json"];
    const { changeSummary, steps } = JSON.parse(await runPulumi(environment, preview)) as {
      changeSummary: Record<string, number>;
      steps: { op: string; urn: string }[];
    };
    const changed = steps.filter(({ op }) => op !== "same").map(({ urn }) => urn.split("::")[2]);
    none(changed, (type) => !UNREAD.includes(type ?? ""));
    ok((changeSummary.same ?? 0) > resources.length / 2);
  });

  it("writes none for custom resources, of which the real provider's schema knows none", async () => {
    const classes = deployed.filter(({ type }) => type === CLASS);
    await rejects(imports(classes), /unknown resource type/);
  });
});

let count = 0;

/** Leaves out components and providers, which cannot be imported. */
function importOf(resource: { type: string; id?: string; inputs?: object }): Imported[] {
  const { id, inputs, type } = resource;
  if (id === undefined || type.startsWith("pulumi:")) return [];
  count += 1;
  const name = `r${count}`;
  const { clusterName } = (inputs ?? {}) as { clusterName?: string };
  const isAssociation = type === "aws:eks/podIdentityAssociation:PodIdentityAssociation";
  return [{ type, name, id: isAssociation ? `${clusterName},${id}` : id }];
}
