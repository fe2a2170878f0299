import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { decodeProtectedHeader, generateKeyPair, SignJWT } from "jose";
import type { ClusterRecord } from "../../sandbox/clusters/records";
import type { Session } from "../../sandbox/identity/callers/issue-session";
import type { AgentGeneration } from "../../sandbox/pods/agent/agent-request";
import { createPodIdentityAgent } from "../../sandbox/pods/agent/pod-identity-agent";
import { associate, createPod, requestToken } from "./eks-auth-support";
import { CLUSTER, createRole, POD_TRUST, withCluster } from "./eks-support";
import { A, REGION } from "./support";

const HOUR = 3600 * 1000;
const REVOKED = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
};
const READ = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*" };

describe("the Pod Identity agent", () => {
  const { k8s, sandbox } = withCluster({ each: true, nodes: true });
  let associationId: string;
  let cluster: ClusterRecord;
  beforeEach(async () => {
    await createPod(k8s, "api");
    const role = await createRole(sandbox, A, "reader", POD_TRUST, [READ]);
    associationId = await associate(sandbox, "api", { roleArn: role });
    cluster = sandbox.store.get<ClusterRecord>(["eks-cluster", A, REGION, CLUSTER]) as never;
    await sandbox.clients(A).secretsManager.createSecret({ Name: "s", SecretString: "value" });
  });

  /** Starts an agent with an empty cache. Its clock is the sandbox's. */
  const startAgent = (generation: AgentGeneration) => {
    const agent = createPodIdentityAgent(sandbox);
    let offset = 0;
    return {
      ask: (token: string) =>
        agent({
          cluster,
          generation,
          token,
          node: () => sandbox.administrator(A) as Session,
          now: new Date(Date.now() + offset),
        }),
      wait: (milliseconds: number) => {
        offset += milliseconds;
        sandbox.advance(milliseconds);
      },
    };
  };
  const tokenOfADay = () => requestToken(k8s, "api", { expirationSeconds: 86_400 });
  const deleteAssociation = () =>
    sandbox.clients(A).eks.deletePodIdentityAssociation({ clusterName: CLUSTER, associationId });
  const gone = { code: "ResourceNotFoundException", status: 404 };

  for (const generation of ["0.1", "0.2"] as const) {
    it(`of ${generation} gives credentials for three hours after their association is gone`, async () => {
      const { ask, wait } = startAgent(generation);
      const token = await tokenOfADay();
      const first = await ask(token);
      await deleteAssociation();
      wait(3 * HOUR - 60_000);
      deepStrictEqual(await ask(token), first);
      wait(60_000);
      await rejects(ask(token), gone);
    });

    it(`of ${generation} renews credentials after three hours`, async () => {
      const { ask, wait } = startAgent(generation);
      const token = await tokenOfADay();
      const first = await ask(token);
      wait(3 * HOUR);
      const second = await ask(token);
      equal(second.accessKeyId === first.accessKeyId, false);
      deepStrictEqual(await ask(token), second);
    });

    it(`of ${generation} gives credentials that read nothing once the reader is revoked`, async () => {
      const { ask } = startAgent(generation);
      const token = await tokenOfADay();
      const read = async () => {
        const { secretsManager } = sandbox.clients(await ask(token));
        return secretsManager.getSecretValue({ SecretId: "s" });
      };
      equal((await read()).SecretString, "value");
      await deleteAssociation();
      equal((await read()).SecretString, "value");
      await sandbox.clients(A).iam.putRolePolicy({
        RoleName: "reader",
        PolicyName: "eks-pod-secrets-revoked",
        PolicyDocument: JSON.stringify(REVOKED),
      });
      await rejects(read(), { name: "AccessDeniedException" });
    });
  }

  it("of 0.1 asks EKS Auth for a rotated token", async () => {
    const { ask } = startAgent("0.1");
    await ask(await tokenOfADay());
    await deleteAssociation();
    await rejects(ask(await tokenOfADay()), gone);
  });

  it("of 0.2 gives rotated tokens, and those of deleted pods, what it keeps for the pod", async () => {
    const { ask } = startAgent("0.2");
    const first = await ask(await tokenOfADay());
    const rotated = await tokenOfADay();
    await deleteAssociation();
    await k8s("DELETE", "/api/v1/namespaces/default/pods/api");
    deepStrictEqual(await ask(rotated), first);
  });

  it("of 0.2 asks EKS Auth for a rotated token where the API server is older than 1.34", async () => {
    cluster = { ...cluster, version: "1.33" };
    const { ask } = startAgent("0.2");
    await ask(await tokenOfADay());
    await deleteAssociation();
    await rejects(ask(await tokenOfADay()), gone);
  });

  it("of 0.2 gives nothing that it keeps to a token that the cluster did not sign", async () => {
    const { ask } = startAgent("0.2");
    const token = await tokenOfADay();
    await ask(token);
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
    const { privateKey } = await generateKeyPair("RS256");
    const { kid } = decodeProtectedHeader(token);
    const forged = new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(privateKey);
    await rejects(ask(await forged), { code: "InvalidTokenException" });
  });

  it("finds the key of each token in what the API server publishes", async () => {
    const { kid = "" } = decodeProtectedHeader(await tokenOfADay());
    match(kid, /^[0-9a-f]{40}$/);
    const { body } = await k8s("GET", "/openid/v1/jwks");
    deepStrictEqual(
      body.keys.map((key: { kid: string }) => key.kid),
      [kid],
    );
  });
});
