import {
  DescribeSecretCommand,
  type DescribeSecretCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import {
  clientsOf,
  type Part,
  type PodPlace,
  type Scene,
  sessionCredentials,
} from "../../../attempts/scene";
import { getOrMake } from "../../../sdk/collections/maps";
import type {
  LandingZone,
  ResolvedAccount,
  ResolvedCluster,
  ResolvedReader,
  ResolvedSecret,
} from "../../../sdk/grant";
import { type AccountAccess, accountAccess } from "../../aws/account-access";
import { UserError } from "../../terminal/errors";
import { ATTEMPT_TAG, type TrialNames } from "./names";
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
  /** An account that is neither the readers' nor the owner's of secret-b. */
  third?: ResolvedAccount;
  /** Its cluster that has the name of the readers'. */
  namesake?: ResolvedCluster;
  /** Another cluster of the readers' account. */
  secondCluster?: ResolvedCluster;
}

/** Chooses them. An inventory that has none such is a `UserError`. */
export function castOf(zone: LandingZone): Cast {
  const { readers } = zone;
  for (const applicationB of readers) {
    const crossing = secretsOf(applicationB).find(
      ({ account, key }) => account !== applicationB.cluster.account && key !== undefined,
    );
    if (!crossing || applicationB.mode !== "resourcePolicy") continue;
    for (const applicationA of readers) {
      const isBeside =
        applicationA !== applicationB &&
        applicationA.cluster === applicationB.cluster &&
        applicationA.namespace === applicationB.namespace &&
        applicationA.region === applicationB.region;
      const own = secretsOf(applicationA).find((one) => !secretsOf(applicationB).includes(one));
      if (!isBeside || !own || secretsOf(applicationA).includes(crossing)) continue;
      const rest = readers.find((one) => one !== applicationA && one !== applicationB);
      const revoked = rest ?? applicationA;
      const cast = { applicationA, applicationB, revoked, secretA: own, secretB: crossing };
      return { ...cast, ...othersOf(zone, cast) };
    }
  }
  throw new UserError(
    "the inventory must have a reader of another account's secret by resourcePolicy, and beside it in the same cluster, namespace and region a reader that reads another secret and not that one; it has none: leave out --inventory",
  );
}

function secretsOf({ grants }: ResolvedReader): ResolvedSecret[] {
  return grants.flatMap((grant) => (grant.kind === "secret" ? grant.target : []));
}

/** What some attempts need, where the inventory has it. */
function othersOf(
  { accounts, clusters }: LandingZone,
  { applicationB: { cluster }, secretB }: Pick<Cast, "applicationB" | "secretB">,
): Pick<Cast, "third" | "namesake" | "secondCluster"> {
  const isThird = (account: ResolvedAccount) =>
    account !== cluster.account && account !== secretB.account;
  const near = clusters.filter(({ region }) => region === cluster.region);
  const namesake = near.find(({ account, name }) => isThird(account) && name === cluster.name);
  const third = namesake?.account ?? accounts.find(isThird);
  const secondCluster = near.find((one) => one !== cluster && one.account === cluster.account);
  return {
    ...(third && { third }),
    ...(namesake && { namesake }),
    ...(secondCluster && { secondCluster }),
  };
}

/** Access to the accounts of a trial; the region defaults to the account's. */
export type AccessTo = (account: ResolvedAccount, region?: string) => Promise<AccountAccess>;

/** Access that is asked for once each. */
export function accessesOf(): AccessTo {
  const known = new Map<string, Promise<AccountAccess>>();
  return (account, region = account.region) =>
    getOrMake(known, `${account.id} ${region}`, () => accountAccess(account, region, "trial"));
}

/** What the owner's account says of a secret, which has its ARN once it is deployed. */
export async function describeSecret(
  { account, name, region }: ResolvedSecret,
  accessTo: AccessTo,
): Promise<DescribeSecretCommandOutput> {
  const { credentials } = await accessTo(account, region);
  const { secretsManager } = clientsOf({ region, credentials });
  return secretsManager.send(new DescribeSecretCommand({ SecretId: name }));
}

/** The deployed inventory as the attempts see it: in accounts and a cluster that may be AWS's own. */
export async function openTrialScene(
  { applicationA, applicationB, namesake, secondCluster, secretA, secretB, third }: Cast,
  { name, otherNamespace, path, tags }: TrialNames,
  accessTo: AccessTo,
): Promise<Scene> {
  const { cluster, namespace, region } = applicationB;
  const accounts: Partial<Record<Part, ResolvedAccount>> = {
    reader: cluster.account,
    owner: secretB.account,
    ...(third && { third }),
  };
  const accountOf = (part: Part): ResolvedAccount => {
    const account = accounts[part];
    if (account) return account;
    throw new UserError("the inventory has no third account");
  };
  const clients = (credentials: AccountAccess["credentials"]) => ({
    ...clientsOf({ region, credentials }),
    // The readers may read in another region than that of the cluster.
    eks: clientsOf({ region: cluster.region, credentials }).eks,
  });
  const clusterAt = ({ cluster: name, part }: PodPlace) => {
    const found = part === "third" ? namesake : name === undefined ? cluster : secondCluster;
    if (found) return found;
    throw new UserError("the inventory has no other cluster");
  };
  const [a, b] = await Promise.all([
    describeSecret(secretA, accessTo),
    describeSecret(secretB, accessTo),
  ]);
  const readerPod = ({ role, serviceAccount }: ResolvedReader) => ({
    ...{ serviceAccount, role: role.name, roleArn: role.arn },
  });
  const token: Scene["token"] = async (serviceAccount, where = {}) => {
    const at = clusterAt(where);
    const access = await accessTo(at.account, at.region);
    const pod = { ...{ region, serviceAccount, namespace }, ...where, cluster: at };
    return tokenOfPod(access, pod);
  };
  return {
    partition: cluster.account.partition,
    ...{ region, namespace, otherNamespace },
    cluster: { name: cluster.name, arn: cluster.arn },
    applicationA: readerPod(applicationA),
    applicationB: readerPod(applicationB),
    secretA: a.ARN ?? "",
    secretB: b.ARN ?? "",
    keyOfB: b.KmsKeyId ?? "",
    made: { prefix: `${name}-`, path, tags: { ...tags, [ATTEMPT_TAG]: "true" } },
    account: (part) => accountOf(part).id,
    administrator: async (part) => {
      const { credentials } = await accessTo(accountOf(part));
      return clients(credentials);
    },
    secondCluster: async () => clusterAt({ cluster: "second" }).name,
    haveNamesake: async () => void clusterAt({ part: "third" }),
    token,
    pod: async (serviceAccount, where) => (await token(serviceAccount, where)).exchange(),
    session: async (by, request) =>
      clientsOf({ region, credentials: await sessionCredentials(by, request) }),
  };
}
