import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CATALOGUE } from "../../../../cli/doctor/catalogue";
import { unseenFacts } from "../../../../cli/doctor/facts/read-cluster-facts";
import type { Facts } from "../../../../cli/doctor/facts/read-facts";
import type { StepId } from "../../../../cli/doctor/step";
import { LOOKS } from "../../../../cli/doctor/steps/looks";
import {
  DEPLOYED,
  facts,
  found,
  ofRevision,
  pod,
  readerOf,
  results,
  wrongAt,
} from "./healthy-facts";

/** The steps that look into clusters and EKS. */
const OWN_STEPS: readonly StepId[] = [
  ...(["cluster", "service-account", "pods", "association", "webhook", "agent"] as const),
  ...(["driver", "provider", "audiences", "provider-class", "file"] as const),
];

describe("the steps in a cluster", () => {
  it("find nothing wrong and nothing unseen where all is right", () => {
    for (const step of OWN_STEPS) {
      ok(found(step).length > 0, step);
      ok(
        results(step).every((one) => one === "right"),
        `${step}: ${results(step)}`,
      );
    }
  });

  it("are not seen, with the missing right, where the cluster could not be asked", () => {
    const unseen = { unseen: "refused", right: "eks:DescribeCluster in account 1" };
    const nothing = unseenFacts(readerOf(), unseen);
    for (const step of OWN_STEPS) {
      deepStrictEqual(LOOKS[step](nothing as Facts), [
        { result: "not seen", says: unseen.unseen, right: unseen.right },
      ]);
    }
  });

  it("name causes that the catalogue has", () => {
    const directory = join(__dirname, "../../../../cli");
    const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
    const texts = files
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(directory, file), "utf8"));
    const named = new Set(texts.flatMap((text) => text.match(/EPS-\d+/g) ?? []));
    const known = new Set<string>(CATALOGUE.map(({ id }) => id));
    deepStrictEqual(
      [...named].filter((id) => !known.has(id)),
      [],
    );
    ok(named.size > 20);
  });
});

describe("the step cluster", () => {
  it("is wrong where there is none, and up makes again what the inventory creates", () => {
    const adopted = wrongAt("cluster", { cluster: { value: undefined } });
    strictEqual(adopted.cause, "EPS-701");
    deepStrictEqual(adopted.mend.commands, []);
    const created = readerOf("", "\n  shop: { account: a, create: {} }");
    const { mend } = wrongAt("cluster", { cluster: { value: undefined }, reader: created });
    deepStrictEqual(mend.commands, ["eks-pod-secrets up --refresh --yes"]);
  });

  it("is not seen where EKS describes it and its API does not let us in", () => {
    const namespace = { unseen: "401", right: "an access entry" };
    deepStrictEqual(results("cluster", { namespace }), ["not seen"]);
  });
});

describe("the step service-account", () => {
  it("is wrong where the namespace is missing", () => {
    const { cause, mend } = wrongAt("service-account", { namespace: { value: undefined } });
    strictEqual(cause, "EPS-601");
    match(mend.says, /`createNamespaces` under `clusters\.shop`/);
  });

  it("is wrong where the account is missing, and up makes those of the inventory again", () => {
    const serviceAccount = { value: undefined };
    const { cause, mend } = wrongAt("service-account", { serviceAccount });
    strictEqual(cause, "EPS-602");
    deepStrictEqual(mend.commands, ["eks-pod-secrets up --refresh --yes --only a.workloads"]);
    const reader = readerOf("    createServiceAccount: false");
    const others = wrongAt("service-account", { serviceAccount, reader });
    deepStrictEqual(others.mend.commands, []);
    match(others.mend.says, /`createServiceAccount: true` under `readers\.web`/);
  });

  it("is right with a role for IRSA beside the association", () => {
    const annotations = { "eks.amazonaws.com/role-arn": "arn:aws:iam::111111111111:role/old" };
    const value = { metadata: { name: "web", annotations } };
    deepStrictEqual(results("service-account", { serviceAccount: { value } }), ["right"]);
  });
});

describe("the step association", () => {
  const { value } = facts().association as { value: object };
  const changed = (change: object) => ({ association: { value: { ...value, ...change } } });
  const made = { modifiedAt: new Date(0) };

  it("is wrong where there is none", () => {
    const { cause, mend } = wrongAt("association", { association: { value: undefined } });
    strictEqual(cause, "EPS-356");
    deepStrictEqual(mend.commands, ["eks-pod-secrets up --refresh --yes --only a.workloads"]);
  });

  const flaws: [string, object, string][] = [
    ["another role", { roleArn: "arn:aws:iam::111111111111:role/other" }, "EPS-301"],
    ["a target role that nobody declared", { targetRoleArn: "arn:aws:iam::2:role/t" }, "EPS-302"],
    ["sessions without tags", { disableSessionTags: true }, "EPS-303"],
  ];
  for (const [what, change, cause] of flaws) {
    it(`is wrong with ${what}, and its pods are replaced after the mend`, () => {
      const finding = wrongAt("association", changed({ ...change, ...made }));
      strictEqual(finding.cause, cause);
      const [first, second] = finding.mend.commands;
      strictEqual(first, "eks-pod-secrets up --refresh --yes --only a.workloads");
      match(second ?? "", /^kubectl --context \S+ --namespace web delete pod web-1$/);
    });
  }

  it("tells with the first flaw the others", () => {
    const [first] = found("association", changed({ disableSessionTags: true, policy: "{}" }));
    match(first?.says ?? "", /sessions without tags, and gives sessions that a policy limits$/);
  });

  it("is deleted first where it has a session policy, which up cannot take away", () => {
    const finding = wrongAt("association", changed({ policy: "{}", ...made }));
    strictEqual(finding.cause, "EPS-304");
    match(finding.mend.commands[0] ?? "", /^aws eks delete-pod-identity-association /);
  });

  it("is deleted first where it was made so, because up does not replace what others made", () => {
    const { mend } = wrongAt("association", changed({ roleArn: "arn:aws:iam::1:role/other" }));
    strictEqual(
      mend.commands[0],
      "aws eks delete-pod-identity-association --cluster-name shop --association-id a-1 --region us-east-1",
    );
  });
});

describe("the step webhook", () => {
  const env = ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"].map(
    (name) => ({ name, value: "x" }),
  );
  const serviceAccountToken = { audience: "pods.eks.amazonaws.com" };
  const token = { name: "token", projected: { sources: [{ serviceAccountToken }] } };
  const reading = (container: object, metadata = {}, volumes: object[] = [token]) => ({
    pods: { value: [pod("web-1", { metadata, spec: { containers: [container], volumes } })] },
  });

  it("is right for a mount without the variables, and says what the program lacks", () => {
    const [one] = found("webhook");
    strictEqual(one?.result, "right");
    match(
      one?.says ?? "",
      /^the mounts do not use it. In pod web-1 a program that itself calls AWS finds no credentials/,
    );
  });

  it("is right for a program that has them", () => {
    deepStrictEqual(found("webhook", reading({ name: "web", env })), [{ result: "right" }]);
  });

  it("is right for a program that has them beside a proxy that was added first", () => {
    const { pods } = reading({ name: "web", env });
    pods.value[0]?.spec.containers?.unshift({ name: "proxy" });
    deepStrictEqual(results("webhook", { pods }), ["right"]);
  });

  it("is wrong for a program without them, older than the association or missed", () => {
    const missed = wrongAt("webhook", reading({ name: "web", env: env.slice(1) }));
    strictEqual(missed.cause, "EPS-378");
    match(missed.says, /the webhook of EKS did not answer/);
    const creationTimestamp = "2026-11-30T11:00:00Z";
    const older = wrongAt("webhook", reading({ name: "web" }, { creationTimestamp }));
    match(older.says, /older than the association/);
    match(older.mend.commands[0] ?? "", / delete pod web-1$/);
  });

  it("is wrong for a program whose token is not projected", () => {
    strictEqual(wrongAt("webhook", reading({ name: "web", env }, {}, [])).cause, "EPS-378");
  });

  it("is not seen without a pod", () => {
    deepStrictEqual(results("webhook", { pods: { value: [] } }), ["not seen"]);
  });
});

describe("the mends of the steps in a cluster", () => {
  it("restart the Deployment that the inventory has, and replace only pods beside it", () => {
    const { mend } = wrongAt("association", {
      reader: readerOf(DEPLOYED),
      pods: { value: [ofRevision("web-a-1", "a", 600), pod("debug")] },
      association: { value: { associationId: "a-1", createdAt: new Date(0) } },
    });
    const [restart = "", replace = ""] = mend.commands.slice(-2);
    match(restart, / rollout restart deployment\/web$/);
    match(replace, / delete pod debug$/);
    match(mend.says, /no workload keeps pod debug/);
  });
});
