import { ok, strictEqual } from "node:assert/strict";
import { packedTagsPercent } from "../../proof/quotas";

/** A pod with the shortest usual names. */
const POD = {
  "eks-cluster-arn": "arn:aws:eks:us-east-1:111111111111:cluster/shop",
  "eks-cluster-name": "shop",
  "kubernetes-namespace": "web",
  "kubernetes-service-account": "web",
  "kubernetes-pod-name": "web-7d9c5b8f6b-x2x4z",
  "kubernetes-pod-uid": "0f8fad5b-d9cb-469f-a165-70867728950e",
};
/** The tags of GitHub's credentials action, in the action's own repository. */
const GITHUB = {
  GitHub: "Actions",
  Repository: "aws-actions/configure-aws-credentials",
  Workflow: "integration tests",
  Action: "aws-actionsconfigure-aws-credentials",
  Actor: "someone",
  Branch: "refs/heads/main",
  Commit: "0037a686cc1a9eafb32fd4ddaa36a23aa3bb9b0b",
};
const OWN = {
  project: "shop-frontend",
  environment: "production",
  owner: "payments-platform",
  repository: "example/shop-frontend",
};

describe("the packed size of session tags", () => {
  it("is never below what users published", () => {
    ok(packedTagsPercent(OWN) >= 37 && packedTagsPercent(OWN) < 45);
    for (const [tags, published] of [
      [POD, 74],
      [{ ...POD, ...OWN }, 112],
      [{ ...POD, ...GITHUB }, 142],
    ] as const) {
      const percent = packedTagsPercent(tags);
      ok(percent >= published, `${percent} %, published: ${published} %`);
    }
  });

  it("is below 90 % for a pod of usual names, and nothing without tags", () => {
    ok(packedTagsPercent(POD) < 90);
    strictEqual(packedTagsPercent({}), 0);
  });
});
