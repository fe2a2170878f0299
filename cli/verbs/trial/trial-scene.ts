import {
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";

import { clientsOf, type Part, type Scene } from "../../../attempts/scene";
import type {
  LandingZone,
  ResolvedAccount,
  ResolvedReader,
  ResolvedSecret,
} from "../../../sdk/grant";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { UserError } from "../../terminal/errors";
import type { TrialNames } from "./names";
import { tokenOfPod } from "./pod-clients";

/** The readers and secrets of an inventory that attempts are about. */
export interface Cast {
  /** Reads secret-a, which application-b does not read. */
  applicationA: ResolvedReader;
  /** Reads secret-b of another account, by the secret's policy. */
  applicationB: ResolvedReader;
  /** Is cut off in the end: another one than those two where there is one. */
  revoked: ResolvedReader;
  secretA: ResolvedSecret;
  secretB: ResolvedSecret;
}

/** Chooses them. An inventory that has none such is a `UserError`. */
export function castOf({ readers }: LandingZone): Cast {
  for (const applicationB of readers) {
    const crossing = secretsOf(applicationB).find(
      ({ account, key }) => account !== applicationB.cluster.account && key !== undefined,
    );
    if (!crossing || applicationB.mode !== "resourcePolicy") continue;
    for (const applicationA of readers) {
      const isBeside =
        applicationA !== applicationB &&
        applicationA.cluster === applicationB.cluster &&
        applicationA.namespace === applicationB.namespace;
      const own = secretsOf(applicationA).find((one) => !secretsOf(applicationB).includes(one));
      if (!isBeside || !own || secretsOf(applicationA).includes(crossing)) continue;
      const rest = readers.find((one) => one !== applicationA && one !== applicationB);
      const revoked = rest ?? applicationA;
      return { applicationA, applicationB, revoked, secretA: own, secretB: crossing };
    }
  }
  throw new UserError(
    "the inventory must have a reader of another account's secret by resourcePolicy, and beside it in the same cluster and namespace a reader that reads another secret and not that one; it has none: leave out --inventory",
  );
}

function secretsOf({ grants }: ResolvedReader): ResolvedSecret[] {
  return grants.flatMap((grant) => (grant.kind === "secret" ? grant.target : []));
}

/** Access to the accounts of a trial, asked for once each. */
export function accessesOf(): (
  account: ResolvedAccount,
  region?: string,
) => Promise<AccountAccess> {
  const known = new Map<string, Promise<AccountAccess>>();
  return (account, region = account.region) => {
    const place = `${account.id} ${region}`;
    const access = known.get(place) ?? accountAccess(account, region, "trial");
    known.set(place, access);
    return access;
  };
}

/** What the owner's account says of a secret, which has its ARN once it is deployed. */
export async function describeSecret(
  { account, name, region }: ResolvedSecret,
  accessTo: ReturnType<typeof accessesOf>,
): Promise<DescribeSecretCommandOutput> {
  const { credentials } = await accessTo(account, region);
  const { secretsManager } = clientsOf({ region, credentials });
  return secretsManager.send(new DescribeSecretCommand({ SecretId: name }));
}

/** The deployed inventory as the attempts see it: in accounts and a cluster that may be AWS's own. */
export async function openTrialScene(
  { applicationA, applicationB, secretA, secretB }: Cast,
  { name, otherNamespace, path, tags }: TrialNames,
  accessTo: ReturnType<typeof accessesOf>,
): Promise<Scene> {
  const { cluster, namespace, region } = applicationB;
  const accounts: Partial<Record<Part, ResolvedAccount>> = {
    reader: cluster.account,
    owner: secretB.account,
  };
  const accountOf = (part: Part): ResolvedAccount => {
    const account = accounts[part];
    if (account) return account;
    throw new UserError("a trial has no third account");
  };
  const access = await accessTo(cluster.account, cluster.region);
  const [a, b] = await Promise.all([
    describeSecret(secretA, accessTo),
    describeSecret(secretB, accessTo),
  ]);
  const readerPod = ({ role, serviceAccount }: ResolvedReader) => ({
    ...{ serviceAccount, role: role.name, roleArn: role.arn },
  });
  const token: Scene["token"] = (serviceAccount, where = {}) =>
    tokenOfPod(access, { ...{ region, serviceAccount, namespace }, ...where, cluster });
  return {
    partition: cluster.account.partition,
    ...{ region, namespace, otherNamespace },
    cluster: { name: cluster.name, arn: cluster.arn },
    applicationA: readerPod(applicationA),
    applicationB: readerPod(applicationB),
    secretA: a.ARN ?? "",
    secretB: b.ARN ?? "",
    keyOfB: b.KmsKeyId ?? "",
    made: { prefix: `${name}-`, path, tags },
    account: (part) => accountOf(part).id,
    administrator: async (part) => {
      const { credentials } = await accessTo(accountOf(part));
      return clientsOf({ region, credentials });
    },
    token,
    pod: async (serviceAccount, where) => (await token(serviceAccount, where)).exchange(),
    session: async (by, request) => {
      const { Credentials: given } = await by.sts.send(
        new AssumeRoleCommand({ RoleArn: "", RoleSessionName: "attempt", ...request }),
      );
      const credentials = {
        accessKeyId: given?.AccessKeyId ?? "",
        secretAccessKey: given?.SecretAccessKey ?? "",
        sessionToken: given?.SessionToken ?? "",
      };
      return clientsOf({ region, credentials });
    },
  };
}
