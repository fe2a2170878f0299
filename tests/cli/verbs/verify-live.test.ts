import { deepStrictEqual, match, strictEqual } from "node:assert";
import { writeFileSync } from "node:fs";

import type { Pod } from "../../../cli/clusters/pod-events";
import { liveFiles } from "../../../cli/verbs/verify/live-files";
import { verifyShape } from "../../../cli/verbs/verify/shape";
import { column } from "../../facts";
import {
  ago,
  facts,
  pending,
  pod,
  record,
  VERSIONS,
  volumesOf,
} from "../doctor/steps/healthy-facts";
import { suiteLive, ZONE_TEXT } from "../documents/live-sandbox";
import { filesIn, runProcess } from "../support";

type Objects = { pods?: Pod[]; records?: ReturnType<typeof record>[]; events?: object[] };

/** What is said about the reader's files, their worst result, and further notes. */
function verified({ events = [], pods = [], records = [] }: Objects) {
  const { files, told } = liveFiles(
    facts({
      pods: { value: pods },
      mountStatuses: { value: records },
      events: { value: events as never[] },
    }),
  );
  const results = column(files, "result");
  const result = (["fails", "not seen"] as const).find((one) => results.includes(one)) ?? "reads";
  return { files, reasons: column(files, "reason"), result, results, told };
}

/** The kubelet's event about a pod whose volume it cannot mount. */
function failed(name: string, message: string, seconds = 10) {
  const involvedObject = { name };
  return { involvedObject, reason: "FailedMount", message, lastTimestamp: ago(seconds) };
}

const MOUNT = "failed to mount secrets store objects for pod web/web-1";

describe("verify --live", () => {
  suiteLive();

  it("reads where every running pod has mounted what the owners have", () => {
    const { files, results } = verified({
      pods: [pod("web-1"), pod("web-2")],
      records: [record("web-1"), record("web-2")],
    });
    deepStrictEqual(results, ["reads", "reads", "reads"]);
    deepStrictEqual(column(files, "path"), [
      ...["/mnt/secrets/own", "/mnt/secrets/foreign", "/mnt/secrets/_flags"],
    ]);
  });

  it("fails where one pod has an old version, of a secret as of a parameter", () => {
    const { reasons, results } = verified({
      pods: [pod("web-1"), pod("web-2")],
      records: [record("web-1"), record("web-2", { ...VERSIONS, own: "old", _flags: "0" })],
    });
    deepStrictEqual(results, ["fails", "reads", "fails"]);
    match(reasons[0] ?? "", /another version than its owner has: file own of own in pod web-2$/);
  });

  it("fails where a pod cannot start for a mount that failed, another tool's of a wrong class too", () => {
    const own = verified({ pods: [pending("web-1", 10)], events: [failed("web-1", MOUNT)] });
    strictEqual(own.result, "fails");
    match(own.reasons[0] ?? "", /^the pod cannot mount.*: pod web-1$/);
    const wrong = pod("job-1", { status: { phase: "Pending" }, spec: volumesOf("wbe") });
    const several =
      "Unable to attach or mount volumes: unmounted volumes=[secrets], unattached volumes=[]";
    strictEqual(verified({ pods: [wrong], events: [failed("job-1", several)] }).result, "fails");
  });

  it("tells of pods that ended, have just begun, or mount something else, and fails nothing", () => {
    const unscheduled = {
      conditions: [{ type: "PodScheduled", status: "False", lastTransitionTime: ago(900) }],
    };
    const { result, told } = verified({
      pods: [
        ...[pod("web-1"), pod("web-0", { metadata: { deletionTimestamp: ago(5) } })],
        ...[pod("job-1", { status: { phase: "Failed" } }), pending("web-2", 5)],
        pod("web-3", { status: { phase: "Pending", ...unscheduled } }),
        pod("tool-1", { spec: volumesOf("theirs") }),
      ],
      records: [record("web-1")],
      events: [failed("job-1", MOUNT)],
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

  it("forgets a failure that was before the pod's volumes were mounted", () => {
    const conditions = [
      { type: "PodReadyToStartContainers", status: "True", lastTransitionTime: ago(10) },
    ];
    const { result } = verified({
      pods: [pod("web-1", { status: { conditions } })],
      records: [record("web-1")],
      events: [failed("web-1", MOUNT, 30)],
    });
    strictEqual(result, "reads");
  });

  it("takes no file for right, and a wrong one for no better, where nobody may see the events", () => {
    const seen = (versions: Record<string, string>) =>
      column(
        liveFiles(
          facts({
            mountStatuses: { value: [record("web-1", versions)] },
            events: { unseen: "403" },
          }),
        ).files,
        "result",
      );
    deepStrictEqual(seen(VERSIONS), ["not seen", "not seen", "not seen"]);
    deepStrictEqual(seen({ ...VERSIONS, own: "old" }), ["fails", "not seen", "not seen"]);
  });

  /** Runs the command against the sandbox's own cluster. */
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
    deepStrictEqual([seen.code, seen.result], [2, "not seen"], seen.reason);
    match(seen.reason, /^no running pod of service account web\/web mounts web$/);
    const key = "AWS_SHARED_CREDENTIALS_FILE";
    const file = process.env[key];
    process.env[key] = `${file}-of-nobody`;
    writeFileSync(`${file}-of-nobody`, "");
    const { code, reason, result } = await asked(ZONE_TEXT);
    process.env[key] = file;
    deepStrictEqual([code, result], [2, "not seen"]);
    match(reason, /credentials/);
  });
});
