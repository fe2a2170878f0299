import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { findKeyHolder } from "../../sandbox/identity/callers/caller";
import type { Caller } from "../../sandbox/wire/messages";
import {
  AUDIENCE,
  associate as associateIn,
  createPod,
  pinnedTrust,
  reassociate,
  requestToken,
} from "./eks-auth-support";
import {
  assumeRoleForPodIdentity,
  CLUSTER,
  clusterArn,
  createCluster,
  createRole,
  roleArn,
  withCluster,
} from "./eks-support";
import { policy } from "./secrets-support";
import { A, B, type Credentials, REGION } from "./support";

describe("EKS Auth", () => {
  const { k8s, sandbox } = withCluster({ nodes: true });
  let administrator: Credentials;
  before(async () => {
    await createCluster(sandbox, B);
    administrator = sandbox.administrator(A);
    for (const name of ["api", "other", "unassociated"]) await createPod(k8s, name);
    await createRole(sandbox, A, "reader", pinnedTrust("api"));
    await associate("api", { roleArn: roleArn(A, "reader") });
  });

  const associate = (serviceAccount: string, members: object) =>
    associateIn(sandbox, serviceAccount, members);
  const assume = (token: unknown, credentials = administrator, cluster = CLUSTER) =>
    assumeRoleForPodIdentity(sandbox, credentials, token, cluster);
  const tokenOf = (serviceAccount: string, spec: object = {}) =>
    requestToken(k8s, serviceAccount, spec);
  const callerOf = (credentials: Credentials): Caller => {
    const holder = findKeyHolder(sandbox.store, credentials as never, new Date());
    if ("fault" in holder) throw new Error(holder.message);
    return holder.caller;
  };

  it("trades a pod's token for a session of its role with six transitive tags", async () => {
    const token = await tokenOf("api");
    const { status, body } = await assume(token);
    equal(status, 200);
    deepStrictEqual(body.subject, { namespace: "default", serviceAccount: "api" });
    equal(body.audience, AUDIENCE);
    match(body.podIdentityAssociation.associationId, /^a-/);
    match(body.assumedRoleUser.arn, new RegExp(`^arn:aws:sts::${A}:assumed-role/reader/eks-shop-`));
    equal(body.assumedRoleUser.arn.split("/")[2].length <= 64, true);
    const { expiration, ...credentials } = body.credentials;
    ok(Number.isInteger(expiration));
    const lifetime = expiration - Date.now() / 1000;
    ok(lifetime > 5.9 * 3600 && lifetime <= 6 * 3600, `lives ${lifetime} s`);
    const identity = await sandbox.clients(credentials).sts.getCallerIdentity();
    equal(identity.Arn, body.assumedRoleUser.arn);
    const pod = (await k8s("GET", "/api/v1/namespaces/default/pods/api")).body;
    const tags = {
      "eks-cluster-arn": clusterArn(A),
      "eks-cluster-name": CLUSTER,
      "kubernetes-namespace": "default",
      "kubernetes-service-account": "api",
      "kubernetes-pod-name": "api",
      "kubernetes-pod-uid": pod.metadata.uid,
    };
    const caller = callerOf(credentials);
    deepStrictEqual(caller.transitiveTags, tags);
    deepStrictEqual(caller.principal.kind === "session" && caller.principal.tags, tags);
  });

  it("rejects a service account without an association", async () => {
    const { status, code, body } = await assume(await tokenOf("unassociated"));
    deepStrictEqual([status, code], [404, "ResourceNotFoundException"]);
    match(body.message, /^No association found/);
  });

  it("rejects a cluster that the caller's account does not have", async () => {
    const { status, code } = await assume(await tokenOf("api"), administrator, "absent");
    deepStrictEqual([status, code], [404, "ResourceNotFoundException"]);
  });

  it("rejects a role whose trust names another service account, account or cluster", async () => {
    const id = await associate("other", { roleArn: roleArn(A, "reader") });
    const trusts = {
      "other-account": { "aws:SourceAccount": B },
      "other-cluster": { "aws:RequestTag/eks-cluster-arn": clusterArn(A, "other") },
      "other-arn": { "aws:SourceArn": clusterArn(A, "other") },
    };
    const refused = async () => {
      const { status, code, body } = await assume(await tokenOf("other"));
      deepStrictEqual([status, code], [400, "AccessDeniedException"]);
      match(body.message, /EKS does not have permissions to assume the associated role/);
    };
    await refused();
    for (const [name, condition] of Object.entries(trusts)) {
      await createRole(sandbox, A, name, pinnedTrust("other", condition));
      await reassociate(sandbox, id, { roleArn: roleArn(A, name) });
      await refused();
    }
    await createRole(sandbox, A, "right", pinnedTrust("other", { "aws:SourceArn": clusterArn(A) }));
    await reassociate(sandbox, id, { roleArn: roleArn(A, "right") });
    equal((await assume(await tokenOf("other"))).status, 200);
    await sandbox.clients(A).iam.deleteRole({ RoleName: "right" });
    await refused();
  });

  it("sends no tags where they are disabled, so a trust that wants them fails closed", async () => {
    await createPod(k8s, "tagless");
    const id = await associate("tagless", {
      roleArn: roleArn(A, "reader"),
      disableSessionTags: true,
    });
    equal((await assume(await tokenOf("tagless"))).code, "AccessDeniedException");
    await createRole(sandbox, A, "open");
    const own = policy({ Action: "secretsmanager:*", Resource: "*" });
    await reassociate(sandbox, id, { roleArn: roleArn(A, "open"), policy: own });
    const { body } = await assume(await tokenOf("tagless"));
    const caller = callerOf(body.credentials);
    deepStrictEqual(caller.transitiveTags, {});
    deepStrictEqual(caller.sessionPolicies, [JSON.parse(own)]);
  });

  describe("with a target role", () => {
    const trustOfTarget = (condition: object) =>
      policy({
        Principal: { AWS: `arn:aws:iam::${A}:root` },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          ArnEquals: { "aws:PrincipalArn": roleArn(A, "first") },
          StringEquals: condition,
        },
      });
    before(async () => {
      await createPod(k8s, "chained");
      await createRole(sandbox, A, "first", undefined, [
        {
          Effect: "Allow",
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Resource: [roleArn(B, "target"), roleArn(B, "external")],
        },
      ]);
    });

    it("chains to it for an hour, its tags coming along", async () => {
      const tags = { "aws:RequestTag/kubernetes-service-account": "chained" };
      await createRole(sandbox, B, "target", trustOfTarget(tags));
      await associate("chained", {
        roleArn: roleArn(A, "first"),
        targetRoleArn: roleArn(B, "target"),
      });
      const { status, body } = await assume(await tokenOf("chained"));
      equal(status, 200);
      match(body.assumedRoleUser.arn, new RegExp(`^arn:aws:sts::${B}:assumed-role/target/`));
      ok(body.credentials.expiration - Date.now() / 1000 <= 3600);
      equal(callerOf(body.credentials).transitiveTags["kubernetes-service-account"], "chained");
    });

    it("sends the external id where tags are disabled", async () => {
      await createPod(k8s, "external");
      const externalId = `${REGION}/${A}/${CLUSTER}/default/external`;
      await createRole(sandbox, B, "external", trustOfTarget({ "sts:ExternalId": externalId }));
      const id = await associate("external", {
        roleArn: roleArn(A, "first"),
        targetRoleArn: roleArn(B, "external"),
        disableSessionTags: true,
      });
      equal((await assume(await tokenOf("external"))).status, 200);
      await reassociate(sandbox, id, { disableSessionTags: false });
      equal((await assume(await tokenOf("external"))).code, "AccessDeniedException");
    });

    it("rejects one that does not trust the first role", async () => {
      await createPod(k8s, "stray");
      await associate("stray", {
        roleArn: roleArn(A, "first"),
        targetRoleArn: roleArn(B, "absent"),
      });
      equal((await assume(await tokenOf("stray"))).code, "AccessDeniedException");
    });
  });
});
