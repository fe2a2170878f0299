import { deepStrictEqual, rejects, strictEqual } from "node:assert";
import type { ResolvedAccount, ResolvedCluster } from "../../sdk/grant";
import { stackOutputs } from "../../stacks/contract";
import { mockEngine, promiseOf } from "../sdk/components/mocked-engine";
import { zone } from "./reference";

const [cluster] = zone.clusters as [ResolvedCluster];
const connection = {
  arn: cluster.arn,
  endpoint: "https://cluster.example",
  certificateAuthority: "Q0E=",
  oidcIssuer: "https://oidc.example/id",
};
const secretArn = "arn:aws:secretsmanager:us-east-1:222222222222:secret:secret-b-AbC123";

describe("contract between stacks", () => {
  const [account, owner] = zone.accounts as [ResolvedAccount, ResolvedAccount];

  async function clusterOf(outputs: Record<string, unknown>) {
    await mockEngine({ stacks: { "organization/eks-pod-secrets/account-a.cluster": outputs } });
    return promiseOf(stackOutputs(account, "cluster").cluster(cluster));
  }

  async function secretOf(outputs: Record<string, unknown>) {
    await mockEngine({ stacks: { "organization/eks-pod-secrets/account-b.secrets": outputs } });
    return promiseOf(stackOutputs(owner, "secrets").arn("secrets", "secret-b", "secretsmanager"));
  }

  it("hands on a cluster's connection and nothing else", async () => {
    const outputs = { clusters: { "ascp-podidentity": { ...connection, kubeconfig: "…" } } };
    deepStrictEqual(await clusterOf(outputs), connection);
  });

  it("hands on the ARN of a secret", async () => {
    strictEqual(await secretOf({ secrets: { "secret-b": secretArn } }), secretArn);
  });

  it("rejects a stack that lacks the output", () => rejects(clusterOf({}), /clusters/));

  it("rejects a stack that lacks the cluster", () =>
    rejects(clusterOf({ clusters: {} }), {
      message:
        "output clusters.ascp-podidentity.arn of stack account-a.cluster must be text that begins with arn:, got nothing; run pulumi up -s account-a.cluster first",
    }));

  it("rejects a cluster of another ARN than the inventory's", () =>
    rejects(
      clusterOf({ clusters: { "ascp-podidentity": { ...connection, arn: "arn:aws:eks:x" } } }),
      {
        message: `output clusters.ascp-podidentity.arn of stack account-a.cluster must be ${cluster.arn} as in the inventory, got arn:aws:eks:x; use one inventory for both stacks`,
      },
    ));

  for (const field of ["endpoint", "certificateAuthority", "oidcIssuer"]) {
    it(`rejects a cluster whose ${field} is not text`, () =>
      rejects(clusterOf({ clusters: { "ascp-podidentity": { ...connection, [field]: 1 } } }), {
        message: new RegExp(
          `^output clusters.ascp-podidentity.${field} of stack account-a.cluster must be text`,
        ),
      }));
  }

  it("rejects an ARN of another service", () =>
    rejects(secretOf({ secrets: { "secret-b": "arn:aws:kms:us-east-1:222222222222:key/k" } }), {
      message:
        /^output secrets.secret-b of stack account-b.secrets must be an ARN of secretsmanager, got "arn:aws:kms/,
    }));

  it("rejects a name that only every object has", async () => {
    await mockEngine({
      stacks: { "organization/eks-pod-secrets/account-b.secrets": { secrets: {} } },
    });
    await rejects(
      promiseOf(stackOutputs(owner, "secrets").arn("secrets", "constructor", "secretsmanager")),
    );
  });
});
