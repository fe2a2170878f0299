import { deepStrictEqual, match, strictEqual } from "node:assert/strict";

import type { ClusterFacts } from "../../../../cli/doctor/facts/cluster-facts";
import {
  ago,
  daemonSet,
  NODE,
  ofRevision,
  pod,
  readerOf,
  results,
  SETS,
  wrongAt,
} from "./healthy-facts";

const PROGRAMS = { agent: "EPS-156", driver: "EPS-150", provider: "EPS-153" } as const;
type Program = keyof typeof PROGRAMS;
const ALL = Object.keys(PROGRAMS) as Program[];

/** Facts of two nodes. The program is ready on none of them, and its DaemonSet has these pods. */
function lacking(program: Program, ...pods: ReturnType<typeof pod>[]): Partial<ClusterFacts> {
  const set = { ...SETS[program], status: { numberReady: 1 } };
  return {
    nodes: { value: [{ metadata: { name: NODE } }, { metadata: { name: "other" } }] },
    daemonSets: { value: [set] },
    daemonPods: new Map([[`kube-system/${set.metadata.name}`, { value: pods }]]),
  };
}

/** A pod of a DaemonSet, created this many seconds ago. */
function setPod(nodeName: string, isReady: boolean, seconds = 600) {
  return pod("set-1", {
    metadata: { creationTimestamp: ago(seconds) },
    spec: { nodeName },
    status: { conditions: [{ type: "Ready", status: isReady ? "True" : "False" }] },
  });
}

/** Facts with a single node that has these labels and none of the programs. */
function onNode(labels: Record<string, string>): Partial<ClusterFacts> {
  return {
    nodes: { value: [{ metadata: { name: NODE, labels } }] },
    daemonSets: { value: [SETS.driver, SETS.provider] },
  };
}

describe("the steps agent, driver and provider", () => {
  for (const step of ALL) {
    it(`find that the ${step} is not installed`, () => {
      const daemonSets = { value: [] };
      const { mend } = wrongAt(step, { daemonSets });
      deepStrictEqual(mend.commands, ["eks-pod-secrets up --refresh --yes --only a.cluster"]);
    });

    it(`see the ${step} on the pod's node, and miss it there while it runs on another`, () => {
      deepStrictEqual(results(step, lacking(step, setPod(NODE, true))), ["right"]);
      const missed = wrongAt(step, lacking(step, setPod("other", true)));
      strictEqual(missed.cause, PROGRAMS[step]);
      match(missed.says, / has no pod on node \S+; it has one on 1 of 2 nodes$/);
      match(
        missed.mend.says,
        /tolerate the taints that `kubectl --context \S+ describe node` shows/,
      );
    });

    it(`replace the ${step}'s pod that is not ready, and let a new one begin`, () => {
      const { cause, mend } = wrongAt(step, lacking(step, setPod(NODE, false)));
      strictEqual(cause, PROGRAMS[step]);
      match(mend.commands[0] ?? "", / --namespace kube-system delete pod set-1$/);
      deepStrictEqual(results(step, lacking(step, setPod(NODE, false, 30))), ["not seen"]);
    });

    it(`find at once that the ${step}'s new pod cannot get its image`, () => {
      const { metadata, spec, status } = setPod(NODE, false, 30);
      const state = { waiting: { reason: "ImagePullBackOff" } };
      const pod = {
        metadata,
        spec,
        status: { ...status, containerStatuses: [{ name: "main", state }] },
      };
      strictEqual(wrongAt(step, lacking(step, pod)).cause, PROGRAMS[step]);
    });

    it(`have not seen the ${step} where its pods could not be listed`, () => {
      const unseen = { unseen: "403", right: "list pods in namespace kube-system" };
      const daemonPods = new Map([[`kube-system/${SETS[step].metadata.name}`, unseen]]);
      deepStrictEqual(results(step, { ...lacking(step), daemonPods }), ["not seen"]);
    });
  }

  it("do not wait for a pod whose image cannot be had", () => {
    const containerStatuses = [{ name: "x", state: { waiting: { reason: "ErrImagePull" } } }];
    const young = setPod(NODE, false, 30);
    const failing = { ...young, status: { ...young.status, containerStatuses } };
    strictEqual(wrongAt("agent", lacking("agent", failing)).cause, "EPS-156");
  });

  it("find that Kubernetes knows no driver", () => {
    strictEqual(wrongAt("driver", { csiDriver: { value: undefined } }).cause, "EPS-151");
  });

  it("let an add-on put back what somebody deleted of it", () => {
    const { mend } = wrongAt("agent", {
      addons: { value: ["eks-pod-identity-agent"] },
      daemonSets: { value: [] },
    });
    deepStrictEqual(mend.commands, [
      "aws eks update-addon --cluster-name shop --addon-name eks-pod-identity-agent --resolve-conflicts OVERWRITE --region us-east-1",
    ]);
  });

  it("let an add-on put back what keeps its program from a node", () => {
    const { commands, says } = wrongAt("agent", {
      ...lacking("agent", setPod("other", true)),
      addons: { value: ["eks-pod-identity-agent"] },
    }).mend;
    match(commands[0] ?? "", /^aws eks update-addon /);
    // If an account has no profile, the message must say which credentials the AWS CLI needs.
    match(says, /^with credentials of account 111111111111 .*tolerate the node's taints$/);
  });

  it("look at the nodes of a revision that goes, while the new pods have none", () => {
    const pods = {
      value: [
        ofRevision("web-a-1", "a", 600, { nodeName: "other" }),
        ofRevision("web-b-1", "b", 10, { nodeName: undefined }),
      ],
    };
    deepStrictEqual(results("agent", { ...lacking("agent", setPod("other", true)), pods }), [
      "right",
    ]);
  });

  it("ask for the installation that others are to do", () => {
    const settings = "secretsStoreCsi: { install: existing, podIdentityAgent: existing }";
    const reader = readerOf("", `\n  shop: { account: a, existing: true, ${settings} }`);
    const daemonSets = { value: [] };
    const { mend } = wrongAt("provider", { reader, daemonSets });
    deepStrictEqual(mend.commands, []);
    match(mend.says, /`install: addon` under `clusters\.shop\.secretsStoreCsi`/);
  });

  it("know the agent of Auto Mode, on its own nodes only", () => {
    deepStrictEqual(results("agent", onNode({ "eks.amazonaws.com/compute-type": "auto" })), [
      "right",
    ]);
    strictEqual(wrongAt("agent", onNode({})).cause, "EPS-156");
    const computeConfig = { enabled: true };
    const unseen = { ...onNode({}), nodes: { unseen: "403", right: "list nodes" } };
    deepStrictEqual(
      results("agent", { ...unseen, cluster: { value: { name: "shop", computeConfig } } }),
      ["not seen"],
    );
  });

  it("find nothing that runs on Fargate, and no agent on Windows", () => {
    const fargate = {
      pods: { value: [pod("web-1", { spec: { nodeName: "fargate-ip-10-0-0-1" } })] },
    };
    for (const step of ALL) strictEqual(wrongAt(step, fargate).cause, "EPS-171");
    strictEqual(wrongAt("agent", onNode({ "kubernetes.io/os": "windows" })).cause, "EPS-101");
  });

  it("are not seen for a reader without a node, wherever the program is", () => {
    const pods = { value: [] };
    for (const step of ALL) {
      deepStrictEqual(results(step, { pods }), ["not seen"]);
      deepStrictEqual(results(step, { ...lacking(step), pods }), ["not seen"]);
    }
  });

  it("take an own installation for one, and no other program", () => {
    const image = {
      spec: {
        template: {
          spec: {
            containers: [{ name: "x", image: "mirror/secrets-store-csi-driver-provider-aws:2" }],
          },
        },
      },
    };
    const provider = { ...SETS.provider, ...image };
    deepStrictEqual(results("provider", { daemonSets: { value: [provider] } }), ["right"]);
    strictEqual(
      wrongAt("provider", { daemonSets: { value: [daemonSet("vault-csi-provider")] } }).cause,
      "EPS-153",
    );
  });
});

describe("the step audiences", () => {
  const asking = (...audiences: string[]) => ({
    csiDriver: { value: { spec: { tokenRequests: audiences.map((audience) => ({ audience })) } } },
  });

  it("is wrong where the driver asks for no token, or not for that of Pod Identity", () => {
    strictEqual(wrongAt("audiences", asking()).cause, "EPS-350");
    const { cause, mend } = wrongAt("audiences", asking("sts.amazonaws.com"));
    strictEqual(cause, "EPS-351");
    match(
      mend.commands[0] ?? "",
      /patch csidriver secrets-store\.csi\.k8s\.io --type merge --patch '\{"spec":\{"tokenRequests":\[\{"audience":"sts\.amazonaws\.com"\},\{"audience":"pods\.eks\.amazonaws\.com"\}\]\}\}'$/,
    );
  });

  it("is not seen where there is no driver", () => {
    deepStrictEqual(results("audiences", { csiDriver: { value: undefined } }), ["not seen"]);
  });
});
