import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { withoutWrongContext } from "../../../../cli/doctor/facts/cluster-facts";
import { landingZoneOf, reader as readerYaml } from "../../../sdk/grant/support";
import {
  ago,
  classOf,
  found,
  pending,
  pod,
  readerOf,
  record,
  results,
  SETS,
  VERSIONS,
  wrongAt,
} from "./healthy-facts";

const CLASS = classOf(readerOf());
const objectsFrom = (objects: string) => ({
  value: { ...CLASS, spec: { ...CLASS.spec, parameters: { ...CLASS.spec.parameters, objects } } },
});

describe("a SecretProviderClass that somebody has written", () => {
  const hostile: Record<string, string> = {
    "that holds itself": "- &a {objectName: own, self: *a}",
    "that holds itself under the right names": (CLASS.spec.parameters.objects ?? "").replace(
      "- ",
      "- &a\n  self: *a\n  ",
    ),
    "with names that are no texts": "- objectName: {toString: 1, valueOf: 1}",
    "with unknown tags": "- !hunter2 {objectName: own}",
    "with keys that are lists": "- {? [hunter2, b] : c}",
    "that doubles itself": `a: &a [x]\n${"b: &a [*a, *a]\n".repeat(200)}`,
    "nested deeply": "[".repeat(50_000),
  };
  for (const [what, objects] of Object.entries(hostile)) {
    it(`with objects ${what} is wrong, and nothing of it is repeated or warned of`, () => {
      const warned: unknown[] = [];
      const { emitWarning } = process;
      process.emitWarning = (warning: string | Error) => void warned.push(warning);
      try {
        const providerClass = objectsFrom(objects);
        deepStrictEqual(results("provider-class", { providerClass }), ["EPS-201"]);
        doesNotMatch(JSON.stringify(found("provider-class", { providerClass })), /hunter2/);
      } finally {
        process.emitWarning = emitWarning;
      }
      deepStrictEqual(warned, []);
    });
  }

  const owners: [string, object][] = [
    ["Argo CD", { annotations: { "argocd.argoproj.io/tracking-id": "x" } }],
    ["Flux", { labels: { "kustomize.toolkit.fluxcd.io/name": "apps" } }],
    ["Helm", { annotations: { "meta.helm.sh/release-name": "apps" } }],
  ];
  for (const [owner, metadata] of owners) {
    it(`that ${owner} keeps is not set right by up`, () => {
      const value = { ...objectsFrom("[]").value, metadata: { name: "web", ...metadata } };
      const { cause, mend } = wrongAt("provider-class", { providerClass: { value } });
      strictEqual(cause, "EPS-204");
      deepStrictEqual(mend.commands, []);
    });
  }
});

describe("an association that somebody else has made", () => {
  const roleArn = "arn:aws:iam::111111111111:role/other";
  const made = { associationId: "a-9", roleArn, createdAt: new Date(0), modifiedAt: new Date(0) };

  const keepers: object[] = [
    { ownerArn: "arn:aws:eks:us-east-1:111111111111:addon/shop/vpc-cni/x" },
    { tags: { "aws:cloudformation:stack-name": "others" } },
  ];
  for (const keeper of keepers) {
    it(`is left to whoever keeps it: ${Object.keys(keeper)}`, () => {
      const { mend } = wrongAt("association", { association: { value: { ...made, ...keeper } } });
      deepStrictEqual(mend.commands, []);
      match(mend.says, /^have .* keeps association a-9, .* delete it/);
    });
  }

  it("is deleted only after a question to whoever made it", () => {
    const { mend } = wrongAt("association", { association: { value: made } });
    match(mend.commands[0] ?? "", /delete-pod-identity-association/);
    match(
      mend.says,
      /^ask who created association a-9, which `up` did not, and delete it, with credentials of account 111111111111/,
    );
  });
});

describe("a mend that replaces a pod", () => {
  const old = { mountStatuses: { value: [record("web-1", { ...VERSIONS, own: "v0" })] } };
  const mendOf = (metadata: object) => {
    const [first] = found("file", { ...old, pods: { value: [pod("web-1", { metadata })] } });
    return (first?.result === "wrong" && first.mend.says) || "";
  };

  it("says that one that no workload keeps does not come back by itself", () => {
    match(mendOf({}), /; no workload keeps pod web-1: deploy it again$/);
    const ownerReferences = [{ kind: "ReplicaSet", name: "web-1" }];
    doesNotMatch(mendOf({ ownerReferences }), /no workload/);
  });
});

describe("a context of the kubeconfig that leads elsewhere", () => {
  it("is told, and is in no command", () => {
    const [reader] = landingZoneOf({
      readers: readerYaml("[own]"),
      clusters: "\n  shop: { account: a, existing: true, kubeconfigContext: elsewhere }",
    }).readers;
    if (!reader) throw new Error("no reader");
    const told = withoutWrongContext(reader, "leads elsewhere");
    strictEqual(told.reader.cluster.kubeconfigContext, undefined);
    deepStrictEqual(results("cluster", told), ["right"]);
    match(found("cluster", told)[0]?.says ?? "", /leads elsewhere/);
    deepStrictEqual(withoutWrongContext(reader, undefined), { reader });
  });
});

describe("a CSIDriver that asks for tokens of others", () => {
  const asking = (...tokenRequests: { audience: string; expirationSeconds?: number }[]) =>
    wrongAt("audiences", { csiDriver: { value: { spec: { tokenRequests } } } }).mend;

  it("keeps asking for them, for as long, after the mend", () => {
    const { commands } = asking({ audience: "vault", expirationSeconds: 600 });
    match(
      commands[0] ?? "",
      /\[\{"audience":"vault","expirationSeconds":600\},\{"audience":"pods\.eks\.amazonaws\.com"\}\]/,
    );
  });

  it("is changed by no command that would have to repeat an audience of any characters", () => {
    deepStrictEqual(asking({ audience: "$(reboot)" }).commands, []);
  });
});

describe("a cluster without nodes", () => {
  it("has no program on every node", () => {
    const change = {
      nodes: { value: [] },
      pods: { value: [] },
      daemonSets: { value: Object.values(SETS).map((set) => ({ ...set, status: {} })) },
    };
    for (const step of ["agent", "driver", "provider"] as const) {
      deepStrictEqual(results(step, change), ["not seen"]);
    }
  });
});

describe("an event that a tenant has written", () => {
  const failing = (message: string) => ({
    pods: { value: [pending("web-1", 10)] },
    mountStatuses: { value: [] },
    events: {
      value: [
        {
          involvedObject: { name: "web-1" },
          reason: "FailedMount",
          message,
          lastTimestamp: ago(9),
        },
      ],
    },
  });

  it("names nothing in a mend or a check but what is the reader's own", () => {
    const texts = [
      'failed to get secretproviderclass kube-system/victim, error: x for volume "secrets"',
      'An IAM role must be associated with service account victim (namespace: kube-system) for volume "secrets"',
      'arn:aws:kms:eu-west-1:222222222222:key/victim is disabled for volume "secrets"',
      'arn:aws:kms:eu-west-1:222222222222:key/victim is pending deletion for volume "secrets"',
    ];
    for (const text of texts) {
      const finding = wrongAt("file", failing(text));
      doesNotMatch(JSON.stringify(finding), /victim|kube-system/, text);
    }
  });

  it("gets the reader's names where the text has others", () => {
    const { mend } = wrongAt(
      "file",
      failing(
        'An IAM role must be associated with service account victim (namespace: kube-system) for volume "secrets"',
      ),
    );
    match(mend.says, /kubectl --context \S+ -n web get serviceaccount web /);
  });
});
