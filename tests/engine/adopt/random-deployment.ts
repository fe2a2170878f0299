import { POD_TRUST } from "../../sandbox/eks-support";
import type { Random } from "../../sandbox/fuzz/random";
import { policy } from "../../sandbox/secrets-support";
import { landingZone } from "../../stacks/run-stack";
import { makeAdoptedClusters } from "../adopted-clusters";
import type { EngineHarness } from "../harness";
import { applyByHand, READS } from "./by-hand";

const ACCOUNTS = { a: "111111111111", b: "222222222222" };

/** The cluster. The sandbox knows it before anything is made. */
export const CLUSTER = `
id: lz-tests
accounts: { a: { id: "${ACCOUNTS.a}", region: us-east-1 }, b: { id: "${ACCOUNTS.b}", region: us-east-1 } }
clusters: { shop: { account: a, existing: true, secretsStoreCsi: { install: existing } } }
`;

/** A role of account a that reads some secrets and belongs to no pod. */
export const AUDITOR = `arn:aws:iam::${ACCOUNTS.a}:role/audit`;

export interface RandomDeployment {
  secrets: { name: string; account: "a" | "b"; key: string; isAudited: boolean }[];
  pods: { name: string; role: string; reads: string[]; isManaged: boolean; hasLogs: boolean }[];
  /** Whether the person takes over the secrets that the auditor reads. */
  takesOver: boolean;
}

/** Draws pods that mount secrets of two accounts. Their policies are inline or managed, and their keys shared or their own. */
export function randomDeployment({ below, chance, pick }: Random): RandomDeployment {
  const isAudited = chance(0.6);
  const takesOver = chance(0.5);
  const secrets = Array.from({ length: 1 + below(3) }, (_, index) => {
    const account = pick(["a", "b", "b"] as const);
    return {
      ...{ name: `secret${index}`, account, key: `key-${account}-${below(2)}` },
      isAudited: isAudited && chance(0.7),
    };
  });
  const pods = Array.from({ length: 1 + below(3) }, (_, index) => {
    const [first = "", ...others] = secrets.map(({ name }) => name).filter(() => chance(0.6));
    return {
      name: `pod${index}`,
      // Adopt leaves pods that share a role as they are, and they would lose what is taken over. The first pod has its own role.
      role: !takesOver && index > 1 && chance(0.4) ? `role${index - 1}` : `role${index}`,
      reads: [first || pick(secrets).name, ...others],
      isManaged: chance(0.5),
      hasLogs: chance(0.4),
    };
  });
  return { secrets, pods, takesOver };
}

/** Makes all of it by hand. Returns the ARNs of the secrets, by their names. */
export async function makeDeployment(
  sandbox: EngineHarness,
  { pods, secrets }: RandomDeployment,
): Promise<Map<string, string>> {
  await makeAdoptedClusters(sandbox, landingZone(CLUSTER));
  const { eks, iam } = await sandbox.aws("a");
  for (const addonName of ["eks-pod-identity-agent", "aws-secrets-store-csi-driver-provider"]) {
    await eks.createAddon({ clusterName: "shop", addonName });
  }
  const trust = { Principal: { AWS: `arn:aws:iam::${ACCOUNTS.a}:root` }, Action: "sts:AssumeRole" };
  await iam.createRole({ RoleName: "audit", AssumeRolePolicyDocument: policy(trust) });
  const arns = await makeSecrets(sandbox, secrets);
  const readingOf = (names: readonly string[]) =>
    policy(
      { Action: READS, Resource: names.map((name) => arns.get(name)) },
      { Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: "*" },
    );
  const audited = secrets.filter((one) => one.isAudited).map(({ name }) => name);
  if (audited.length > 0) {
    await iam.putRolePolicy({
      ...{ RoleName: "audit", PolicyName: "read", PolicyDocument: readingOf(audited) },
    });
  }
  for (const { hasLogs, isManaged, name, reads, role } of pods) {
    const sharers = pods.filter((one) => one.role === role);
    if (sharers[0]?.name === name) {
      await iam.createRole({ RoleName: role, AssumeRolePolicyDocument: POD_TRUST });
      const all = [...new Set(sharers.flatMap((one) => one.reads))];
      const documents = { read: readingOf(all), ...(hasLogs && { logs: LOGS }) };
      for (const [PolicyName, PolicyDocument] of Object.entries(documents)) {
        if (isManaged) {
          const named = `${role}-${PolicyName}`;
          const { Policy } = await iam.createPolicy({ PolicyName: named, PolicyDocument });
          await iam.attachRolePolicy({ RoleName: role, PolicyArn: Policy?.Arn });
        } else await iam.putRolePolicy({ RoleName: role, PolicyName, PolicyDocument });
      }
    }
    const roleArn = `arn:aws:iam::${ACCOUNTS.a}:role/${role}`;
    await eks.createPodIdentityAssociation({
      ...{ clusterName: "shop", namespace: "default", serviceAccount: name, roleArn },
    });
    await applyByHand(sandbox, name, ...reads.map((read) => arns.get(read) ?? ""));
  }
  return arns;
}

const LOGS = policy({ Action: "logs:PutLogEvents", Resource: "*" });

async function makeSecrets(
  sandbox: EngineHarness,
  secrets: RandomDeployment["secrets"],
): Promise<Map<string, string>> {
  const arns = new Map<string, string>();
  const keys = new Map<string, string>();
  const others = { Principal: { AWS: `arn:aws:iam::${ACCOUNTS.a}:root` } };
  for (const { account, key, name } of secrets) {
    const { kms, secretsManager } = await sandbox.aws(account);
    if (!keys.has(key)) {
      const own = { Principal: { AWS: `arn:aws:iam::${ACCOUNTS[account]}:root` }, Action: "kms:*" };
      const letIn = { ...others, Action: ["kms:Decrypt", "kms:DescribeKey"] };
      const Policy = policy(own, ...(account === "b" ? [letIn] : []));
      const { KeyMetadata } = await kms.createKey({ Policy });
      keys.set(key, KeyMetadata?.Arn ?? "");
      await kms.createAlias({ AliasName: `alias/${key}`, TargetKeyId: KeyMetadata?.KeyId });
    }
    const { ARN = "" } = await secretsManager.createSecret({
      ...{ Name: name, KmsKeyId: keys.get(key), SecretString: "swordfish" },
    });
    arns.set(name, ARN);
    if (account === "b") {
      const ResourcePolicy = policy({ ...others, Action: READS });
      await secretsManager.putResourcePolicy({ SecretId: ARN, ResourcePolicy });
    }
  }
  return arns;
}
