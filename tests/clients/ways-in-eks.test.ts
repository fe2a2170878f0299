import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { EKS_KINDS, KUBERNETES_KINDS } from "../../cli/changes/kinds";
import { KINDS, sessionOf, waysToRead } from "../../proof";
import type { AssociationDocuments } from "../../sdk/access";
import { ACCOUNT, ATTACKER, SECRET, worldOf } from "../cli/changes/planted/world";
import { bearerToken, clusterAddress, clusterRequest } from "../sandbox/eks-support";
import { type Credentials, credentialsOf, startSandbox } from "../sandbox/support";
import { withAwsCli } from "./aws-cli";
import { caseOf, EKS_REPLAYS, type EksReplay } from "./ways/in-eks";
import { buildWorld, VALUE } from "./ways/sandbox-world";

const AUDIENCE = "pods.eks.amazonaws.com";

describe("ways to read through EKS, replayed by the AWS CLI", () => {
  const cli = withAwsCli();
  beforeEach(async () => {
    await cli.sandbox.stop();
    Object.assign(cli.sandbox, await startSandbox());
  });
  afterEach(() => deepStrictEqual(cli.sandbox.failures, []));

  for (const replay of EKS_REPLAYS) {
    const name = `${replay.kinds.join(", ")}, edits ${replay.edits ?? "nothing"}`;
    it(`reads by ${name}`, async () => {
      const [way] = waysOf(replay, replay.rights);
      const found = way?.steps.map(({ kind }) => kind.id) ?? [];
      deepStrictEqual(
        replay.kinds.filter((kind) => !found.includes(kind)),
        [],
      );
      deepStrictEqual(await go(replay, replay.rights), { value: VALUE });
    });

    it(`does not read with rights that come near to ${name}`, async () => {
      const found = waysOf(replay, replay.near).flatMap(({ steps }) => steps);
      deepStrictEqual(
        found.map(({ kind, target }) => `${kind.id} ${target}`),
        [],
      );
      const { refused, value } = await go(replay, replay.near);
      strictEqual(value, undefined);
      ok(/AccessDenied|Forbidden/.test(refused ?? ""), refused);
    });
  }

  const waysOf = (replay: EksReplay, rights: object[]) =>
    waysToRead(worldOf(caseOf(replay, rights)), {
      kinds: [...KINDS, ...EKS_KINDS, ...KUBERNETES_KINDS],
      secrets: [SECRET],
      starts: [sessionOf(ATTACKER)],
    }).ways;

  /** Goes the way to its end, or until something refuses it. */
  async function go(replay: EksReplay, rights: object[]) {
    const { asks, commands, edits, pod } = replay;
    const { sandbox } = cli;
    const world = worldOf(caseOf(replay, rights));
    const { real } = await buildWorld(sandbox, world);
    const { eks, sts } = sandbox.clients(ACCOUNT, "eu-west-1");
    const asked = { RoleArn: ATTACKER, RoleSessionName: "attacker" };
    const attacker = credentialsOf((await sts.assumeRole(asked)).Credentials);
    const association = await buildCluster(replay);
    const run = (who: Credentials, command: string[]) =>
      cli.run(who, ...command.map((one) => real(one.replace("ASSOCIATION", association))));

    for (const command of commands) {
      const { exitCode, stderr } = await run(attacker, command);
      if (exitCode !== 0) return { refused: stderr };
    }
    const administrator = await apiOf(sandbox.administrator(ACCOUNT));
    const own = await apiOf(attacker);
    const space = `/api/v1/namespaces/${pod.namespace}`;
    const started = await (asks ? administrator : own)("POST", `${space}/pods`, podOf(pod));
    if (started.status >= 300) return { refused: `${started.body.reason}` };
    // The attacker asks for the pod's token. Otherwise the kubelet does, and the agent of the node exchanges it.
    const token = await (asks ? own : administrator)(
      ...(["POST", `${space}/serviceaccounts/${pod.serviceAccount}/token`] as const),
      { spec: { audiences: [AUDIENCE], boundObjectRef: { kind: "Pod", name: "attacker" } } },
    );
    const session = await exchange(
      token.body.status.token,
      asks ? attacker : sandbox.administrator(ACCOUNT),
    );
    if ("refused" in session) return session;
    const read = ["secretsmanager", "get-secret-value", "--secret-id", SECRET];
    const answer = await run(session, [...read, "--region", "eu-west-1"]);
    if (answer.exitCode !== 0) return { refused: answer.stderr };
    return { value: JSON.parse(answer.stdout).SecretString };

    async function buildCluster({ associated }: EksReplay): Promise<string> {
      const { iam } = sandbox.clients(ACCOUNT);
      const Statement = {
        ...{ Effect: "Allow", Principal: { Service: "eks.amazonaws.com" } },
        Action: "sts:AssumeRole",
      };
      await iam.createRole({
        RoleName: "cluster",
        AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }),
      });
      await eks.createCluster({
        ...{ name: "main", version: "1.34", roleArn: `arn:aws:iam::${ACCOUNT}:role/cluster` },
        resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
      });
      const admin = await apiOf(sandbox.administrator(ACCOUNT));
      for (const name of ["orders", "other"]) {
        await admin("POST", "/api/v1/namespaces", { metadata: { name } });
        for (const account of ["web", "job"]) {
          const metadata = { name: account };
          await admin("POST", `/api/v1/namespaces/${name}/serviceaccounts`, { metadata });
        }
      }
      let id = "";
      for (const one of (world.documents.associations ?? []) as AssociationDocuments[]) {
        const { namespace, roleArn, serviceAccount } = one;
        const made = { clusterName: "main", namespace, roleArn, serviceAccount };
        const { association } = await eks.createPodIdentityAssociation(made);
        if (associated) id = association?.associationId ?? "";
      }
      if (!edits) return id;
      const named = { clusterName: "main", principalArn: ATTACKER };
      await eks.createAccessEntry(named);
      await eks.associateAccessPolicy({
        ...{ ...named, policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy" },
        accessScope: { type: "namespace", namespaces: edits },
      });
      return id;
    }

    async function apiOf(who: Credentials) {
      const token = await bearerToken(sandbox, who, "main");
      const { directory, endpoint } = sandbox;
      const address = clusterAddress(endpoint, directory, ACCOUNT, "main", "eu-west-1");
      return async (method: string, path: string, body: object) => {
        const { status, text } = await clusterRequest(address, path, { method, token, body });
        return { status, body: JSON.parse(text) };
      };
    }

    async function exchange(token: string, who: Credentials) {
      const command = ["eks-auth", "assume-role-for-pod-identity", "--cluster-name", "main"];
      const given = [...command, "--region", "eu-west-1", "--token", token];
      const { exitCode, stderr, stdout } = await run(who, given);
      if (exitCode !== 0) return { refused: stderr };
      return JSON.parse(stdout).credentials as Credentials;
    }
  }
});

function podOf({ serviceAccount }: EksReplay["pod"]) {
  const spec = { serviceAccountName: serviceAccount, containers: [{ name: "main" }] };
  return { metadata: { name: "attacker" }, spec };
}
