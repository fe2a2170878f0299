import { CreateClusterCommand } from "@aws-sdk/client-eks";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { type Connection, type ControlClient, controlClient } from "@eks-pod-secrets/sandbox";
import { podCredentials, type SessionCredentials } from "../../attempts/pod-credentials";
import {
  type Clients,
  clientsOf,
  type Part,
  type PodPlace,
  type Scene,
  sessionCredentials,
} from "../../attempts/scene";

type Credentials = Omit<SessionCredentials, "sessionToken"> & { sessionToken?: string };

const region = "us-east-1";
/** The accounts of the reference inventory, and one that has no part in it. */
const ACCOUNTS: Record<Part, string> = {
  reader: "111111111111",
  owner: "222222222222",
  third: "333333333333",
};
const CLUSTER = "ascp-podidentity";

/** Looks up the reference scenario in the sandbox behind `connection`. */
export async function openScene(connection: Connection): Promise<Scene> {
  const control = controlClient(connection);
  const { endpoint } = connection;
  const clients = (credentials: Credentials) => clientsOf({ endpoint, region, credentials });
  const administrator = async (part: Part) =>
    clients(await control.account({ id: ACCOUNTS[part], region }));
  const describe = async (part: Part, SecretId: string) =>
    (await administrator(part)).secretsManager.send(new DescribeSecretCommand({ SecretId }));
  const secretA = await describe("reader", "secret-a");
  const secretB = await describe("owner", "secret-b");
  const token: Scene["token"] = async (serviceAccount, where = {}) => {
    const exchange = await tokenOfPod(control, endpoint, serviceAccount, where);
    return { exchange: async () => clients(await exchange()) };
  };
  return {
    ...{ partition: "aws", region, namespace: "default", otherNamespace: "other" },
    cluster: { name: CLUSTER, arn: clusterArn("reader", CLUSTER) },
    applicationA: readerPod("serviceaccount-a", "ascp-podidentity"),
    applicationB: readerPod("serviceaccount-b", "ascp-podidentity-cross"),
    secretA: secretA.ARN ?? "",
    secretB: secretB.ARN ?? "",
    keyOfB: secretB.KmsKeyId ?? "",
    made: { prefix: "", path: "/other/", tags: {} },
    account: (part) => ACCOUNTS[part],
    administrator,
    secondCluster: () => createCluster(administrator("reader"), "other-cluster"),
    haveNamesake: async () => void (await createCluster(administrator("third"), CLUSTER)),
    token,
    pod: async (serviceAccount, where) => (await token(serviceAccount, where)).exchange(),
    session: async (by, request) => clients(await sessionCredentials(by, request)),
  };
}

function readerPod(serviceAccount: string, role: string) {
  return { serviceAccount, role, roleArn: `arn:aws:iam::${ACCOUNTS.reader}:role/${role}` };
}

function clusterArn(part: Part, cluster: string): string {
  return `arn:aws:eks:${region}:${ACCOUNTS[part]}:cluster/${cluster}`;
}

/** Makes a pod's token; answers the call that changes it into credentials. */
async function tokenOfPod(
  control: ControlClient,
  endpoint: string,
  serviceAccount: string,
  { audience, cluster = CLUSTER, namespace = "default", part = "reader" }: PodPlace,
): Promise<() => Promise<SessionCredentials>> {
  const node = await control.account({ id: ACCOUNTS[part], region });
  const { token } = await control.token({
    ...{ cluster: clusterArn(part, cluster), namespace, serviceAccount },
    ...(audience !== undefined && { audience }),
  });
  const { accessKeyId, secretAccessKey } = node;
  const signer = { region, credentials: { accessKeyId, secretAccessKey } };
  return () => podCredentials(endpoint, signer, cluster, token);
}

/** Creates a cluster, which is active at once. Answers its name. */
async function createCluster(administrator: Promise<Clients>, name: string): Promise<string> {
  const { eks, iam } = await administrator;
  const Principal = { Service: "eks.amazonaws.com" };
  const trust = { Effect: "Allow", Principal, Action: "sts:AssumeRole" };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: `${name}-control-plane`,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
    }),
  );
  const resourcesVpcConfig = { subnetIds: ["subnet-1", "subnet-2"] };
  await eks.send(new CreateClusterCommand({ name, roleArn: Role?.Arn, resourcesVpcConfig }));
  return name;
}
