import { deepStrictEqual, equal, match, notEqual, ok } from "node:assert";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateNodegroupCommand,
  CreatePodIdentityAssociationCommand,
  DeleteClusterCommand,
  DeleteNodegroupCommand,
  DeletePodIdentityAssociationCommand,
  ListPodIdentityAssociationsCommand,
} from "@aws-sdk/client-eks";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand } from "@aws-sdk/client-ssm";

import { chartObjects } from "../../sandbox/kubernetes/objects/charts";
import { CLUSTER, createRole, roleArn, serviceTrust } from "./eks-support";
import {
  APPLY,
  CLASSES,
  DEPLOYMENTS,
  deploy,
  deploymentOf,
  type PodWorld,
  readStatements,
  restartPodWorld,
  startPodWorld,
  VALUE,
} from "./pods-support";
import { A, REGION } from "./support";

const SECRET_A = { objectName: "secret-a", objectType: "secretsmanager" };
const EVERYTHING = () => [{ Effect: "Allow", Action: "*", Resource: "*" }];

describe("pods", () => {
  let world: PodWorld;
  /** Of the tests that only change the class: it stays for the next. */
  let shared: PodWorld | undefined;
  afterEach(async () => {
    deepStrictEqual(world.sandbox.failures, []);
    if (world !== shared) await world.sandbox.stop();
  });
  after(() => shared?.sandbox.stop());

  const cat = (path: string) => world.exec("application-a", "cat", path);
  const directoryOf = (pod: string) =>
    join(world.sandbox.directory, "pods", A, REGION, CLUSTER, "default", pod, "secrets");
  const modes = (pod: string) =>
    Object.fromEntries(
      readdirSync(directoryOf(pod)).map((name) => [
        name,
        (statSync(join(directoryOf(pod), name)).mode & 0o7777).toString(8),
      ]),
    );

  it("read the secret that their service account's role may read", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    const pod = await world.pod("application-a");
    equal(pod.phase, "Running");
    deepStrictEqual(pod.mounts, [
      {
        volume: "secrets",
        path: "/mnt/secret",
        secretProviderClass: "secrets",
        files: ["secret-a"],
      },
    ]);
    deepStrictEqual(await cat("/mnt/secret/secret-a"), { exitCode: 0, stdout: VALUE, stderr: "" });
    equal((await world.exec("default/serviceaccount-a", "ls", "/mnt/secret")).stdout, "secret-a\n");
    const { body } = await world.k8s("GET", `${DEPLOYMENTS}/application-a`);
    deepStrictEqual(
      [body.status.observedGeneration, body.status.readyReplicas],
      [body.metadata.generation, 1],
    );
  });

  it("name and permit their files as the class says", async () => {
    world = await startPodWorld({ statements: EVERYTHING });
    const { secretsManager } = world.sandbox.clients(A);
    const bytes = Uint8Array.from([0, 255, 254, 10]);
    const { ARN = "" } = await secretsManager.send(
      new CreateSecretCommand({ Name: "prod/db", SecretString: VALUE }),
    );
    await secretsManager.send(new CreateSecretCommand({ Name: "binary", SecretBinary: bytes }));
    await deploy(world, [
      { objectName: ARN, objectVersionLabel: "AWSCURRENT" },
      { objectName: "prod/db", objectType: "secretsmanager", filePermission: "0400" },
      { objectName: "secret-a", objectType: "secretsmanager", objectAlias: "alias/of/it" },
      {
        objectName: world.secretArn,
        objectAlias: "whole",
        jmesPath: [
          { path: "user", objectAlias: "name" },
          { path: "password", objectAlias: "pass", filePermission: "0440" },
        ],
      },
      { objectName: "binary", objectType: "secretsmanager" },
    ]);
    const pod = await world.pod("application-a");
    equal(pod.phase, "Running", JSON.stringify(pod.events));
    const suffixed = ARN.replace("/", "_");
    deepStrictEqual(modes(pod.name), {
      alias_of_it: "644",
      binary: "644",
      name: "644",
      pass: "440",
      prod_db: "400",
      whole: "644",
      [suffixed]: "644",
    });
    equal((await cat("/mnt/secret/pass")).stdout, "passwd1");
    equal((await cat("/mnt/secret/whole")).stdout, VALUE);
    deepStrictEqual(readFileSync(join(directoryOf(pod.name), "binary")), Buffer.from(bytes));
  });

  it("read parameters, more than one call's worth", async () => {
    world = await startPodWorld({ statements: EVERYTHING });
    const { ssm } = world.sandbox.clients(A);
    const objects = [];
    for (let index = 0; index < 12; index += 1) {
      const Name = `/shop/flag-${index}`;
      await ssm.send(
        new PutParameterCommand({ Name, Value: `value-${index}`, Type: "SecureString" }),
      );
      objects.push({ objectName: Name, objectType: "ssmparameter", objectAlias: `flag-${index}` });
    }
    await deploy(world, objects);
    equal((await world.pod("application-a")).phase, "Running");
    equal((await cat("/mnt/secret/flag-11")).stdout, "value-11");
    await deploy(world, [
      ...objects.slice(0, 2),
      { objectName: "/no", objectType: "ssmparameter" },
    ]);
    equal(
      lastMessage(await world.remount("application-a"), "FailedMount"),
      mountFailure(await world.pod("application-a"), `400: ${REGION}: invalid parameters: /no`),
    );
  });

  describe("that fail to mount", () => {
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
        logs: /eks-pod-identity-agent is not installed/,
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
        await deploy(world, objects, { parameters: given.parameters ?? podIdentity });
        const pod = await world.pod("application-a");
        equal(pod.phase, "Pending");
        const message = lastMessage(pod, "FailedMount");
        const prefix = mountFailure(pod, "");
        equal(message.slice(0, prefix.length), prefix);
        const reason = message.slice(prefix.length);
        if (typeof shows === "string") equal(reason, shows);
        else match(reason, shows);
        if (logs) match(pod.providerLog.at(-1) ?? "", logs);
        ok(!existsSync(directoryOf(pod.name)), "a failed mount leaves no directory");
        deepStrictEqual(pod.mounts[0]?.files, []);
        ok(!JSON.stringify(pod).includes("passwd1"));
        const { exitCode, stderr } = await cat("/mnt/secret/secret-a");
        equal(exitCode, 1);
        ok(stderr.includes(reason));
      });
    }

    it("before the provider is asked: no driver, no provider, no class, not read-only", async () => {
      world = await startPodWorld({ provider: null });
      await deploy(world, [SECRET_A]);
      const failure = async () => lastMessage(await world.pod("application-a"), "FailedMount");
      match(
        await failure(),
        /^MountVolume\.SetUp failed for volume "secrets" : kubernetes\.io\/csi: mounter\.SetUpAt failed to get CSI client: driver name secrets-store\.csi\.k8s\.io not found in the list of registered CSI drivers$/,
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
      await deploy(world, [SECRET_A], { csi: { readOnly: false } });
      const pods = await world.pods();
      ok(
        pods.some(({ events }) =>
          events.some(({ message }) => /Readonly is not true in request$/.test(message)),
        ),
      );
    });

    it("recover once the cause is gone", async () => {
      world = await startPodWorld({ association: false });
      await deploy(world, [SECRET_A]);
      equal((await world.pod("application-a")).phase, "Pending");
      await world.sandbox.clients(A).eks.send(
        new CreatePodIdentityAssociationCommand({
          clusterName: CLUSTER,
          namespace: "default",
          serviceAccount: "serviceaccount-a",
          roleArn: roleArn(A, "reader"),
        }),
      );
      equal((await world.pod("application-a")).phase, "Running");
    });

    it("try again by themselves, for nobody tells them of a policy", async () => {
      world = await startPodWorld({ statements: () => [] });
      await deploy(world, [SECRET_A]);
      equal((await world.pod("application-a")).phase, "Pending");
      await world.sandbox.clients(A).iam.send(
        new PutRolePolicyCommand({
          RoleName: "reader",
          PolicyName: "inline",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: readStatements(world.secretArn),
          }),
        }),
      );
      while ((await world.pod("application-a")).phase !== "Running") {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
  });

  it("wait for a node, and for their service account", async () => {
    world = await startPodWorld({ nodes: false });
    await deploy(world, [SECRET_A], { serviceAccountName: "late" });
    deepStrictEqual(await world.pods(), []);
    const events = await world.k8s("GET", "/api/v1/namespaces/default/events");
    match(events.body.items[0].message, /serviceaccount "late" not found$/);
    await world.k8s("POST", "/api/v1/namespaces/default/serviceaccounts", {
      metadata: { name: "late" },
    });
    const pod = await world.pod("application-a");
    equal(pod.phase, "Pending");
    equal(lastMessage(pod, "FailedScheduling"), "no nodes available to schedule pods");
    await createRole(world.sandbox, A, "node", serviceTrust("ec2.amazonaws.com"));
    await world.sandbox.clients(A).eks.send(
      new CreateNodegroupCommand({
        clusterName: CLUSTER,
        nodegroupName: "nodes",
        nodeRole: roleArn(A, "node"),
        subnets: ["subnet-1"],
      }),
    );
    const scheduled = await world.pod("application-a");
    // The node's role lacks eks-auth:AssumeRoleForPodIdentity.
    match(scheduled.providerLog.at(-1) ?? lastMessage(scheduled, "FailedMount"), /AccessDenied/);
  });

  it("read a rotated value when they are mounted again", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    await world.settle();
    await putValue(world, "second");
    equal((await cat("/mnt/secret/secret-a")).stdout, VALUE);
    await world.remount("application-a");
    equal((await cat("/mnt/secret/secret-a")).stdout, "second");
  });

  it("have a record of the versions that are mounted, as long as they live", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    const { name } = await world.pod("application-a");
    const records = async () => {
      await world.settle();
      const { body } = await world.k8s("GET", CLASSES.replace(/classes$/, "classpodstatuses"));
      return (body as { items: { status: Record<string, unknown> }[] }).items;
    };
    const [first, ...more] = await records();
    deepStrictEqual(more, []);
    const { objects, podName, secretProviderClassName } = first?.status ?? {};
    deepStrictEqual(
      { podName, secretProviderClassName },
      { podName: name, secretProviderClassName: "secrets" },
    );
    const [file] = objects as { id: string; version: string }[];
    equal(file?.id, "secret-a");
    await putValue(world, "second");
    await world.remount("application-a");
    const [second] = await records();
    notEqual(JSON.stringify(second?.status.objects), JSON.stringify(objects));
    await world.k8s("DELETE", `${DEPLOYMENTS}/application-a`);
    deepStrictEqual(await records(), []);
  });

  it("read a rotated value by themselves where the driver rotates", async () => {
    world = await startPodWorld({
      provider: { enableSecretRotation: true, rotationPollInterval: "200ms" },
    });
    await deploy(world, [SECRET_A]);
    await world.settle();
    await putValue(world, "second");
    while ((await cat("/mnt/secret/secret-a")).stdout !== "second") {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it("keep the stale file when their grant is gone, say so, and lose it when replaced", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    await world.settle();
    await putValue(world, "second");
    await world.sandbox.clients(A).iam.send(
      new PutRolePolicyCommand({
        RoleName: "reader",
        PolicyName: "inline",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: readStatements("arn:aws:secretsmanager:us-east-1:111111111111:secret:else"),
        }),
      }),
    );
    const pod = await world.remount("application-a");
    equal(pod.phase, "Running");
    match(lastMessage(pod, "FailedMount"), /^MountVolume\.SetUp failed .*granted for: secret-a$/);
    match(lastMessage(pod, "StaleFiles"), /files stay as they were mounted before/);
    const shown: { stdout: string; stale?: string } = await cat("/mnt/secret/secret-a");
    equal(shown.stdout, VALUE);
    match(shown.stale ?? "", /^MountVolume\.SetUp failed /);
    await world.k8s("DELETE", `/api/v1/namespaces/default/pods/${pod.name}`);
    const next = await world.pod("application-a");
    ok(next.name !== pod.name);
    equal(next.phase, "Pending");
    ok(!existsSync(directoryOf(pod.name)));
  });

  it("go on reading after their association is gone, until they are replaced", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    await world.settle();
    const { eks } = world.sandbox.clients(A);
    const list = new ListPodIdentityAssociationsCommand({ clusterName: CLUSTER });
    const [association] = (await eks.send(list)).associations ?? [];
    const names = { clusterName: CLUSTER, associationId: association?.associationId };
    await eks.send(new DeletePodIdentityAssociationCommand(names));
    await putValue(world, "second");
    const pod = await world.remount("application-a");
    // The agent keeps credentials by token, as the real one does.
    equal((await cat("/mnt/secret/secret-a")).stdout, "second");
    await world.k8s("DELETE", `/api/v1/namespaces/default/pods/${pod.name}`);
    match(lastMessage(await world.pod("application-a"), "FailedMount"), /No association found/);
  });

  it("are replaced when their template changes: the old one goes when the new one runs", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    const first = await world.pod("application-a");
    const restarted = deploymentOf({ annotations: { restartedAt: "now" } });
    await world.k8s("PATCH", `${DEPLOYMENTS}/application-a?fieldManager=test`, restarted, APPLY);
    const second = await world.pod("application-a");
    ok(second.name !== first.name && second.phase === "Running");
    ok(!existsSync(directoryOf(first.name)) && existsSync(directoryOf(second.name)));
    await world.k8s("DELETE", `${CLASSES}/secrets`);
    const broken = deploymentOf({ annotations: { restartedAt: "later" } });
    await world.k8s("PATCH", `${DEPLOYMENTS}/application-a?fieldManager=test`, broken, APPLY);
    deepStrictEqual((await world.pods()).map(({ phase }) => phase).sort(), ["Pending", "Running"]);
    equal((await cat("/mnt/secret/secret-a")).stdout, VALUE);
  });

  it("leave no file behind when their Deployment or cluster goes", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    const pod = await world.pod("application-a");
    ok(existsSync(directoryOf(pod.name)));
    await world.k8s("DELETE", `${DEPLOYMENTS}/application-a`);
    deepStrictEqual(await world.pods(), []);
    ok(!existsSync(join(directoryOf(pod.name), "..")));
    await deploy(world, [SECRET_A]);
    const next = await world.pod("application-a");
    ok(existsSync(directoryOf(next.name)));
    const { eks } = world.sandbox.clients(A);
    const nodes = { clusterName: CLUSTER, nodegroupName: "nodes" };
    await eks.send(new DeleteNodegroupCommand(nodes));
    await eks.send(new DeleteClusterCommand({ name: CLUSTER }));
    deepStrictEqual(await world.pods(), []);
    ok(!existsSync(join(world.sandbox.directory, "pods", A, REGION, CLUSTER)));
  });

  it("go on reading when their token and credentials have run out", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    await world.settle();
    await putValue(world, "second");
    world.sandbox.advance(7 * 3600 * 1000);
    const pod = await world.remount("application-a");
    equal((await cat("/mnt/secret/secret-a")).stdout, "second", JSON.stringify(pod.events));
  });

  it("come as many as the Deployment has replicas", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    const merge = "application/merge-patch+json";
    const scale = async (replicas: number) => {
      await world.k8s("PATCH", `${DEPLOYMENTS}/application-a`, { spec: { replicas } }, merge);
      return (await world.pods()).length;
    };
    deepStrictEqual([await scale(3), await scale(1), await scale(0)], [3, 1, 0]);
  });

  it("copy files into a Kubernetes Secret where the driver may, and only there", async () => {
    world = await startPodWorld();
    await world.k8s("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", {
      metadata: { name: "secretprovidersyncing-role" },
      rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["create", "get", "update"] }],
    });
    const secretObjects = [
      {
        secretName: "synced",
        type: "Opaque",
        data: [{ key: "password", objectName: "pass" }],
      },
    ];
    const objects = [{ ...SECRET_A, jmesPath: [{ path: "password", objectAlias: "pass" }] }];
    await deploy(world, objects, { secretObjects });
    await world.settle();
    const secret = await world.k8s("GET", "/api/v1/namespaces/default/secrets/synced");
    deepStrictEqual(secret.body.data, { password: Buffer.from("passwd1").toString("base64") });
    await world.sandbox.stop();
    world = await startPodWorld();
    await deploy(world, objects, { secretObjects });
    equal((await world.pod("application-a")).phase, "Running");
    equal((await world.k8s("GET", "/api/v1/namespaces/default/secrets/synced")).status, 404);
  });

  it("may override their class by the volume's attributes: the class is no boundary", async () => {
    world = await startPodWorld();
    await deploy(world, [{ objectName: "other", objectType: "secretsmanager" }], {
      csi: {
        volumeAttributes: {
          secretProviderClass: "secrets",
          objects: JSON.stringify([{ ...SECRET_A, objectAlias: "mine" }]),
        },
      },
    });
    await world.settle();
    equal((await cat("/mnt/secret/mine")).stdout, VALUE);
  });

  it("outlive a restart of the sandbox, which leaves no value on the disk meanwhile", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    const before = await world.pod("application-a");
    world = await restartPodWorld(world, () =>
      ok(!existsSync(join(world.sandbox.directory, "pods"))),
    );
    const after = await world.pod("application-a");
    deepStrictEqual([after.name, after.phase], [before.name, "Running"]);
    equal((await cat("/mnt/secret/secret-a")).stdout, VALUE);
    await putValue(world, "second");
    await world.remount("application-a");
    equal((await cat("/mnt/secret/secret-a")).stdout, "second");
  });

  it("do not take for mounted what a kill left half written", async () => {
    world = await startPodWorld({ association: false });
    await deploy(world, [SECRET_A]);
    const { name } = await world.pod("application-a");
    const half = join(directoryOf(name), ".0123456789abcdef.part");
    world = await restartPodWorld(world, () => {
      mkdirSync(directoryOf(name), { recursive: true });
      writeFileSync(half, "half");
    });
    equal((await world.pod("application-a")).phase, "Pending");
    ok(!existsSync(half));
  });

  it("print nothing but their mounted files", async () => {
    world = await startPodWorld();
    await deploy(world, [SECRET_A]);
    const { name } = await world.pod("application-a");
    for (const path of [
      // Where the pod's own directory lies, seen from its mount.
      `/${name}/secrets/secret-a`,
      "/mnt/secret/../../state.lmdb",
      "/etc/passwd",
      "/mnt/secret/absent",
      "secret-a",
      "/mnt/secretsecret-a",
    ]) {
      deepStrictEqual(await cat(path), {
        exitCode: 1,
        stdout: "",
        stderr: `cat: ${path}: No such file or directory\n`,
      });
    }
    equal((await world.exec("application-a", "sh", "-c", "env")).exitCode, 127);
    const unknown = await world.sandbox.control("POST", "/exec", {
      reader: "nobody",
      command: ["cat", "x"],
    });
    equal(unknown.status, 404);
  });

  it("are made for one question, and gone after it", async () => {
    world = await startPodWorld();
    await deploy(world, [{ objectName: "secret-a", objectType: "secretsmanager" }]);
    const question = {
      cluster: `arn:aws:eks:${REGION}:${A}:cluster/${CLUSTER}`,
      namespace: "default",
      serviceAccount: "serviceaccount-a",
      secretProviderClass: "secrets",
      mountPath: "/mnt/probe",
      command: ["cat", "/mnt/probe/secret-a"],
    };
    const ask = (changes = {}) =>
      world.sandbox.control("POST", "/probe", { ...question, ...changes });
    deepStrictEqual((await ask()).body, { exitCode: 0, stdout: VALUE, stderr: "" });
    const refused = await ask({ serviceAccount: "default" });
    equal((refused.body as { exitCode: number }).exitCode, 1);
    match((refused.body as { stderr: string }).stderr, /does not run/);
    equal((await ask({ serviceAccount: "nobody" })).status, 404);
    equal((await ask({ cluster: "arn:aws:eks:x" })).status, 404);
    equal((await world.pods()).length, 1);
  });

  it("give tokens to whoever owns the sandbox, made for a pod where there is none", async () => {
    world = await startPodWorld();
    const { status, body } = await world.sandbox.control("POST", "/token", {
      cluster: `arn:aws:eks:${REGION}:${A}:cluster/${CLUSTER}`,
      namespace: "elsewhere",
      serviceAccount: "serviceaccount-a",
    });
    equal(status, 200);
    match((body as { token: string }).token, /^ey/);
    equal((await world.pods()).filter(({ namespace }) => namespace === "elsewhere").length, 1);
  });
});

async function putValue(world: PodWorld, SecretString: string): Promise<void> {
  const { secretsManager } = world.sandbox.clients(A);
  await secretsManager.send(new PutSecretValueCommand({ SecretId: "secret-a", SecretString }));
}

/** Puts a DaemonSet and the CSIDriver there as a chart does, but for the provider. */
async function install(world: PodWorld, chart: "secrets-store-csi-driver"): Promise<void> {
  for (const object of chartObjects({
    chart,
    release: "csi-secrets-store",
    namespace: "kube-system",
    version: "1.6.0",
    values: { tokenRequests: [{ audience: "pods.eks.amazonaws.com" }] },
  })) {
    const path =
      object.kind === "CSIDriver"
        ? "/apis/storage.k8s.io/v1/csidrivers"
        : "/apis/apps/v1/namespaces/kube-system/daemonsets";
    equal((await world.k8s("POST", path, object)).status, 201);
  }
}

function lastMessage(
  pod: { events: { reason: string; message: string }[] },
  reason: string,
): string {
  const event = pod.events.filter((candidate) => candidate.reason === reason).at(-1);
  ok(event, `no event ${reason} among ${JSON.stringify(pod.events)}`);
  return event.message;
}

function mountFailure({ name }: { name: string }, reason: string): string {
  return `MountVolume.SetUp failed for volume "secrets" : rpc error: code = Unknown desc = failed to mount secrets store objects for pod default/${name}, err: rpc error: code = Unknown desc = ${reason}`;
}

function trustOnly(serviceAccount: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: { "aws:RequestTag/kubernetes-service-account": serviceAccount },
        },
      },
    ],
  });
}
