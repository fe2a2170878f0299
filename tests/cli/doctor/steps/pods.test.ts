import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";

import {
  ago,
  CONTAINER,
  DEPLOYED,
  deployment,
  found,
  ofRevision,
  pending,
  pod,
  readerOf,
  results,
  volumesOf,
  wrongAt,
} from "./healthy-facts";

const at = (...pods: ReturnType<typeof pod>[]) => ({ pods: { value: pods } });
const unscheduled = (seconds: number) =>
  pod("web-2", {
    metadata: { creationTimestamp: ago(seconds) },
    spec: { nodeName: undefined },
    status: { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False" }] },
  });

describe("the step pods", () => {
  it("tells the phase and the age of each pod", () => {
    const pods = { value: ["a", "b", "c", "d"].map((name) => pod(name)) };
    const [one] = found("pods", { pods });
    strictEqual(
      one?.says,
      "4 pods: a, Running, 10 minutes old; b, Running, 10 minutes old; c, Running, 10 minutes old and 1 more",
    );
  });

  const none = (...value: ReturnType<typeof deployment>[]) => ({ ...at(), deployments: { value } });

  it("is not seen where others make the pods, and there is none: a Job may begin later", () => {
    const cannot = { unseen: "cannot list deployments" };
    for (const deployments of [{ value: [] }, cannot]) {
      const [one, ...more] = found("pods", { ...at(), deployments });
      deepStrictEqual([one?.result, more], ["not seen", []]);
      match(one?.says ?? "", /^no pod runs under web\/web, and .*; where a Job or a StatefulSet/);
    }
    const own = { ...at(), deployments: cannot, reader: readerOf(DEPLOYED) };
    match(wrongAt("pods", own).says, /cannot list deployments$/);
  });

  const states: [string, ReturnType<typeof deployment>[], RegExp, RegExp][] = [
    ["is deleted", [], /Deployment web\/web is not there$/, /^eks-pod-secrets up /],
    [
      "is scaled to zero",
      [deployment({ replicas: 0 })],
      /Deployment web\/web is scaled to 0 replicas$/,
      /^eks-pod-secrets up /,
    ],
    [
      "has another service account",
      [deployment({}, { serviceAccountName: "$(reboot)" })],
      /Deployment web\/web has another serviceAccountName$/,
      /^eks-pod-secrets up /,
    ],
    [
      "cannot make its pods",
      [deployment()],
      /Deployment web\/web asks for 1 replica, and none of them is there$/,
      /^$/,
    ],
  ];
  for (const [what, deployments, says, command] of states) {
    it(`tells that the reader's Deployment ${what}`, () => {
      const reader = readerOf(DEPLOYED);
      const { mend, ...own } = wrongAt("pods", { ...none(...deployments), reader });
      match(own.says, says);
      match(mend.commands[0] ?? "", command);
    });
  }

  it("waits for the pods of a Deployment of just now, but not where it asks for none", () => {
    const reader = readerOf(DEPLOYED);
    const metadata = { ...deployment().metadata, creationTimestamp: ago(30) };
    const [waits] = found("pods", { ...none({ ...deployment(), metadata }), reader });
    deepStrictEqual(
      [waits?.result, /created just now$/.test(waits?.says ?? "")],
      ["not seen", true],
    );
    const scaled = { ...deployment({ replicas: 0 }), metadata };
    match(wrongAt("pods", { ...none(scaled), reader }).says, /is scaled to 0 replicas$/);
  });

  it("scales up what `up` does not: another tool's Deployment, and one with an autoscaler", () => {
    const scale = / --namespace web scale deployment\/web --replicas=1$/;
    const scaled = none(deployment({ replicas: 0 }));
    match(wrongAt("pods", scaled).mend.commands[0] ?? "", scale);
    const autoscaled = DEPLOYED.replace(" }", ", autoscaled: true }");
    const { mend } = wrongAt("pods", { ...scaled, reader: readerOf(autoscaled) });
    match(mend.commands[0] ?? "", scale);
    const asks = readerOf(DEPLOYED.replace(" }", ", replicas: 0 }"));
    match(wrongAt("pods", { ...scaled, reader: asks }).mend.says, /^write replicas: 1 or more/);
  });

  it("is not seen where the Deployment has just been made", () => {
    const made = { ...deployment(), metadata: { name: "web", creationTimestamp: ago(20) } };
    deepStrictEqual(results("pods", none(made)), ["not seen"]);
  });

  it("is not seen where all have ended", () => {
    deepStrictEqual(results("pods", at(pod("job-1", { status: { phase: "Succeeded" } }))), [
      "not seen",
    ]);
  });

  it("is wrong where a pod that mounts the class runs under another account, beside right ones", () => {
    const strange = pod("tool-1", { spec: { serviceAccountName: "default" } });
    const { cause, mend, says } = wrongAt("pods", at(pod("web-1"), strange));
    strictEqual(cause, "EPS-604");
    match(says, /: pod tool-1 under default, and not under web$/);
    match(mend.says, /write `serviceAccountName: web` where it is deployed/);
  });

  it("is wrong where the reader's own Deployment runs under another account", () => {
    const strange = ofRevision("web-1", "a", 600, { serviceAccountName: "other" });
    const { cause, mend } = wrongAt("pods", {
      ...at(strange, pod("web-2")),
      reader: readerOf(DEPLOYED),
    });
    strictEqual(cause, "EPS-604");
    deepStrictEqual(mend.commands, ["eks-pod-secrets up --refresh --yes --only a.workloads"]);
  });

  it("leaves pods alone that mount nothing of the reader's, under whatever account", () => {
    const foreign = pod("tool-1", {
      spec: { serviceAccountName: "default", ...volumesOf("theirs") },
    });
    deepStrictEqual(results("pods", at(pod("web-1"), foreign)), ["right"]);
  });

  it("is wrong where no pod mounts the reader's class but another one", () => {
    const { cause, says } = wrongAt("pods", at(pod("web-1", { spec: volumesOf("wbe") })));
    strictEqual(cause, "EPS-605");
    match(says, /: pod web-1, with class wbe instead of class web$/);
  });

  it("repeats nothing that whoever makes a pod may write", () => {
    const ownerReferences = [{ kind: "Job", name: "$(reboot)" }];
    const strange = pod("web-1", { metadata: { ownerReferences }, spec: volumesOf("`reboot`") });
    const { cause, mend, says } = wrongAt("pods", at(strange));
    strictEqual(cause, "EPS-605");
    doesNotMatch(says + mend.says, /reboot/);
    const begun = { ...strange, status: { phase: "Pending" } };
    doesNotMatch(JSON.stringify(found("file", at(begun))), /reboot/);
  });

  it("is wrong where one of several waits for another class, and right where it has mounted it", () => {
    const waiting = pod("job-1", { spec: volumesOf("wbe"), status: { phase: "Pending" } });
    strictEqual(wrongAt("pods", at(pod("web-1"), waiting)).cause, "EPS-605");
    const mounted = pod("tool-1", { spec: volumesOf("theirs") });
    deepStrictEqual(results("pods", at(pod("web-1"), mounted)), ["right"]);
  });

  it("is wrong where the Deployment's pods mount nothing, and not seen of another tool's", () => {
    const bare = pod("web-1", { spec: { volumes: [] } });
    deepStrictEqual(results("pods", at(bare)), ["not seen"]);
    strictEqual(wrongAt("pods", { ...at(bare), reader: readerOf(DEPLOYED) }).cause, "EPS-605");
  });

  it("is wrong where no container mounts the volume, and right where one for the start does", () => {
    const containers = [{ name: "web" }];
    const { cause, says } = wrongAt("pods", at(pod("web-1", { spec: { containers } })));
    strictEqual(cause, "EPS-605");
    match(says, /pod web-1, whose volume no container mounts$/);
    const copied = pod("web-1", { spec: { containers, initContainers: [CONTAINER] } });
    deepStrictEqual(results("pods", at(copied)), ["right"]);
  });

  it("is wrong where a pod finds no node for more than two minutes, and not before", () => {
    const { cause, known } = wrongAt("pods", at(pod("web-1"), unscheduled(200)));
    strictEqual(cause, "EPS-606");
    match(known, /`kubectl --context arn:\S+ -n web describe pod web-2` shows/);
    deepStrictEqual(results("pods", at(pod("web-1"), unscheduled(60))), ["right"]);
  });

  it("is wrong where a container cannot get its image", () => {
    const containerStatuses = [{ name: "web", state: { waiting: { reason: "ImagePullBackOff" } } }];
    const waiting = pod("web-2", { status: { phase: "Pending", containerStatuses } });
    strictEqual(wrongAt("pods", at(waiting)).cause, "EPS-607");
  });

  it("judges no pod of a revision that a newer one replaces", () => {
    const old = ofRevision("web-a-1", "a", 900, { serviceAccountName: "former" });
    const gone = pod("web-a-2", {
      metadata: { deletionTimestamp: ago(5) },
      spec: volumesOf("old"),
    });
    const reader = readerOf(DEPLOYED);
    const rollout = { ...at(old, gone, ofRevision("web-b-1", "b", 10)), reader };
    deepStrictEqual(results("pods", rollout), ["right"]);
    const stuck = ofRevision("web-b-1", "b", 900);
    strictEqual(wrongAt("pods", { ...at(old, stuck), reader }).cause, "EPS-604");
  });

  it("does not judge a pod that has just begun", () => {
    deepStrictEqual(results("pods", at(pending("web-1", 5))), ["right"]);
  });
});
