import { deepStrictEqual, match, strictEqual } from "node:assert";
import { chmodSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

import { verifyShape } from "../../../cli/verbs/verify/shape";
import { A, B } from "../../sandbox/support";
import { type LiveSandbox, startLiveSandbox, ZONE_TEXT } from "../documents/live-sandbox";
import { runProcess, withFiles } from "../support";

/** Answers `kubectl get --raw PATH` with the object that the environment gives under the path. */
const KUBECTL = `#!/usr/bin/env node
const found = JSON.parse(process.env.FAKE_OBJECTS)[process.argv.at(-1)];
if (!found) {
  console.error("Error from server (NotFound)");
  process.exit(1);
}
console.log(JSON.stringify(found));
`;
const INVENTORY = ZONE_TEXT.replace("existing: true", "existing: true, kubeconfigContext: shop");
const [PODS, STATUSES, EVENTS] = [
  "/api/v1/namespaces/web/pods",
  "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/web/secretproviderclasspodstatuses",
  "/api/v1/namespaces/web/events",
];
const FILES = ["own", "foreign", "_flags"];

describe("verify --live", function () {
  this.timeout(60_000); // each case starts processes
  let live: LiveSandbox;
  /** Versions that the owners have, by the file. */
  const current: Record<string, string> = { _flags: "1" };

  before(async () => {
    live = await startLiveSandbox();
    const own = live.expected.secrets?.find(({ arn }) => arn.includes(A))?.arn ?? "";
    current.own = await put(live.sandbox.clients(A).secretsManager, own);
    current.foreign = await put(live.sandbox.clients(B).secretsManager, live.foreignSecret);
  });
  after(() => live.stop());

  async function put(client: SecretsManagerClient, SecretId: string): Promise<string> {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: "x" }));
    return (await client.send(new GetSecretValueCommand({ SecretId }))).VersionId ?? "";
  }

  function pod(name: string) {
    const driver = "secrets-store.csi.k8s.io";
    const csi = { driver, volumeAttributes: { secretProviderClass: "web" } };
    const spec = { serviceAccountName: "web", volumes: [{ csi }] };
    return { metadata: { name }, spec, status: { phase: "Running" } };
  }

  /** The driver's record of a pod's mount. */
  function record(podName: string, versions: Record<string, string> = current) {
    const objects = Object.entries(versions).map(([id, version]) => ({ id, version }));
    return { status: { podName, secretProviderClassName: "web", objects } };
  }

  /** Result and reason of each file, and the whole. `objects`: items that the cluster answers, by their path. */
  async function verified(objects: Record<string, object[]>) {
    const files = { "zone.yaml": INVENTORY, kubectl: KUBECTL };
    return withFiles(files, async (directory) => {
      chmodSync(join(directory, "kubectl"), 0o755);
      const { AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE, PATH } = process.env;
      const lists = Object.entries(objects).map(([path, items]) => [path, { items }]);
      const env = {
        ...{ AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE },
        PATH: `${directory}${delimiter}${PATH}`,
        FAKE_OBJECTS: JSON.stringify(Object.fromEntries(lists)),
      };
      const args = ["verify", "--live", "--json", "--inventory", `${directory}/zone.yaml`];
      const { code, stderr, stdout } = await runProcess(args, { env });
      strictEqual(stderr, "");
      const { readers, result } = verifyShape.parse(JSON.parse(stdout));
      return { code, result, files: readers[0]?.files ?? [] };
    });
  }

  it("is verified where every running pod has mounted what the owners have", async () => {
    const { code, files, result } = await verified({
      [PODS]: [pod("web-1"), pod("web-2")],
      [STATUSES]: [record("web-1"), record("web-2")],
    });
    deepStrictEqual([code, result], [0, "verified"], JSON.stringify(files));
    deepStrictEqual(
      files.map((one) => [one.path.split("/").at(-1), one.result]),
      FILES.map((file) => [file, "reads"]),
    );
  });

  it("fails where one pod has an old version, of a secret as of a parameter", async () => {
    const { code, files, result } = await verified({
      [PODS]: [pod("web-1"), pod("web-2")],
      [STATUSES]: [record("web-1"), record("web-2", { ...current, own: "old", _flags: "0" })],
    });
    deepStrictEqual([code, result], [1, "failed"]);
    deepStrictEqual(
      files.map((one) => one.result),
      ["fails", "reads", "fails"],
    );
    match(files[0]?.reason ?? "", /^pod web-2 has mounted version old, and the owner has /);
  });

  it("fails where the driver could not mount anew, as long as it says so", async () => {
    const told = (minutes: number) => ({
      involvedObject: { name: "web-1" },
      reason: "MountRotationFailed",
      message: "no access",
      lastTimestamp: new Date(Date.now() - minutes * 60_000).toISOString(),
    });
    const mounted = { [PODS]: [pod("web-1")], [STATUSES]: [record("web-1")] };
    const failing = await verified({ ...mounted, [EVENTS]: [told(1)] });
    deepStrictEqual([failing.code, failing.result], [1, "failed"]);
    match(
      failing.files[0]?.reason ?? "",
      /pod web-1 are from before a mount that failed: no access/,
    );
    const recovered = await verified({ ...mounted, [EVENTS]: [told(30)] });
    strictEqual(recovered.result, "verified", JSON.stringify(recovered.files));
  });

  it("has not seen what has no pod, no record, or no version there", async () => {
    const reasons = async (objects: Record<string, object[]>) => {
      const { code, files, result } = await verified(objects);
      deepStrictEqual([code, result], [0, "not seen"]);
      return files.filter((one) => one.result === "not seen").map(({ reason = "" }) => reason);
    };
    match((await reasons({}))[0] ?? "", /^no running pod of service account web\/web mounts web$/);
    const [first = ""] = await reasons({ [PODS]: [pod("web-1")] });
    match(first, /^the driver has recorded no version of it in pod web-1$/);
    const { own: _, ...others } = current;
    const some = await reasons({ [PODS]: [pod("web-1")], [STATUSES]: [record("web-1", others)] });
    strictEqual(some.length, 1);
  });

  it("has not seen what no owner and no cluster says", async () => {
    const key = "AWS_SHARED_CREDENTIALS_FILE";
    const file = process.env[key];
    process.env[key] = `${file}-of-nobody`;
    writeFileSync(`${file}-of-nobody`, "");
    const { code, files, result } = await verified({ [PODS]: [pod("web-1")] });
    process.env[key] = file;
    deepStrictEqual([code, result], [0, "not seen"]);
    match(files[0]?.reason ?? "", /credentials/);
  });
});
