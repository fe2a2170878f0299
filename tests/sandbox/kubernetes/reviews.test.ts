import { deepStrictEqual, equal, match } from "node:assert/strict";

import { CLUSTER, type Kubernetes, kubernetes } from "../eks-support";
import { A } from "../support";
import { withCluster } from "../with-cluster";

const MAY_I = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
const WHO_AM_I = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

describe("a cluster tells users who they are and what they may", () => {
  const { k8s, sandbox, eks, iam } = withCluster();

  const may = async (api: Kubernetes, attributes: object, path = "resourceAttributes") => {
    const { body } = await api("POST", MAY_I, { spec: { [path]: attributes } });
    return body.status.allowed;
  };

  it("as the cluster's administrator", async () => {
    const { status, body } = await k8s("POST", WHO_AM_I, {});
    equal(status, 201);
    const { extra, groups, uid, username } = body.status.userInfo;
    const arn = `arn:aws:iam::${A}:user/administrator`;
    deepStrictEqual([username, groups, extra.arn], [arn, ["system:authenticated"], [arn]]);
    match(uid, /^aws-iam-authenticator:1{12}:AIDA/);
    equal(await may(k8s, { verb: "*", group: "*", resource: "*" }), true);
    equal(await may(k8s, { verb: "post", path: "/metrics" }, "nonResourceAttributes"), true);
  });

  /** A user of the account whose access entry has one policy, for the namespace `default`. */
  const userWith = async (name: string, policy: string) => {
    await iam.createUser({ UserName: name });
    const { AccessKey } = await iam.createAccessKey({ UserName: name });
    const entry = { clusterName: CLUSTER, principalArn: `arn:aws:iam::${A}:user/${name}` };
    await eks.createAccessEntry({ ...entry, kubernetesGroups: [`${name}s`] });
    const policyArn = `arn:aws:eks::aws:cluster-access-policy/${policy}`;
    const accessScope = { type: "namespace" as const, namespaces: ["default"] };
    await eks.associateAccessPolicy({ ...entry, policyArn, accessScope });
    const { AccessKeyId = "", SecretAccessKey = "" } = AccessKey ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
    return kubernetes(sandbox, A, { credentials });
  };
  const checkAnswers = async (api: Kubernetes, answers: [object, boolean][]) => {
    for (const [attributes, allowed] of answers) {
      equal(await may(api, attributes), allowed, JSON.stringify(attributes));
    }
  };

  it("as one who may view one namespace", async () => {
    const viewer = await userWith("viewer", "AmazonEKSViewPolicy");
    const { userInfo } = (await viewer("POST", WHO_AM_I, {})).body.status;
    deepStrictEqual(userInfo.groups, ["viewers", "system:authenticated"]);
    await checkAnswers(viewer, [
      [{ verb: "get", resource: "pods", namespace: "default" }, true],
      [{ verb: "watch", resource: "deployments", group: "apps", namespace: "default" }, true],
      [{ verb: "get", resource: "secrets", namespace: "default" }, false],
      [{ verb: "delete", resource: "pods", namespace: "default" }, false],
      [{ verb: "get", resource: "pods", namespace: "kube-system" }, false],
      [{ verb: "get", resource: "pods" }, false],
      [{ verb: "get", resource: "*", namespace: "default" }, false],
    ]);
    equal(await may(viewer, { verb: "get", path: "/version" }, "nonResourceAttributes"), true);
    equal(await may(viewer, { verb: "get", path: "/metrics" }, "nonResourceAttributes"), false);
  });

  it("as one who may edit one namespace", async () => {
    await checkAnswers(await userWith("editor", "AmazonEKSEditPolicy"), [
      [{ verb: "create", resource: "pods", namespace: "default" }, true],
      [{ verb: "delete", resource: "secrets", namespace: "default" }, true],
      [{ verb: "create", resource: "pods", namespace: "kube-system" }, false],
      [{ verb: "*", resource: "*", namespace: "default" }, false],
      [{ verb: "get", resource: "nodes" }, false],
    ]);
  });

  it("lists of rules, which lack what the access policies allow", async () => {
    const rules = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
    const { status, body } = await k8s("POST", rules, { spec: { namespace: "default" } });
    equal(status, 201);
    const { evaluationError, incomplete, nonResourceRules, resourceRules } = body.status;
    equal(incomplete, true);
    equal(evaluationError, "webhook authorizer does not support user rule resolution");
    deepStrictEqual(
      resourceRules.flatMap(({ resources }: { resources: string[] }) => resources),
      ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"],
    );
    equal(nonResourceRules[0].nonResourceURLs.includes("/version"), true);
    for (const spec of [{}, { namespace: "" }, { namespace: 1 }, undefined]) {
      const none = await k8s("POST", rules, { spec });
      deepStrictEqual([none.status, none.body.message], [400, "no namespace on request"]);
    }
  });

  it("of one thing at a time, and of nothing that is not judged", async () => {
    equal((await k8s("POST", MAY_I, { spec: {} })).status, 422);
    const fieldSelector = { rawSelector: "a=b" };
    const spec = { resourceAttributes: { verb: "get", resource: "pods", fieldSelector } };
    equal((await k8s("POST", MAY_I, { spec })).status, 400);
  });
});
