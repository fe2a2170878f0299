import { match, ok, strictEqual } from "node:assert";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { done, refused } from "../../outcomes";
import { suiteEngine } from "../harness";
import { ADOPT, byHandInventory, type MadeByHand, makeByHand, replacePods } from "./by-hand";
import { takingOver } from "./import-files";
import { mounted, polled } from "./polling";
import { mergePatch, useTokens } from "./tokens";

const CLASS = "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/default/secretproviderclasses/orders";
const ACCOUNT = "/api/v1/namespaces/default/serviceaccounts/orders";
const PODS = "/api/v1/namespaces/default/pods";
const DEPLOYMENT = "/apis/apps/v1/namespaces/default/deployments/orders";

describe("adopt, of a pod whose service account and class Helm deploys, and which has its role by IRSA", () => {
  const sandbox = suiteEngine(byHandInventory());
  const file = () => join(sandbox.data.project, "landing-zone.yaml");
  let made: MadeByHand;

  const write = (before: string, after: string) =>
    writeFileSync(file(), readFileSync(file(), "utf8").replace(before, after));

  const up = () => polled(sandbox, () => sandbox.stacks(["up", ...takingOver(made)]));

  before(async () => {
    made = await makeByHand(sandbox, byHandInventory());
    await useTokens(sandbox, made.associationId);
    const annotations = { "meta.helm.sh/release-name": "web" };
    for (const path of [ACCOUNT, CLASS])
      await mergePatch(sandbox, path, { metadata: { annotations } });
    rmSync(file());
    strictEqual(await mounted(sandbox, "orders"), "swordfish");
  });

  it("leaves both to Helm, and says so", async () => {
    const stdout = await done(sandbox.command(ADOPT));
    match(stdout, /its service account stays as it is, with helm \(web, in cluster shop\)/);
    match(stdout, /also mount the class orders of helm \(web, in cluster shop\), which up leaves/);
    match(stdout, /Helm keeps an object that leaves release web,/);
    ok(/secretProviderClass: orders-own/.test(readFileSync(file(), "utf8")));
  });

  it("lets up take over the rest, and the pod reads all the while", up);

  it("lets up close the way of tokens only once its pods mount the reader's own class", async () => {
    write("identity: irsa", "identity: both");
    await up();
    await replacePods(sandbox);
    write("identity: both", "identity: podIdentity");
    const stderr = await refused(sandbox.command(["up", "--yes"]));
    match(stderr, /pods of default\/orders .* those that mount orders must mount orders-own then/);
    const driver = "secrets-store.csi.k8s.io";
    const csi = { driver, readOnly: true, volumeAttributes: { secretProviderClass: "orders-own" } };
    const volumes = [{ name: "secrets", csi }];
    const names = async () => {
      const { text } = await sandbox.kubernetes("a", "shop", "GET", PODS);
      return JSON.parse(text).items.map((one: { metadata: { name: string } }) => one.metadata.name);
    };
    const [old] = await names();
    await mergePatch(sandbox, DEPLOYMENT, { spec: { template: { spec: { volumes } } } });
    for (let now = [old]; now.length !== 1 || now[0] === old; now = await names()) await sleep(200);
    await up();
  });
});
