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
} from "../../../../attempts/scene";
import { getOrMake } from "../../../../proof/collections/maps";
import type { ResolvedAccount, ResolvedReader, ResolvedSecret } from "../../../../sdk/grant";
import { type AccountAccess, accountAccess } from "../../../aws/account-access";
import { awsFailure } from "../../../aws/aws-error";
import { UserError } from "../../../terminal/errors";
import type { Cast } from "./cast";
import type { MadeNames } from "./names";
import { tokenOfPod } from "./pod-clients";

/** Access to accounts; the region defaults to the account's. */
export type AccessTo = (account: ResolvedAccount, region?: string) => Promise<AccountAccess>;

/** Access that is asked for once each. */
export function accessesOf(): AccessTo {
  const known = new Map<string, Promise<AccountAccess>>();
  return (account, region = account.region) =>
    getOrMake(known, `${account.id} ${region}`, () => accountAccess(account, region, "verify"));
}

/** What the accounts have of a cast's secrets. */
export type FoundSecrets = Record<"a" | "b", DescribeSecretCommandOutput>;

/** Looks for them. One that is not there is a `UserError`. */
export async function findSecrets(
  { secretA, secretB }: Pick<Cast, "secretA" | "secretB">,
  accessTo: AccessTo,
): Promise<FoundSecrets> {
  const [a, b] = await Promise.all([
    describeSecret(secretA, accessTo),
    describeSecret(secretB, accessTo),
  ]);
  return { a, b };
}

async function describeSecret(
  { account, id, name, region }: ResolvedSecret,
  accessTo: AccessTo,
): Promise<DescribeSecretCommandOutput> {
  const { credentials } = await accessTo(account, region);
  const { secretsManager } = clientsOf({ region, credentials });
  try {
    return await secretsManager.send(new DescribeSecretCommand({ SecretId: name }));
  } catch (error) {
    throw awsFailure(error, `cannot look up secret ${id} in account ${account.name}`, undefined);
  }
}

/** The deployed inventory as the attempts see it. `mayMake`: pods are made where a service account has none. */
export function openScene(
  { applicationA, applicationB, namesake, secondCluster, secretB, third }: Cast,
  { a, b }: FoundSecrets,
  { otherNamespace, ...made }: MadeNames,
  accessTo: AccessTo,
  mayMake: boolean,
): Scene {
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
  const readerPod = ({ role, serviceAccount }: ResolvedReader) => ({
    ...{ serviceAccount, role: role.name, roleArn: role.arn },
  });
  const token: Scene["token"] = async (serviceAccount, where = {}) => {
    const at = clusterAt(where);
    const access = await accessTo(at.account, at.region);
    const pod = { ...{ region, serviceAccount, namespace, mayMake }, ...where, cluster: at };
    return tokenOfPod(access, pod);
  };
  return {
    partition: cluster.account.partition,
    ...{ region, namespace, otherNamespace, made },
    cluster: { name: cluster.name, arn: cluster.arn },
    applicationA: readerPod(applicationA),
    applicationB: readerPod(applicationB),
    secretA: a.ARN ?? "",
    secretB: b.ARN ?? "",
    keyOfB: b.KmsKeyId ?? "",
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
