import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import {
  classOf,
  DEPLOYED,
  deployment,
  found,
  ofRevision,
  pod,
  readerOf,
  record,
  VERSIONS,
  wrongAt,
} from "./healthy-facts";

const at = (...pods: ReturnType<typeof pod>[]) => ({ pods: { value: pods } });
const DEFAULT = { serviceAccountName: "default" };
const conditions = (type: string) => [{ type, status: "False" }];

describe("the mend of what is nearly the same in a cluster", () => {
  it("waits for the driver only where it rotates", () => {
    const mountStatuses = { value: [record("web-1", { ...VERSIONS, own: "v0" })] };
    const [one] = found("file", { mountStatuses });
    match((one?.result === "wrong" && one.mend.says) || "", /^replace pod web-1/);
  });

  it("is mended by `up` only where `up` deploys it", () => {
    const waiting = pod("web-1", {
      ...{ metadata: ofRevision("web-1", "a", 600).metadata, spec: { nodeName: undefined } },
      status: { phase: "Pending", conditions: conditions("PodScheduled") },
    });
    const { cause, mend } = wrongAt("pods", { ...at(waiting), reader: readerOf(DEPLOYED) });
    deepStrictEqual([cause, mend.commands], ["EPS-606", []]);
  });

  it("is not mended by `up` where another tool's pod mounts the class of a Deployment of `up`", () => {
    const tool = pod("tool-1", { spec: DEFAULT });
    const { cause, mend } = wrongAt("pods", {
      ...at(ofRevision("web-a-1", "a", 60), tool),
      reader: readerOf(DEPLOYED),
    });
    deepStrictEqual([cause, mend.commands], ["EPS-604", []]);
  });

  it("gets by `up` only the program that `up` installs", () => {
    const settings = "secretsStoreCsi: { podIdentityAgent: existing }";
    const reader = readerOf("", `\n  shop: { account: a, existing: true, ${settings} }`);
    const commands = (["agent", "provider"] as const).map(
      (step) => wrongAt(step, { reader, daemonSets: { value: [] } }).mend.commands.length,
    );
    deepStrictEqual(commands, [0, 1]);
  });

  it("repeats no provider of a class that is no word", () => {
    const { metadata, spec } = classOf(readerOf());
    const value = { metadata, spec: { ...spec, provider: "$(reboot)" } };
    const finding = wrongAt("provider-class", { providerClass: { value } });
    deepStrictEqual(finding.cause, "EPS-205");
    doesNotMatch(JSON.stringify(finding), /reboot/);
  });

  it("has no Deployment of another service account, and none without a name", () => {
    const scaled = deployment({ replicas: 0 });
    const named = (name: string) => ({ ...scaled, metadata: { ...scaled.metadata, name } });
    const others = deployment({ replicas: 0 }, DEFAULT);
    for (const value of [[others], [named("$(reboot)")]]) {
      const [finding] = found("pods", { ...at(), deployments: { value } });
      strictEqual(finding?.result, "not seen");
      doesNotMatch(finding?.says ?? "", /reboot|scaled/);
    }
    const { says } = wrongAt("pods", {
      ...at(),
      deployments: { value: [named("other"), deployment()] },
      reader: readerOf(DEPLOYED),
    });
    match(says, /Deployment web\/web asks for 1 replica/);
  });
});
