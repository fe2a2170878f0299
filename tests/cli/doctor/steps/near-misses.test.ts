import { deepStrictEqual } from "node:assert/strict";
import type { ClusterFacts } from "../../../../cli/doctor/facts/cluster-facts";
import type { StepId } from "../../../../cli/doctor/step";
import {
  ago,
  classOf,
  daemonSet,
  facts,
  NODE,
  ofRevision,
  pod,
  readerOf,
  record,
  results,
  SETS,
  volumesOf,
} from "./healthy-facts";

const UNSEEN = { unseen: "403" };
const at = (...pods: ReturnType<typeof pod>[]) => ({ pods: { value: pods } });
const nodes = (...labelled: [string, Record<string, string>][]) => ({
  nodes: { value: labelled.map(([name, labels]) => ({ metadata: { name, labels } })) },
});
const AUTO = { "eks.amazonaws.com/compute-type": "auto" };
const AUTO_MODE = { cluster: { value: { name: "shop", computeConfig: { enabled: true } } } };
const aged = (name: string, seconds: number, spec: object = {}) =>
  pod(name, { metadata: { creationTimestamp: ago(seconds) }, spec });
const failing = (name: string, message: string, reason = "FailedMount") => ({
  value: [{ involvedObject: { name }, reason, message, lastTimestamp: ago(10) }],
});
const DEFAULT = { serviceAccountName: "default" };
const conditions = (type: string) => [{ type, status: "False" }];
/** Two DaemonSets of the agent. One of them has a ready pod on the node. */
const TWO = {
  ...nodes([NODE, {}], ["other", {}]),
  daemonSets: { value: [SETS.agent, { ...SETS.agent, metadata: { name: "b", namespace: "x" } }] },
  daemonPods: new Map([
    ["kube-system/eks-pod-identity-agent", { value: [] }],
    [
      "x/b",
      { value: [pod("b-1", { status: { conditions: [{ type: "Ready", status: "True" }] } })] },
    ],
  ]),
};
const OWN_ARN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:foreign-ZZZZZZ";

/** Cases that are nearly the same as others, and what a step finds in each. */
const CASES: [string, StepId, Partial<ClusterFacts>, string[]][] = [
  ...(["driver", "provider"] as const).map((step): (typeof CASES)[number] => [
    `no ${step} on a node of Auto Mode, which has only the agent built in`,
    step,
    { ...AUTO_MODE, ...nodes([NODE, AUTO]), daemonSets: { value: [] } },
    [step === "driver" ? "EPS-150" : "EPS-153"],
  ]),
  [
    "no pod in Auto Mode",
    "agent",
    { ...AUTO_MODE, ...at(), daemonSets: { value: [] } },
    ["not seen"],
  ],
  [
    "a DaemonSet of the agent in Auto Mode, where nobody sees the nodes",
    "agent",
    {
      ...AUTO_MODE,
      nodes: UNSEEN,
      daemonPods: new Map([["kube-system/eks-pod-identity-agent", { value: [] }]]),
    },
    ["EPS-156"],
  ],
  [
    "no driver in Auto Mode, where nobody sees the nodes",
    "driver",
    { ...AUTO_MODE, nodes: UNSEEN, daemonSets: { value: [] } },
    ["EPS-150"],
  ],
  [
    "a node of Fargate by its label",
    "agent",
    nodes([NODE, { "eks.amazonaws.com/compute-type": "fargate" }]),
    ["EPS-171"],
  ],
  [
    "the labels of another node",
    "agent",
    nodes(["other", { "kubernetes.io/os": "windows" }], [NODE, {}]),
    ["not seen"],
  ],
  [
    "a list without the pod's node",
    "agent",
    {
      nodes: { value: [] },
      daemonSets: { value: [daemonSet("eks-pod-identity-agent", 0)] },
      daemonPods: new Map([["kube-system/eks-pod-identity-agent", { value: [] }]]),
    },
    ["EPS-156"],
  ],
  ["two installations, of which one is ready", "agent", TWO, ["right"]],
  [
    "a pod of a DaemonSet that is only scheduled",
    "agent",
    {
      ...TWO,
      daemonPods: new Map([
        ...TWO.daemonPods,
        [
          "x/b",
          {
            value: [
              pod("b-1", { status: { conditions: [{ type: "PodScheduled", status: "True" }] } }),
            ],
          },
        ],
      ]),
    },
    ["EPS-156"],
  ],
  ["pods that nobody could list", "file", { pods: UNSEEN }, ["not seen"]],
  [
    "a pod that goes, and could not mount anew",
    "file",
    {
      ...at(
        ofRevision("web-a-1", "a", 600),
        ofRevision("web-b-1", "b", 10, { nodeName: undefined }, { phase: "Pending" }),
      ),
      mountStatuses: { value: [record("web-a-1")] },
      events: failing("web-a-1", "no access", "MountRotationFailed"),
    },
    ["not seen"],
  ],
  [
    "a pod that goes, where nobody sees the events",
    "file",
    {
      ...at(
        ofRevision("web-a-1", "a", 600),
        ofRevision("web-b-1", "b", 10, { nodeName: undefined }, { phase: "Pending" }),
      ),
      mountStatuses: { value: [record("web-a-1")] },
      events: UNSEEN,
    },
    ["right", "right", "right", "not seen"],
  ],
  [
    "a failure that says its cause, of a pod older than its association's change",
    "file",
    {
      ...at(pod("web-1", { status: { phase: "Pending" } })),
      mountStatuses: { value: [] },
      events: failing(
        "web-1",
        'for volume "secrets" : failed to get secretproviderclass web/web, error: SecretProviderClass.secrets-store.csi.x-k8s.io "web" not found',
      ),
      association: { value: { createdAt: new Date(ago(900)), modifiedAt: new Date(ago(60)) } },
    },
    ["EPS-250"],
  ],
  [
    "a failure without a cause, of a pod younger than its association's change",
    "file",
    {
      ...at(aged("other", 600), aged("web-1", 30)),
      mountStatuses: { value: [record("other")] },
      events: failing("web-1", 'for volume "secrets" : no such word'),
      association: { value: { createdAt: new Date(ago(900)), modifiedAt: new Date(ago(60)) } },
    },
    ["EPS-609"],
  ],
  [
    "a pod of a workload of the reader's name, which others deploy",
    "pods",
    at(pod("web-1"), ofRevision("web-a-1", "a", 60, { ...DEFAULT, ...volumesOf("theirs") })),
    ["right"],
  ],
  [
    "a newer pod of the same revision",
    "pods",
    { ...at(ofRevision("web-a-1", "a", 600, DEFAULT), ofRevision("web-a-2", "a", 10)) },
    ["EPS-604"],
  ],
  [
    "a newer pod of no workload",
    "pods",
    at(aged("web-1", 600, DEFAULT), aged("web-2", 10)),
    ["EPS-604"],
  ],
  ...[0, 1].map((older): (typeof CASES)[number] => {
    const ages = older === 0 ? [600, 10] : [10, 600];
    const [set = {}, revision = {}] = older === 0 ? [DEFAULT] : [{}, DEFAULT];
    const owned = aged("web-0", ages[0] ?? 0, set);
    owned.metadata.ownerReferences = [{ kind: "StatefulSet", name: "web" }];
    return [
      `a StatefulSet and a Deployment of one name, the ${older === 0 ? "first" : "second"} older`,
      "pods",
      at(owned, ofRevision("web-a-1", "a", ages[1] ?? 0, revision)),
      ["EPS-604"],
    ];
  }),
  [
    "a pod that has its node and is not ready",
    "pods",
    at(pod("web-1", { status: { phase: "Pending", conditions: conditions("Ready") } })),
    ["right"],
  ],
  [
    "an ended pod of another service account",
    "pods",
    at(pod("job-1", { spec: DEFAULT, status: { phase: "Succeeded" } })),
    ["not seen"],
  ],
  [
    "a token for another audience",
    "webhook",
    at(
      pod("web-1", {
        spec: {
          containers: [
            {
              name: "web",
              env: [
                { name: "AWS_CONTAINER_CREDENTIALS_FULL_URI", value: "x" },
                { name: "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", value: "x" },
              ],
            },
          ],
          volumes: [
            {
              name: "token",
              projected: { sources: [{ serviceAccountToken: { audience: "sts.amazonaws.com" } }] },
            },
          ],
        },
      }),
    ),
    ["EPS-378"],
  ],
  [
    "the ARN that the owner of a secret made anew answers",
    "provider-class",
    {
      providerClass: {
        value: JSON.parse(
          JSON.stringify(classOf(readerOf())).replace(/(secret:foreign)-\w{6}/, "$1-ZZZZZZ"),
        ),
      },
      wanted: facts().wanted.map((one, index) =>
        index === 1 ? { value: { version: "v2", arn: OWN_ARN } } : one,
      ),
    },
    ["right"],
  ],
];

describe("what is nearly the same in a cluster", () => {
  for (const [what, step, change, expected] of CASES) {
    it(`is told apart by step ${step}: ${what}`, () => {
      deepStrictEqual(results(step, change), expected);
    });
  }
});
