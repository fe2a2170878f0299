import { match, strictEqual } from "node:assert";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suiteEngine } from "../harness";
import { ADOPT, byHandInventory, type MadeByHand, makeByHand } from "./by-hand";
import { takingOver } from "./import-files";
import { mounted, polled } from "./polling";
import { useTokens } from "./tokens";

describe("adopt, of a pod that has its role by IRSA", () => {
  const sandbox = suiteEngine(byHandInventory());
  const file = () => join(sandbox.data.project, "landing-zone.yaml");

  let made: MadeByHand;

  before(async () => {
    made = await makeByHand(sandbox, byHandInventory());
    await useTokens(sandbox, made.associationId);
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
