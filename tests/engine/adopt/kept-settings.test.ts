import { deepStrictEqual, strictEqual } from "node:assert";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { suiteEngine } from "../harness";
import { ADOPT, byHandInventory, type MadeByHand, makeByHand } from "./by-hand";
import { takingOver } from "./import-files";
import { polled } from "./polling";

const CLASS = "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/default/secretproviderclasses/orders";
const ACCOUNT = "/api/v1/namespaces/default/serviceaccounts/orders";

const LABELS = { team: "orders" };
const ANNOTATIONS = { "example.com/owner": "orders" };
const PULLS = [{ name: "registry" }];

describe("settings that no inventory declares, of what up takes over", () => {
  const sandbox = suiteEngine(byHandInventory());
  let made: MadeByHand;

  async function patch(path: string, body: object): Promise<void> {
    const type = { "content-type": "application/merge-patch+json" };
    const at = `${path}?fieldManager=kubectl-patch`;
    const { status, text } = await sandbox.kubernetes("a", "shop", "PATCH", at, body, type);
    strictEqual(status, 200, text);
  }

  /** All settings that somebody has made by hand. */
  async function settings(): Promise<object> {
    const objects = [ACCOUNT, CLASS].map(async (path) => {
      const { text } = await sandbox.kubernetes("a", "shop", "GET", path);
      const { imagePullSecrets, metadata } = JSON.parse(text);
      const { annotations, labels } = metadata;
      return { annotations, labels, imagePullSecrets };
    });
    const [a, b] = await Promise.all([sandbox.aws("a"), sandbox.aws("b")]);
    const { Role } = await a.iam.getRole({ RoleName: "by-hand" });
    const { KeyMetadata } = await b.kms.describeKey({ KeyId: made.keyId });
    const { KeyRotationEnabled } = await b.kms.getKeyRotationStatus({ KeyId: made.keyId });
    return {
      objects: await Promise.all(objects),
      role: [Role?.Description, Role?.MaxSessionDuration],
      key: [KeyMetadata?.Description, KeyRotationEnabled],
    };
  }

  const expected = {
    objects: [
      { annotations: ANNOTATIONS, labels: LABELS, imagePullSecrets: PULLS },
      { annotations: ANNOTATIONS, labels: LABELS, imagePullSecrets: undefined },
    ],
    role: ["The pods of orders", 7200],
    key: ["The key of orders", false],
  };

  before(async () => {
    made = await makeByHand(sandbox, byHandInventory());
    const metadata = { labels: LABELS, annotations: ANNOTATIONS };
    await patch(ACCOUNT, { metadata, imagePullSecrets: PULLS });
    await patch(CLASS, { metadata });
    const [a, b] = await Promise.all([sandbox.aws("a"), sandbox.aws("b")]);
    const [Description, MaxSessionDuration] = ["The pods of orders", 7200];
    await a.iam.updateRole({ RoleName: "by-hand", Description, MaxSessionDuration });
    await b.kms.updateKeyDescription({ KeyId: made.keyId, Description: "The key of orders" });
    rmSync(join(sandbox.data.project, "landing-zone.yaml"));
    const { code, stderr, stdout } = await sandbox.command(ADOPT);
    strictEqual(code, 0, stderr + stdout);
  });

  it("stay by up, and by the next one, which finds no change", async () => {
    deepStrictEqual(await settings(), expected);
    await polled(sandbox, () => sandbox.stacks(["up", ...takingOver(made)]));
    deepStrictEqual(await settings(), expected);
    strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
  });

  it("stay after adopt --undo, too", async () => {
    const { code, stderr } = await sandbox.command(["adopt", "--undo"]);
    strictEqual(code, 0, stderr);
    await sandbox.stacks(["up", ...takingOver(made)]);
    deepStrictEqual(await settings(), expected);
  });
});
