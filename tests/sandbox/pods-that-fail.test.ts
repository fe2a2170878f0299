import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { CLUSTER, roleArn } from "./eks-support";
import {
  CLASSES,
  EVERYTHING,
  install,
  lastMessage,
  mountFailure,
  type PodWorld,
  readStatements,
  SECRET_A,
  startPodWorld,
  trustOnly,
} from "./pods-support";
import { policy } from "./secrets-support";
import { A, REGION } from "./support";

describe("pods that fail to mount", () => {
  let world: PodWorld;
  /** The world of tests that only change the class. The next test uses it again. */
  let shared: PodWorld | undefined;
  afterEach(async () => {
    deepStrictEqual(world.sandbox.failures, []);
    if (world !== shared) await world.sandbox.stop();
  });
  after(() => shared?.sandbox.stop());

  const cat = (path: string) => world.exec("application-a", "cat", path);

  interface Case {
    world?: Parameters<typeof startPodWorld>[0];
    objects?: unknown;
    parameters?: Record<string, unknown>;
    csi?: Record<string, unknown>;
    shows: string | RegExp;
    logs?: RegExp;
  }
  const generic = (name: string) =>
    `Failed to fetch secret from all regions. Verify secret exists and required permissions are granted for: ${name}`;
  const requestId = "[0-9a-f-]{36}";
  const podIdentity = { usePodIdentity: "true" };
  const audience = (name: string) => ({ provider: { tokenRequests: [{ audience: name }] } });

  const cases: Record<string, Case> = {
    "for want of permission": {
      world: { statements: () => [] },
      shows: generic("secret-a"),
      logs: /GetSecretValue, .*api error AccessDeniedException: User: .*assumed-role\/reader\/eks-shop-/,
    },
    "because the secret does not exist": {
      world: { statements: EVERYTHING },
      objects: [{ objectName: "absent", objectType: "secretsmanager" }],
      shows: new RegExp(
        `^us-east-1: Failed fetching secret absent: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 400, RequestID: ${requestId}, ResourceNotFoundException: Secrets Manager can't find the specified secret\\.$`,
      ),
    },
    "because one of two secrets does not exist, writing neither": {
      world: { statements: EVERYTHING },
      objects: [SECRET_A, { objectName: "absent", objectType: "secretsmanager" }],
      shows: /ResourceNotFoundException/,
    },
    "on a JMESPath that finds nothing": {
      objects: [{ ...SECRET_A, jmesPath: [{ path: "typo", objectAlias: "x" }] }],
      shows: generic("secret-a"),
      logs: /^JMES Path - typo for object alias - x does not point to a valid object\.$/,
    },
    "on a JMESPath that is none": {
      objects: [{ ...SECRET_A, jmesPath: [{ path: "a[", objectAlias: "x" }] }],
      shows: generic("secret-a"),
      logs: /^Invalid JMES Path: a\[\.$/,
    },
    "for want of an association": {
      world: { association: false },
      shows: new RegExp(
        `^us-east-1: Failed fetching secret secret-a: operation error Secrets Manager: GetSecretValue, get identity: get credentials: failed to refresh cached credentials, failed to load credentials, : \\[${requestId}\\]: \\(ResourceNotFoundException\\): No association found .*, fault: client$`,
      ),
    },
    "because the role trusts another service account": {
      world: { trust: trustOnly("somebody-else") },
      shows:
        /\(AccessDeniedException\): Unauthorized Exception! EKS does not have permissions to assume the associated role\., fault: client$/,
    },
    "for want of the agent": {
      world: { agent: false },
      shows: generic("secret-a"),
      logs: /exceeded maximum number of attempts, 3, .*"http:\/\/169\.254\.170\.23\/v1\/credentials": context deadline exceeded/,
    },
    "for want of token requests": {
      world: { provider: { tokenRequests: [] } },
      shows:
        "CSI token error: serviceAccount.tokens not provided - ensure tokenRequests is configured in CSIDriver - ensure tokenRequests is configured in CSIDriver spec",
    },
    "for want of the Pod Identity audience": {
      world: audience("sts.amazonaws.com"),
      shows:
        'Pod Identity token extraction failed: token for audience "pods.eks.amazonaws.com" not found - ensure tokenRequests includes this audience in CSIDriver',
    },
    "for want of usePodIdentity": {
      world: audience("pods.eks.amazonaws.com"),
      parameters: {},
      shows:
        'IRSA token extraction failed: token for audience "sts.amazonaws.com" not found - ensure tokenRequests includes this audience in CSIDriver',
    },
    "for want of usePodIdentity, with both audiences": {
      parameters: {},
      shows:
        "us-east-1: An IAM role must be associated with service account serviceaccount-a (namespace: default)",
    },
    "on a usePodIdentity that is neither true nor false": {
      parameters: { usePodIdentity: "yes" },
      shows:
        'failed to parse usePodIdentity value, error: strconv.ParseBool: parsing "yes": invalid syntax',
    },
    "on an ARN of another region": {
      objects: [{ objectName: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:x-AbCdEf" }],
      shows:
        "ARN region must match region us-east-1: arn:aws:secretsmanager:eu-west-1:111111111111:secret:x-AbCdEf",
    },
    "on a name without a type": {
      objects: [{ objectName: "x" }],
      shows: "Must use objectType when a full ARN is not specified: x",
    },
    "on a type that is none": {
      objects: [{ objectName: "x", objectType: "ssm" }],
      shows: "Invalid objectType: ssm",
    },
    "on an ARN of another service than the type": {
      objects: [
        {
          objectName: "arn:aws:ssm:us-east-1:111111111111:parameter/x",
          objectType: "secretsmanager",
        },
      ],
      shows: "objectType does not match ARN: arn:aws:ssm:us-east-1:111111111111:parameter/x",
    },
    "on two files of one name": {
      objects: [
        { ...SECRET_A, objectAlias: "x" },
        { ...SECRET_A, objectName: "b", objectAlias: "x" },
      ],
      shows: "found duplicate object alias x",
    },
    "on one object twice": {
      objects: [SECRET_A, SECRET_A],
      shows:
        "found descriptor with duplicate object name secret-a, no object alias, and no version label",
    },
    "on an alias that climbs out of the mount": {
      parameters: { ...podIdentity, pathTranslation: "False" },
      objects: [{ ...SECRET_A, objectAlias: "../../escape" }],
      shows: "path can not contain ../: secret-a",
    },
    "on objects that are no YAML": {
      objects: "- [",
      shows: /^Failed to load SecretProviderClass: /,
    },
    "on a secret that the failover region does not have": {
      world: { statements: EVERYTHING },
      parameters: { ...podIdentity, failoverRegion: "us-west-2" },
      shows: /^us-west-2: .*ResourceNotFoundException/,
    },
    "on a failover region that is the first": {
      parameters: { ...podIdentity, failoverRegion: REGION },
      shows: "us-east-1: failover region cannot be the same as the primary region",
    },
  };

  for (const [name, { objects = [SECRET_A], shows, logs, ...given }] of Object.entries(cases)) {
    it(name, async () => {
      if (!given.world) shared ??= await startPodWorld();
      world = given.world ? await startPodWorld(given.world) : (shared as PodWorld);
      await world.deploy(objects, { parameters: given.parameters ?? podIdentity });
      const pod = await world.pod("application-a");
      equal(pod.phase, "Pending");
      const message = lastMessage(pod, "FailedMount");
      const prefix = mountFailure(pod, "");
      equal(message.slice(0, prefix.length), prefix);
      const reason = message.slice(prefix.length);
      if (typeof shows === "string") equal(reason, shows);
      else match(reason, shows);
      if (logs) match(pod.providerLog.at(-1) ?? "", logs);
      ok(!existsSync(world.directoryOf(pod.name)), "a failed mount leaves no directory");
      deepStrictEqual(pod.mounts[0]?.files, []);
      ok(!JSON.stringify(pod).includes("passwd1"));
      const { exitCode, stderr } = await cat("/mnt/secret/secret-a");
      equal(exitCode, 1);
      ok(stderr.includes(reason));
    });
  }

  it("before the provider is asked: no driver, no provider, no class, not read-only", async () => {
    world = await startPodWorld({ provider: null });
    await world.deploy([SECRET_A]);
    const failure = async () => lastMessage(await world.pod("application-a"), "FailedMount");
    match(
      await failure(),
      /^MountVolume\.NewMounter initialization failed for volume "secrets" : volume mode "Ephemeral" not supported by driver secrets-store\.csi\.k8s\.io \(no CSIDriver object\)$/,
    );
    await install(world, "secrets-store-csi-driver");
    match(
      await failure(),
      /err: error connecting to provider "aws": provider not found: provider "aws"$/,
    );
    await world.k8s("DELETE", `${CLASSES}/secrets`);
    match(
      await failure(),
      /failed to get secretproviderclass default\/secrets, error: .* not found$/,
    );
    await world.deploy([SECRET_A], { csi: { readOnly: false } });
    const pods = await world.pods();
    ok(
      pods.some(({ events }) =>
        events.some(({ message }) => /Readonly is not true in request$/.test(message)),
      ),
    );
  });

  it("recover once the cause is gone", async () => {
    world = await startPodWorld({ association: false });
    await world.deploy([SECRET_A]);
    equal((await world.pod("application-a")).phase, "Pending");
    await world.sandbox.clients(A).eks.createPodIdentityAssociation({
      clusterName: CLUSTER,
      namespace: "default",
      serviceAccount: "serviceaccount-a",
      roleArn: roleArn(A, "reader"),
    });
    equal((await world.pod("application-a")).phase, "Running");
  });

  it("try again by themselves, for nobody tells them of a policy", async () => {
    world = await startPodWorld({ statements: () => [] });
    await world.deploy([SECRET_A]);
    equal((await world.pod("application-a")).phase, "Pending");
    await world.sandbox.clients(A).iam.putRolePolicy({
      RoleName: "reader",
      PolicyName: "inline",
      PolicyDocument: policy(...readStatements(world.secretArn)),
    });
    while ((await world.pod("application-a")).phase !== "Running") {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
});
