import { deepStrictEqual, match, strictEqual } from "node:assert";
import { writeFileSync } from "node:fs";
import type { SecretsManager } from "@aws-sdk/client-secrets-manager";

import { mountsOf } from "../../../cli/clusters/pod-mounts";
import { judged, liveFiles } from "../../../cli/verbs/verify/live-files";
import { verifyShape } from "../../../cli/verbs/verify/shape";
import { column, each } from "../../facts";
import { A, B } from "../../sandbox/support";
import { suiteLive, ZONE, ZONE_TEXT } from "../documents/live-sandbox";
import { filesIn, runProcess } from "../support";

const [PODS, STATUSES, EVENTS] = [
  "/api/v1/namespaces/web/pods",
  "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/web/secretproviderclasspodstatuses",
  "/api/v1/namespaces/web/events",
];
const FILES = ["own", "foreign", "_flags"];

describe("verify --live", () => {
  const live = suiteLive();
  /** Versions that the owners have, by the file. */
  const current: Record<string, string> = { _flags: "2" };

  before(async () => {
    const own = live.expected.secrets?.find(({ arn }) => arn.includes(A))?.arn ?? "";
    current.own = await put(live.sandbox.clients(A).secretsManager, own);
    current.foreign = await put(live.sandbox.clients(B).secretsManager, live.foreignSecret);
  });

  async function put(client: SecretsManager, SecretId: string): Promise<string> {
    await client.putSecretValue({ SecretId, SecretString: "x" });
    return (await client.getSecretValue({ SecretId })).VersionId ?? "";
  }

  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

  function pod(name: string, status: object = { phase: "Running" }, secretProviderClass = "web") {
    const csi = { driver: "secrets-store.csi.k8s.io", volumeAttributes: { secretProviderClass } };
    const spec = { serviceAccountName: "web", volumes: [{ name: "secrets", csi }] };
    return { metadata: { name, creationTimestamp: ago(600) }, spec, status };
  }

  /** A pod that got its node so many seconds ago, and has not mounted yet. */
  function pending(name: string, seconds: number) {
    const scheduled = { type: "PodScheduled", status: "True", lastTransitionTime: ago(seconds) };
    return pod(name, { phase: "Pending", conditions: [scheduled] });
  }

  /** What the kubelet says of a pod that it cannot mount. */
  function failed(name: string, message: string, seconds = 10) {
    const involvedObject = { name };
    return { involvedObject, reason: "FailedMount", message, lastTimestamp: ago(seconds) };
  }

  /** The driver's record of a pod's mount. */
  function record(podName: string, versions: Record<string, string> = current) {
    const objects = Object.entries(versions).map(([id, version]) => ({ id, version }));
    return { status: { podName, secretProviderClassName: "web", objects } };
  }

  /** Files with results and reasons, the worst result, and what is told besides. `objects`: items that the cluster answers, by their path. */
  async function verified(objects: Record<string, object[]>) {
    const [reader] = ZONE.readers;
    if (!reader) throw new Error("no reader");
    const read = async (path: string) => {
      const items = objects[path];
      return items && JSON.stringify({ items });
    };
    const { files, told } = await liveFiles(reader, async () =>
      judged(reader, await mountsOf(reader, read)),
    );
    const results = files.map(({ result }) => result);
    const result = (["fails", "not seen"] as const).find((one) => results.includes(one)) ?? "reads";
    return { files, result, told };
  }

  it("reads where every running pod has mounted what the owners have", async () => {
    const { files, result } = await verified({
      [PODS]: [pod("web-1"), pod("web-2")],
      [STATUSES]: [record("web-1"), record("web-2")],
    });
    strictEqual(result, "reads", JSON.stringify(files));
    each(files, (one) => [one.path.split("/").at(-1), one.result]).are(
      FILES.map((file) => [file, "reads"]),
    );
  });

  it("fails where one pod has an old version, of a secret as of a parameter", async () => {
    const { files } = await verified({
      [PODS]: [pod("web-1"), pod("web-2")],
      [STATUSES]: [record("web-1"), record("web-2", { ...current, own: "old", _flags: "0" })],
    });
    deepStrictEqual(column(files, "result"), ["fails", "reads", "fails"]);
    match(files[0]?.reason ?? "", /^pod web-2 has mounted version old, and the owner has /);
  });

  it("fails where the driver could not mount anew, as long as it says so", async () => {
    const told = (minutes: number) => ({
      ...failed("web-1", "no access", minutes * 60),
      reason: "MountRotationFailed",
    });
    const mounted = { [PODS]: [pod("web-1")], [STATUSES]: [record("web-1")] };
    const failing = await verified({ ...mounted, [EVENTS]: [told(1)] });
    strictEqual(failing.result, "fails");
    match(failing.files[0]?.reason ?? "", /pod web-1 are from before .* that failed: no access/);
    strictEqual((await verified({ ...mounted, [EVENTS]: [told(30)] })).result, "reads");
  });

  it("fails where a pod cannot start for a mount that failed, another tool's of a wrong class too", async () => {
    const message = 'MountVolume.SetUp failed for volume "secrets" : AccessDenied';
    const own = await verified({
      [PODS]: [pending("web-1", 10)],
      [EVENTS]: [failed("web-1", message)],
    });
    deepStrictEqual(
      [own.result, own.files[0]?.reason],
      ["fails", `pod web-1 cannot mount: ${message}`],
    );
    const wrong = pod("job-1", { phase: "Pending" }, "wbe");
    const several =
      "Unable to attach or mount volumes: unmounted volumes=[secrets], unattached volumes=[]";
    const others = await verified({ [PODS]: [wrong], [EVENTS]: [failed("job-1", several)] });
    strictEqual(others.result, "fails");
  });

  it("fails where a pod has waited longer than two minutes for its mount, and not before", async () => {
    const waiting = await verified({ [PODS]: [pending("web-1", 200)] });
    deepStrictEqual(
      [waiting.result, waiting.files[0]?.reason],
      ["fails", "pod web-1 has waited for its mount for 3 minutes"],
    );
    const begun = await verified({ [PODS]: [pending("web-1", 60)] });
    strictEqual(begun.result, "not seen");
    match(begun.files[0]?.reason ?? "", /; pod web-1 has begun only 60 seconds ago$/);
  });

  it("tells of pods that ended, have just begun, or mount something else, and fails nothing", async () => {
    const mounted = { [PODS]: [pod("web-1")], [STATUSES]: [record("web-1")] };
    const leaving = pod("web-0");
    Object.assign(leaving.metadata, { deletionTimestamp: ago(5) });
    const unscheduled = pod("web-3", {
      phase: "Pending",
      conditions: [{ type: "PodScheduled", status: "False", lastTransitionTime: ago(900) }],
    });
    const { result, told } = await verified({
      ...mounted,
      [PODS]: [
        ...[pod("web-1"), leaving, pod("job-1", { phase: "Failed" }), pending("web-2", 5)],
        ...[unscheduled, pod("tool-1", { phase: "Running" }, "theirs")],
      ],
      [EVENTS]: [failed("job-1", "failed to mount secrets store objects for pod web/job-1")],
    });
    strictEqual(result, "reads");
    deepStrictEqual(told, [
      "pod web-0 has ended",
      "pod job-1 has ended",
      "pod web-2 has begun only 5 seconds ago",
      "pod web-3 waits for a node that takes it",
      "pod tool-1 mounts theirs, and not web",
    ]);
  });

  it("forgets a failure that was before the pod's volumes were mounted", async () => {
    const conditions = [
      { type: "PodReadyToStartContainers", status: "True", lastTransitionTime: ago(10) },
    ];
    const { result } = await verified({
      [PODS]: [pod("web-1", { phase: "Running", conditions })],
      [STATUSES]: [record("web-1")],
      [EVENTS]: [failed("web-1", "failed to mount secrets store objects for pod web/web-1", 30)],
    });
    strictEqual(result, "reads");
  });

  it("has not seen what has no pod, no record, or no version there", async () => {
    const reasons = async (objects: Record<string, object[]>) => {
      const { files, result } = await verified(objects);
      strictEqual(result, "not seen");
      return files.filter((one) => one.result === "not seen").map(({ reason = "" }) => reason);
    };
    match((await reasons({}))[0] ?? "", /^no running pod of service account web\/web mounts web$/);
    const [first = ""] = await reasons({ [PODS]: [pod("web-1")] });
    match(first, /^the driver has recorded no version of it in pod web-1$/);
    const { own: _, ...others } = current;
    const some = await reasons({ [PODS]: [pod("web-1")], [STATUSES]: [record("web-1", others)] });
    strictEqual(some.length, 1);
  });

  /** Asked of the sandbox's own cluster by the command. */
  async function asked(inventory: string) {
    const directory = filesIn({ "zone.yaml": inventory });
    const { AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE } = process.env;
    const env = { AWS_ENDPOINT_URL, AWS_SHARED_CREDENTIALS_FILE };
    const args = ["verify", "--live", "--json", "--inventory", `${directory}/zone.yaml`];
    const { code, stderr, stdout } = await runProcess(args, { env });
    strictEqual(stderr, "");
    const { readers, result } = verifyShape.parse(JSON.parse(stdout));
    return { code, result, reason: readers[0]?.files[0]?.reason ?? "" };
  }

  it("fails where the cluster is not there", async () => {
    const { code, reason, result } = await asked(
      ZONE_TEXT.replace("existing: true", "existing: true, name: gone"),
    );
    deepStrictEqual([code, result], [1, "failed"]);
    match(reason, /^cluster shop is not there, or not active: /);
  });

  it("has not seen what no owner and no cluster says", async () => {
    const seen = await asked(ZONE_TEXT);
    deepStrictEqual([seen.code, seen.result], [0, "not seen"], seen.reason);
    match(seen.reason, /^no running pod of service account web\/web mounts web$/);
    const key = "AWS_SHARED_CREDENTIALS_FILE";
    const file = process.env[key];
    process.env[key] = `${file}-of-nobody`;
    writeFileSync(`${file}-of-nobody`, "");
    const { code, reason, result } = await asked(ZONE_TEXT);
    process.env[key] = file;
    deepStrictEqual([code, result], [0, "not seen"]);
    match(reason, /credentials/);
  });
});
