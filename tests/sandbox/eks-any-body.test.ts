import { equal, ok } from "node:assert/strict";
import fc from "fast-check";

import { clusterArn, createCluster, createRole, roleArn, signedCall } from "./eks-support";
import { A } from "./support";
import { withCluster } from "./with-cluster";

describe("EKS, whatever it is sent,", () => {
  const { eks, sandbox } = withCluster();
  before(() => createRole(sandbox, A, "reader"));

  it("answers with an error of AWS's shape or a result, never with a failure", async () => {
    await createCluster(sandbox, A, { name: "fuzzed" });
    const members = [
      "name",
      "roleArn",
      "tags",
      "accessConfig",
      "resourcesVpcConfig",
      "nodegroupName",
      "nodeRole",
      "scalingConfig",
      "subnets",
      "labels",
      "addonName",
      "addonVersion",
      "configurationValues",
      "podIdentityAssociations",
      "namespace",
      "serviceAccount",
      "targetRoleArn",
      "policy",
      "disableSessionTags",
      "principalArn",
      "kubernetesGroups",
      "accessScope",
      "version",
    ];
    const likely = fc.constantFrom<unknown>(
      "fuzzed",
      roleArn(A, "reader"),
      roleArn(A, "fuzzed-node"),
      "eks-pod-identity-agent",
      "default",
      "1.34",
      true,
      {},
      [],
    );
    const path = fc.constantFrom(
      "/clusters",
      "/clusters/fuzzed/node-groups",
      "/clusters/fuzzed/node-groups/nodes/update-config",
      "/clusters/fuzzed/addons",
      "/clusters/fuzzed/addons/eks-pod-identity-agent/update",
      "/clusters/fuzzed/pod-identity-associations",
      "/clusters/fuzzed/access-entries",
      `/clusters/fuzzed/access-entries/${encodeURIComponent(roleArn(A, "fuzzed-node"))}/access-policies`,
      "/clusters/fuzzed/update-config",
      "/clusters/fuzzed/updates",
      `/tags/${encodeURIComponent(clusterArn(A, "fuzzed"))}`,
    );
    const body = fc.dictionary(
      fc.constantFrom(...members),
      fc.oneof({ weight: 3, arbitrary: likely }, fc.jsonValue({ maxDepth: 3 })),
    );
    const administrator = sandbox.administrator(A);
    await fc.assert(
      fc.asyncProperty(path, body, async (to, content) => {
        const answer = await signedCall(sandbox, administrator, "eks", "POST", to, content);
        ok(answer.status < 500, `${to} ${JSON.stringify(content)}: ${answer.status}`);
        if (answer.status >= 400) equal(answer.body.__type, answer.code);
      }),
      { numRuns: 400 },
    );
    equal(
      (await eks.describeNodegroup({ clusterName: "fuzzed", nodegroupName: "nodes" })).nodegroup
        ?.status,
      "ACTIVE",
    );
  }).timeout(60_000);
});
