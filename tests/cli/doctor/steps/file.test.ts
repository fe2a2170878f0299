import {
  deepStrictEqual,
  doesNotMatch,
  match,
  notStrictEqual,
  strictEqual,
} from "node:assert/strict";

import {
  ago,
  facts,
  found,
  ofRevision,
  pending,
  pod,
  record,
  results,
  VERSIONS,
  wrongAt,
} from "./healthy-facts";

/** An event of the kubelet or the driver about a pod. */
function event(name: string, message: string, reason = "FailedMount") {
  return { involvedObject: { name }, reason, message, lastTimestamp: ago(10) };
}
const KNOWN =
  'MountVolume.SetUp failed for volume "secrets" : rpc error: code = Unknown desc = failed to get secretproviderclass web/web, error: SecretProviderClass.secrets-store.csi.x-k8s.io "web" not found';
const GENERIC =
  'MountVolume.SetUp failed for volume "secrets" : failed to mount secrets store objects for pod web/web-1, err: Get "http://169.254.170.23/v1/credentials": context deadline exceeded (Client.Timeout exceeded while awaiting headers)';

describe("the step file", () => {
  it("is right for each file that every pod has mounted in the owner's version", () => {
    const two = {
      pods: { value: [pod("web-1"), pod("web-2")] },
      mountStatuses: { value: [record("web-1"), record("web-2")] },
    };
    deepStrictEqual(
      found("file", two).map((one) => one.result === "right" && one.says),
      [
        "file own of own: 2 pods",
        "file foreign of foreign: 2 pods",
        "file _flags of /flags: 2 pods",
      ],
    );
  });

  it("is wrong where one pod has an old version, and replaces that pod only", () => {
    const pods = { value: [pod("web-1"), pod("web-2")] };
    const mountStatuses = { value: [record("web-1"), record("web-2", { ...VERSIONS, own: "v0" })] };
    const [first, ...others] = found("file", { pods, mountStatuses });
    strictEqual(first?.result === "wrong" && first.cause, "EPS-611");
    match(first?.says ?? "", /another version than its owner has: file own of own in pod web-2$/);
    match((first?.result === "wrong" && first.mend.commands[0]) || "", /delete pod web-2$/);
    deepStrictEqual(
      others.map(({ result }) => result),
      ["right", "right"],
    );
  });

  it("says that the driver's rotation brings the new version, where it is on", () => {
    const mountStatuses = { value: [record("web-1", { ...VERSIONS, own: "v0" })] };
    const csiDriver = { value: { spec: { requiresRepublish: true } } };
    const [one] = found("file", { mountStatuses, csiDriver });
    match((one?.result === "wrong" && one.mend.says) || "", /^wait until the driver mounts again/);
  });

  it("answers a failed mount by what its event is known to mean, and repeats nothing of it", () => {
    const failing = (message: string) => ({
      pods: { value: [pending("web-1", 10)] },
      mountStatuses: { value: [] },
      events: { value: [event("web-1", message)] },
    });
    const known = wrongAt("file", failing(KNOWN));
    strictEqual(known.cause, "EPS-250");
    match(
      known.says,
      /^the SecretProviderClass that the pod mounts is not .*: pod web-1 cannot mount$/,
    );
    const unknown = wrongAt("file", failing('failed for volume "secrets" : $(rm -rf /) AKIAXX'));
    strictEqual(unknown.cause, "EPS-608");
    doesNotMatch(JSON.stringify(unknown), /rm -rf|AKIA/);
  });

  it("names no single cause of a text that has several, but what tells them apart", () => {
    const { mend } = wrongAt("file", {
      pods: { value: [pending("web-1", 10)] },
      mountStatuses: { value: [] },
      events: { value: [event("web-1", GENERIC)] },
    });
    match(mend.says, /^this text has several causes\. EPS-/);
  });

  it("replaces a pod that fails for no stated reason and is older than its association's change", () => {
    const failing = (modified: string) => ({
      pods: { value: [pending("web-1", 10)] },
      mountStatuses: { value: [] },
      events: { value: [event("web-1", GENERIC)] },
      association: {
        value: { createdAt: new Date(ago(900)), modifiedAt: new Date(modified) },
      },
    });
    const { cause, mend } = wrongAt("file", failing(ago(60)));
    strictEqual(cause, "EPS-305");
    match(mend.commands[0] ?? "", /delete pod web-1$/);
    notStrictEqual(wrongAt("file", failing(ago(800))).cause, "EPS-305");
    const made = { createdAt: new Date(ago(60)), modifiedAt: new Date(ago(60)) };
    const first = { ...failing(ago(60)), association: { value: made } };
    notStrictEqual(wrongAt("file", first).cause, "EPS-305");
  });

  it("is wrong where the driver could not mount anew, though the version is right", () => {
    const events = { value: [event("web-1", "no access", "MountRotationFailed")] };
    const { cause, says } = wrongAt("file", { events });
    strictEqual(cause, "EPS-609");
    match(says, /^the pod keeps its former files.*: pod web-1$/);
    const earlier = {
      ...event("web-1", "no access", "MountRotationFailed"),
      lastTimestamp: ago(1800),
    };
    deepStrictEqual(results("file", { events: { value: [earlier] } }), ["right", "right", "right"]);
  });

  it("forgets a failed mount once the driver has recorded a later one", () => {
    const events = { value: [event("web-1", "no access", "MountRotationFailed")] };
    const recorded = (metadata: object) =>
      results("file", { events, mountStatuses: { value: [{ ...record("web-1"), metadata }] } })[0];
    const creationTimestamp = ago(900);
    const cases: [object, string][] = [
      [{ creationTimestamp }, "EPS-609"],
      [{ creationTimestamp: ago(5) }, "right"],
      [{ creationTimestamp, managedFields: [{ time: ago(5) }, {}] }, "right"],
      [{ creationTimestamp, managedFields: [{ time: ago(20) }] }, "EPS-609"],
    ];
    for (const [metadata, result] of cases) strictEqual(recorded(metadata), result);
  });

  it("tells the old files of a pod that cannot mount anew", () => {
    const events = { value: [event("web-1", "no access", "MountRotationFailed")] };
    const mountStatuses = { value: [record("web-1", { ...VERSIONS, own: "v0" })] };
    deepStrictEqual(results("file", { events, mountStatuses }), ["EPS-609", "EPS-611"]);
  });

  it("is wrong where a pod waits for more than two minutes, and not seen before", () => {
    const mountStatuses = { value: [] };
    strictEqual(
      wrongAt("file", { pods: { value: [pending("web-1", 200)] }, mountStatuses }).cause,
      "EPS-610",
    );
    deepStrictEqual(results("file", { pods: { value: [pending("web-1", 60)] }, mountStatuses }), [
      "not seen",
    ]);
  });

  it("takes the files of a revision that goes for right, and never for wrong", () => {
    const old = ofRevision("web-a-1", "a", 600);
    const begun = ofRevision("web-b-1", "b", 10, { nodeName: undefined }, { phase: "Pending" });
    const pods = { value: [old, begun] };
    const rollout = (versions = VERSIONS) => ({
      pods,
      mountStatuses: { value: [record("web-a-1", versions)] },
    });
    deepStrictEqual(results("file", rollout()), ["right", "right", "right"]);
    deepStrictEqual(results("file", rollout({ ...VERSIONS, own: "v0" })), ["not seen"]);
  });

  it("is of the reads alone that are asked about", () => {
    const { reader } = facts();
    const { grants } = reader;
    const old = { reader, mountStatuses: { value: [record("web-1", { ...VERSIONS, own: "v0" })] } };
    deepStrictEqual(results("file", { ...old, asked: grants.slice(1) }), ["right", "right"]);
    deepStrictEqual(results("file", { ...old, asked: grants.slice(0, 1) }), ["EPS-611"]);
  });

  it("has not seen what has no record, no known version, or no events", () => {
    const none = results("file", { mountStatuses: { value: [] } });
    deepStrictEqual(none, ["not seen", "not seen", "not seen"]);
    const [first, ...wanted] = facts().wanted.map(() => ({ unseen: "refused", right: "x" }));
    deepStrictEqual(results("file", { wanted: [first ?? { unseen: "" }, ...wanted] }), none);
    const [one] = found("file", { wanted: [first ?? { unseen: "" }, ...wanted] });
    deepStrictEqual(one, { result: "not seen", says: "refused", right: "x" });
    const unseen = { unseen: "403", right: "list events" };
    deepStrictEqual(results("file", { events: unseen }), ["right", "right", "right", "not seen"]);
    deepStrictEqual(results("file", { mountStatuses: unseen }), ["not seen"]);
  });
});
