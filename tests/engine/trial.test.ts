import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { EKS } from "@aws-sdk/client-eks";
import { IAM, type Tag } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { ALL_ATTEMPTS } from "../../attempts/all-attempts";
import type { AccountAccess } from "../../cli/aws/account-access";
import { callsOf } from "../../cli/clusters/kubernetes-objects";
import {
  type ClientConfiguration,
  ENGINE_TIMEOUT,
  type EngineHarness,
  engineHarness,
} from "./harness";
import { creation, proxyTo } from "./proxy";
import { heldUnder, runTrial, type TrialRun } from "./run-trial";

/** Two accounts by their profiles; the trial brings everything else. */
const ACCOUNTS = `
id: lz-tests
accounts:
  pods: { id: "111111111111", region: us-east-1 }
  data: { id: "222222222222", region: us-east-1 }
`;

const PLACE = ["--reader", "pods", "--owner", "data", "--region", "us-east-1"];

describe("trial", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;

  before(async () => {
    sandbox = await engineHarness(ACCOUNTS);
  });
  after(() => sandbox.remove());

  const trial = (args: string[], options: TrialRun = {}) => runTrial(sandbox, args, options);

  const held = (name: string) => heldUnder(sandbox, name);

  it("removes by its tag what a trial has left, from anywhere, and nothing else", async () => {
    for (const [name, tag] of [
      ["eps-trial-0a0a0a", "0a0a0a"],
      ["eps-trial-0b0b0b", "0b0b0b"],
    ] as const) {
      await makeLeftOvers(sandbox, name, tag);
    }
    // Somebody's own, which only has such a name.
    const own = "eps-trial-0a0a0a-own";
    const trust = { Effect: "Allow", Principal: { AWS: "111111111111" }, Action: "sts:AssumeRole" };
    await new IAM(await sandbox.client("pods")).createRole({
      RoleName: own,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    });
    const before = await held("eps-trial-0b0b0b");
    const { answer, code, stderr } = await trial(["--remove", "0a0a0a", ...PLACE]);
    strictEqual(code, 0, stderr);
    const { keys, left, result } = answer();
    deepStrictEqual([result, left, keys.length], ["removed", [], 1]);
    const days = (Date.parse(keys[0]?.deletion ?? "") - Date.now()) / 86_400_000;
    ok(days > 6.9 && days < 7.1, `${days} days`);
    match(stderr, /only what is found by its tag is removed/);
    deepStrictEqual(await held("eps-trial-0a0a0a"), [`role 111111111111 ${own}`]);
    deepStrictEqual(await held("eps-trial-0b0b0b"), before);
    strictEqual(before.length > 4, true);
    strictEqual((await trial(["--remove", "0b0b0b", ...PLACE])).code, 0);
  });

  it("finds namespaces in a cluster that was there before by the trial's association, and names what it could not look into", async () => {
    const name = "eps-trial-0c0c0c";
    const pods = await sandbox.client("pods");
    const eks = new EKS(pods);
    const call = await makeUsedCluster(eks, pods, "shared", name, true);
    await makeUsedCluster(eks, pods, "closed", name, false);
    const body = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    strictEqual((await call({ method: "POST", path: "/api/v1/namespaces", body })).status, 201);
    const { answer, code } = await trial(["--remove", "0c0c0c", ...PLACE]);
    const { left, result } = answer();
    deepStrictEqual([code, result], [1, "failed"]);
    deepStrictEqual(
      left.map((one) => one.name),
      ["of cluster closed", "in a cluster that existed before the trial"],
    );
    match(left[0]?.reason ?? "", /nobody could look into the cluster: .*40[13]/);
    const path = `/api/v1/namespaces/${name}`;
    strictEqual((await call({ method: "GET", path })).status, 404);
  });

  it("does not say of an id of which nothing is found that it was removed", async () => {
    const { answer, code } = await trial(["--remove", "0d0d0d", ...PLACE]);
    const { left, result } = answer();
    deepStrictEqual([code, result], [1, "nothing found"]);
    match(left[0]?.reason ?? "", /not looked for: add --cluster NAME, or --inventory FILE/);
  });

  it("stops at Ctrl-C, says how what it has made is removed, and removes it", async () => {
    const interruptAt = /^reader\.\w+: \d+ create/m;
    const { answer, code } = await trial([...PLACE, "--yes"], { interruptAt });
    strictEqual(code, 1);
    const { id, result } = answer();
    strictEqual(result, "interrupted");
    match(readFileSync(reportOf(id), "utf8"), new RegExp(`trial --remove ${id}`));
    ok((await held(id)).length > 0);
    const removed = await trial(["--remove", id]);
    strictEqual(removed.code, 0, removed.stderr);
    strictEqual(removed.answer().result, "removed");
    deepStrictEqual(await held(id), []);
    const resumed = await trial(["--resume", id]);
    strictEqual(resumed.code, 2);
    match(resumed.stdout, /was stopped, got \w{6}, which has ended: failed/);
  });

  it("passes in the sandbox though it is stopped and killed: reads, attempts, a second value, a reader cut off, and all is removed", async () => {
    const values: string[] = [];
    const kill = new AbortController();
    const proxy = await proxyTo(sandbox.connection.endpoint, {
      asked: ({ body, headers }) => {
        if (`${headers["x-amz-target"]}`.endsWith(".PutSecretValue")) {
          values.push(JSON.parse(body).SecretString);
        }
        return false;
      },
      answered: (call) => {
        const isRoleMadeAnew = /^CreateRole eps-trial-\w+-b$/.test(creation(call) ?? "");
        if (!isRoleMadeAnew || !/Path=%2Feps-trial/.test(call.body) || kill.signal.aborted)
          return false;
        kill.abort();
        return true;
      },
    });
    const { endpoint } = proxy;
    const interruptAt = /^deploy readers and probe pods/m;
    const first = await trial([...PLACE, "--yes"], { endpoint, interruptAt });
    const { id, result: stopped } = first.answer();
    deepStrictEqual([first.code, stopped], [1, "interrupted"], first.stderr);
    const second = await trial(["--resume", id], { endpoint, killed: kill.signal });
    deepStrictEqual([second.code, second.stdout], [null, ""], second.stderr);
    const { answer, code, stderr, stdout } = await trial(["--resume", id], { endpoint });
    proxy.close();
    strictEqual(code, 0, stderr);
    const {
      attempts,
      keys,
      kill: own,
      left,
      proof,
      reads,
      result,
      resumed,
      revoked,
      steps,
    } = answer();
    strictEqual(resumed?.length, 2);
    deepStrictEqual([result, left, keys.length, own?.isKilled], ["passed", [], 1, true]);
    deepStrictEqual([proof?.result, revoked.length], ["proved", 2]);
    deepStrictEqual(
      attempts.map(({ attempt }) => attempt).sort(),
      ALL_ATTEMPTS.filter(({ needs }) => !needs)
        .map(({ name }) => name)
        .sort(),
    );
    ok(attempts.length >= 17);
    for (const one of [...attempts, ...revoked]) {
      strictEqual(one.result, "refused");
      ok(one.code && one.requestId, one.attempt);
    }
    for (const value of ["first", "second"]) {
      const own = reads.filter((one) => one.value === value);
      deepStrictEqual(own.filter((one) => one.result === "reads").length, 6);
      deepStrictEqual(new Set(own.map(({ by }) => by)), new Set(["credentials", "mount"]));
    }
    ok(steps.some(({ step }) => step.endsWith("after a kill")));
    match(readFileSync(reportOf(id), "utf8"), new RegExp(`^# Trial ${id}: passed`));
    deepStrictEqual(await held(id), []);

    const directory = join(sandbox.data.path, `eps-trial-${id}`);
    const files = readdirSync(directory, { recursive: true, encoding: "utf8" })
      .map((name) => join(directory, name))
      .filter((file) => statSync(file).isFile());
    const told = [first, second].flatMap((one) => [one.stdout, one.stderr]);
    const texts = [...told, stdout, stderr, ...files.map((file) => readFileSync(file, "utf8"))];
    const puts = values.filter((value) => value !== "made by the reader");
    strictEqual(puts.length, 6);
    for (const value of puts) ok(texts.every((one) => !one.includes(value)));
    for (const one of texts) doesNotMatch(one, /secretAccessKey|sessionToken/i);
    strictEqual(statSync(join(directory, "passphrase")).mode & 0o777, 0o600);
    ok(existsSync(join(directory, "trial.json")));
  });

  function reportOf(id: string): string {
    return join(sandbox.data.path, `eps-trial-${id}`, "trial.md");
  }
});

/** Makes a cluster that the trial has not made, and an association of the trial in it. Answers how to call its API. */
async function makeUsedCluster(
  eks: EKS,
  pods: ClientConfiguration,
  cluster: string,
  namespace: string,
  isOpen: boolean,
) {
  const iam = new IAM(pods);
  const plane = await makeRole(iam, `${cluster}-plane`, "eks.amazonaws.com");
  const roleArn = await makeRole(iam, `${cluster}-pod`, "pods.eks.amazonaws.com");
  await eks.createCluster({
    ...{
      name: cluster,
      roleArn: plane,
      resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    },
    accessConfig: { bootstrapClusterCreatorAdminPermissions: isOpen, authenticationMode: "API" },
  });
  const place = { clusterName: cluster, namespace, serviceAccount: "application-a" };
  await eks.createPodIdentityAssociation({ ...place, roleArn });
  const { cluster: described = {} } = await eks.describeCluster({ name: cluster });
  const asked = { id: cluster, name: cluster, region: pods.region };
  return callsOf(asked, described, pods as AccountAccess & ClientConfiguration);
}

async function makeRole(iam: IAM, RoleName: string, Service: string, Tags: Tag[] = []) {
  const Action = ["sts:AssumeRole", "sts:TagSession"];
  const Statement = [{ Effect: "Allow", Principal: { Service }, Action }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  const { Role } = await iam.createRole({ RoleName, AssumeRolePolicyDocument, Tags });
  return Role?.Arn ?? "";
}

/** Makes in both accounts what a killed trial leaves. */
async function makeLeftOvers({ client }: EngineHarness, name: string, id: string): Promise<void> {
  const tags = { "eks-pod-secrets-trial": id };
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const [pods, data] = await Promise.all([client("pods"), client("data")]);
  const iam = new IAM(pods);
  const plane = await makeRole(iam, `${name}-plane`, "eks.amazonaws.com", Tags);
  const roleArn = await makeRole(iam, `${name}-a`, "pods.eks.amazonaws.com", Tags);
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
  await iam.putRolePolicy({ RoleName: `${name}-a`, PolicyName: "everything", PolicyDocument });
  const eks = new EKS(pods);
  await eks.createCluster({
    name,
    roleArn: plane,
    resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    tags,
  });
  await eks.createAddon({ clusterName: name, addonName: "eks-pod-identity-agent", tags });
  const place = { clusterName: name, namespace: name, serviceAccount: "application-a" };
  await eks.createPodIdentityAssociation({ ...place, roleArn, tags });
  await new SecretsManager(data).createSecret({
    ...{ Name: `${name}/secret-b`, Tags, SecretString: "x" },
  });
  const kms = new KMS(data);
  const { KeyMetadata } = await kms.createKey({
    Tags: [{ TagKey: "eks-pod-secrets-trial", TagValue: id }],
  });
  await kms.createAlias({ AliasName: `alias/${name}`, TargetKeyId: KeyMetadata?.KeyId });
}
