import { rm } from "node:fs/promises";
import { join } from "node:path";
import { CreateClusterCommand } from "@aws-sdk/client-eks";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import {
  type Connection,
  type ControlClient,
  controlClient,
  type DataDirectory,
  dataDirectory,
  prepareDataDirectory,
  startServer,
  stopServer,
} from "@eks-pod-secrets/sandbox";
import pc from "picocolors";
import { ALL_ATTEMPTS } from "../../attempts/all-attempts";
import { type Attempt, make, type Outcome, stoppedBy } from "../../attempts/attempt";
import { readSecret } from "../../attempts/moves";
import { podCredentials, type SessionCredentials } from "../../attempts/pod-credentials";
import {
  type Clients,
  clientsOf,
  type Part,
  type PodPlace,
  type Scene,
  sessionCredentials,
} from "../../attempts/scene";
import type { Demo } from "./demo";

/** What the demo tries. Those that change share one copy, so those that take the reader's role apart come last. */
export const ATTEMPTS = ALL_ATTEMPTS.filter(({ isBeyondDemo }) => !isBeyondDemo);

/** Makes every attempt and shows what stopped it. Throws when one succeeded or could not be made. */
export async function tryAttempts(demo: Demo): Promise<number> {
  const outcomes = await makeAll(demo, await openScene(demo.connection), false);
  await onCopy(demo, async (scene) => {
    outcomes.push(...(await makeAll(demo, scene, true)));
  });
  const failed = outcomes.filter(({ kind }) => kind !== "refused");
  if (failed.length === 0) return outcomes.length;
  const names = failed.map(({ attempt, kind }) => `"${attempt.name}" ${kind}`);
  throw new Error(`${failed.length} of ${outcomes.length} attempts: ${names.join("; ")}`);
}

async function makeAll(demo: Demo, scene: Scene, changes: boolean): Promise<Outcome[]> {
  // The same calls by the reader itself go through, so a refusal says something about who asks.
  await readSecret(await scene.pod(scene.applicationA.serviceAccount), scene.secretA);
  await readSecret(await scene.pod(scene.applicationB.serviceAccount), scene.secretB);

  const outcomes: Outcome[] = [];
  for (const attempt of ATTEMPTS.filter((each) => each.changes === changes)) {
    demo.signal.throwIfAborted();
    const outcome = await make(attempt, scene);
    outcomes.push(outcome);
    demo.say(describe(attempt, outcome, demo.verbose));
  }
  return outcomes;
}

/** Runs `work` on a second server with a copy of the state; both are gone afterwards. */
async function onCopy(
  { data, control }: Demo,
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  const copy: DataDirectory = dataDirectory(join(data.path, "throw-away"));
  await discard(copy);
  try {
    await prepareDataDirectory(copy);
    await control.copy(copy.state);
    await work(await openScene(await startServer(copy)));
  } finally {
    await discard(copy);
  }
}

async function discard(copy: DataDirectory): Promise<void> {
  await stopServer(copy).catch(() => false);
  await rm(copy.path, { recursive: true, force: true });
}

/** Width of the longest name, so that what stopped the attempts stands in one column. */
const WIDTH = Math.max(...ATTEMPTS.map(({ name }) => name.length));

function describe({ name }: Attempt, outcome: Outcome, verbose: boolean): string {
  switch (outcome.kind) {
    case "refused": {
      const { code, reason } = outcome;
      const answer = verbose ? `\n           ${pc.dim(`${code}: ${reason}`)}` : "";
      return `  ${pc.green("refused")}  ${name.padEnd(WIDTH)}  ${stoppedBy(outcome)}${answer}`;
    }
    case "succeeded":
      return `  ${pc.red("SUCCEEDED")}  ${name}`;
    case "not made":
      return `  ${pc.red("NOT MADE")}  ${name}\n           ${outcome.code}: ${outcome.reason}`;
  }
}

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
