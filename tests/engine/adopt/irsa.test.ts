import { match, strictEqual } from "node:assert";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suiteEngine } from "../harness";
import { ADOPT, byHandInventory, type MadeByHand, makeByHand } from "./by-hand";
import { takingOver } from "./import-files";
import { mounted, polled } from "./polling";

const CLASS = "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/default/secretproviderclasses/orders";
const ACCOUNT = "/api/v1/namespaces/default/serviceaccounts/orders";

describe("adopt, of a pod that has its role by IRSA", () => {
  const sandbox = suiteEngine(byHandInventory());
  const file = () => join(sandbox.data.project, "landing-zone.yaml");

  /** Changes what was made by hand so that the pod gets its role by IRSA only. */
  async function useTokens(associationId: string): Promise<void> {
    const { eks, iam } = await sandbox.aws("a");
    const { cluster } = await eks.describeCluster({ name: "shop" });
    const Url = cluster?.identity?.oidc?.issuer ?? "";
    const { OpenIDConnectProviderArn: Federated } = await iam.createOpenIDConnectProvider({
      ...{ Url, ClientIDList: ["sts.amazonaws.com"] },
    });
    const issuer = Url.replace("https://", "");
    const conditions = {
      [`${issuer}:sub`]: "system:serviceaccount:default:orders",
      [`${issuer}:aud`]: "sts.amazonaws.com",
    };
    const statement = {
      ...{ Effect: "Allow", Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity" },
      Condition: { StringEquals: conditions },
    };
    await iam.updateAssumeRolePolicy({
      RoleName: "by-hand",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    });
    const annotation = { "eks.amazonaws.com/role-arn": "arn:aws:iam::111111111111:role/by-hand" };
    await patch(ACCOUNT, { metadata: { annotations: annotation } });
    await patch(CLASS, { spec: { parameters: { usePodIdentity: null } } });
    await eks.deletePodIdentityAssociation({ clusterName: "shop", associationId });
  }

  async function patch(path: string, body: object): Promise<void> {
    const type = { "content-type": "application/merge-patch+json" };
    const { status, text } = await sandbox.kubernetes("a", "shop", "PATCH", path, body, type);
    strictEqual(status, 200, text);
  }

  let made: MadeByHand;

  before(async () => {
    made = await makeByHand(sandbox, byHandInventory());
    await useTokens(made.associationId);
    rmSync(file());
    strictEqual(await mounted(sandbox, "orders"), "swordfish");
  });

  it("declares it so, with the cluster's provider", async () => {
    const { code, stderr, stdout } = await sandbox.command(ADOPT);
    strictEqual(code, 0, stderr + stdout);
    match(stdout, /up .*# asks before .* --take-over orders arn:aws:kms:/);
    match(readFileSync(file(), "utf8"), /identity: irsa/);
    match(readFileSync(file(), "utf8"), /oidcProvider: arn:aws:iam::111111111111:oidc-provider/);
  });

  const deployed = () => polled(sandbox, () => sandbox.stacks(["up", ...takingOver(made)]));

  it("lets up take it over, and the pod reads all the while", deployed);

  it("lets it move on to both, and the pod reads all the while", async () => {
    const text = readFileSync(file(), "utf8").replace("identity: irsa", "identity: both");
    writeFileSync(file(), text);
    await deployed();
    const { eks } = await sandbox.aws("a");
    const { associations } = await eks.listPodIdentityAssociations({ clusterName: "shop" });
    strictEqual(associations?.length, 1);
  });
});
