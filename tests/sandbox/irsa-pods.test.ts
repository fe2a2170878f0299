import { deepStrictEqual, equal, match, strictEqual } from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { fromTokenFile } from "@aws-sdk/credential-providers";
import { CLUSTER, clusterArn, createRole, roleArn } from "./eks-support";
import { createProvider, issuerIn, trustInIssuer } from "./irsa";
import {
  EVERYTHING,
  lastMessage,
  mountFailure,
  type PodWorld,
  SECRET_A,
  startPodWorld,
  VALUE,
} from "./pods-support";
import { A, REGION } from "./support";

const PODS = "/api/v1/namespaces/default/pods";
const ACCOUNT = "/api/v1/namespaces/default/serviceaccounts/serviceaccount-a";
const MERGE = "application/merge-patch+json";
const DIRECTORY = "/var/run/secrets/eks.amazonaws.com/serviceaccount";
const REQUEST = "[0-9a-f]{8}-[0-9a-f-]{27}";

/** What the webhook gave to a container of a new pod. */
interface Made {
  env: Record<string, string>;
  mounts: string[];
  token?: { audience: string; expirationSeconds: number };
}

async function annotate(world: PodWorld, annotations: Record<string, string | null>) {
  const { status } = await world.k8s("PATCH", ACCOUNT, { metadata: { annotations } }, MERGE);
  equal(status, 200);
}

const role = (name = "reader") => ({ "eks.amazonaws.com/role-arn": roleArn(A, name) });

async function trustIssuer(world: PodWorld, serviceAccount = "serviceaccount-a") {
  const PolicyDocument = trustInIssuer(world.sandbox, serviceAccount);
  await world.sandbox.clients(A).iam.updateAssumeRolePolicy({ RoleName: "reader", PolicyDocument });
}

describe("a class without usePodIdentity, for an annotated service account", () => {
  let world: PodWorld;
  afterEach(() => world.end());
  const start = async (statements?: () => object[]) => {
    world = await startPodWorld({ association: false, ...(statements && { statements }) });
    await annotate(world, role());
    await trustIssuer(world);
  };
  const failure = async (parameters = {}) => {
    await world.deploy([SECRET_A], { parameters });
    const pod = await world.pod("application-a");
    equal(pod.phase, "Pending");
    const message = lastMessage(pod, "FailedMount");
    return { reason: message.slice(mountFailure(pod, "").length), log: pod.providerLog.at(-1) };
  };
  const operation =
    "operation error Secrets Manager: GetSecretValue, get identity: get credentials: failed to refresh cached credentials, failed to retrieve credentials, operation error STS: AssumeRoleWithWebIdentity";

  it("mounts what the annotated role may read, without an association or the agent", async () => {
    await start();
    await createProvider(world.sandbox);
    await world.deploy([SECRET_A], { parameters: {} });
    equal((await world.pod("application-a")).phase, "Running");
    equal((await world.exec("application-a", "cat", "/mnt/secret/secret-a")).stdout, VALUE);
  });

  it("reads as the annotated role, where another is associated", async () => {
    world = await startPodWorld();
    await annotate(world, role("gone"));
    await createProvider(world.sandbox);
    const { log } = await failure();
    match(log ?? "", /AssumeRoleWithWebIdentity.* AccessDenied: Not authorized/);
    await world.deploy([SECRET_A], { parameters: { usePodIdentity: "true" } });
    await world.remount("application-a");
    equal((await world.pod("application-a")).phase, "Running");
  });

  it("fails where the account has no OIDC provider, in STS's words", async () => {
    await start();
    match(
      (await failure()).reason,
      new RegExp(
        `^us-east-1: Failed fetching secret secret-a: ${operation}, exceeded maximum number of attempts, 3, https response error StatusCode: 400, RequestID: ${REQUEST}, InvalidIdentityToken: No OpenIDConnect provider found in your account for https://${issuerIn(world.sandbox)}$`,
      ),
    );
  });

  it("fails on an audience that the provider lacks", async () => {
    await start();
    await createProvider(world.sandbox, ["other"]);
    match((await failure()).reason, /InvalidIdentityToken: Incorrect token audience$/);
  });

  it("says in its log alone that the role's trust refuses, and tries the failover Region", async () => {
    await start();
    await createProvider(world.sandbox);
    await trustIssuer(world, "somebody-else");
    const { log, reason } = await failure({ failoverRegion: "us-west-2" });
    strictEqual(
      reason,
      "Failed to fetch secret from all regions. Verify secret exists and required permissions are granted for: secret-a",
    );
    match(
      log ?? "",
      new RegExp(
        `^us-west-2: Failed fetching secret secret-a: ${operation}, https response error StatusCode: 403, RequestID: ${REQUEST}, api error AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity$`,
      ),
    );
  });

  it("reads parameters, too", async () => {
    await start(EVERYTHING);
    await createProvider(world.sandbox);
    await world.sandbox.clients(A).ssm.putParameter({ Name: "p", Value: "v", Type: "String" });
    await world.deploy([{ objectName: "p", objectType: "ssmparameter" }], { parameters: {} });
    equal((await world.pod("application-a")).phase, "Running");
    equal((await world.exec("application-a", "cat", "/mnt/secret/p")).stdout, "v");
  });
});

describe("the webhook of EKS", () => {
  let world: PodWorld;
  let made = 0;
  before(async () => {
    world = await startPodWorld({ association: false });
  });
  after(() => world.end());
  afterEach(() =>
    annotate(world, {
      "eks.amazonaws.com/audience": null,
      "eks.amazonaws.com/token-expiration": null,
      "eks.amazonaws.com/sts-regional-endpoints": null,
    }),
  );

  const create = async (
    given: { annotations?: object; env?: object[]; container?: string } = {},
  ): Promise<Made> => {
    const { annotations, container = "main", env } = given;
    const name = `pod-${made++}`;
    const containers = [{ name: "main", env }, { name: "side" }];
    const pod = {
      metadata: { name, annotations },
      spec: {
        serviceAccountName: "serviceaccount-a",
        containers,
        initContainers: [{ name: "init" }],
      },
    };
    equal((await world.k8s("POST", PODS, pod)).status, 201);
    const { spec } = (await world.k8s("GET", `${PODS}/${name}`)).body;
    await world.k8s("DELETE", `${PODS}/${name}`);
    const all = [...spec.containers, ...spec.initContainers];
    const found = all.find((one) => one.name === container);
    const pairs = (found.env ?? []).map((one: Record<string, string>) => [one.name, one.value]);
    return {
      env: Object.fromEntries(pairs),
      mounts: (found.volumeMounts ?? []).map((one: Record<string, string>) => one.mountPath),
      token: spec.volumes?.[0]?.projected.sources[0].serviceAccountToken,
    };
  };

  it("gives nothing without annotation and association", async () => {
    deepStrictEqual(await create(), { env: {}, mounts: [], token: undefined });
  });

  it("gives a pod of an annotated service account the role, and a token for STS", async () => {
    await annotate(world, role());
    const given = {
      env: {
        AWS_STS_REGIONAL_ENDPOINTS: "regional",
        AWS_DEFAULT_REGION: REGION,
        AWS_REGION: REGION,
        AWS_ROLE_ARN: roleArn(A, "reader"),
        AWS_WEB_IDENTITY_TOKEN_FILE: `${DIRECTORY}/token`,
      },
      mounts: [DIRECTORY],
      token: { audience: "sts.amazonaws.com", expirationSeconds: 86_400, path: "token" },
    };
    deepStrictEqual(await create(), given);
    deepStrictEqual(await create({ container: "init" }), given);
  });

  it("heeds the annotations of service account and pod", async () => {
    await annotate(world, {
      "eks.amazonaws.com/audience": "other",
      "eks.amazonaws.com/token-expiration": "7200",
      "eks.amazonaws.com/sts-regional-endpoints": "false",
    });
    const { env, token } = await create();
    deepStrictEqual([token?.audience, token?.expirationSeconds], ["other", 7200]);
    strictEqual(env.AWS_STS_REGIONAL_ENDPOINTS, undefined);
    const annotations = {
      "eks.amazonaws.com/token-expiration": "60",
      "eks.amazonaws.com/skip-containers": "side",
    };
    strictEqual((await create({ annotations })).token?.expirationSeconds, 3600);
    deepStrictEqual((await create({ annotations, container: "side" })).env, {});
  });

  it("leaves to a container the Region and the credentials that it names itself", async () => {
    const env = [
      { name: "AWS_REGION", value: "eu-west-1" },
      { name: "AWS_ROLE_ARN", value: "own" },
    ];
    deepStrictEqual((await create({ env })).env, {
      ...{ AWS_REGION: "eu-west-1", AWS_ROLE_ARN: "own" },
      AWS_STS_REGIONAL_ENDPOINTS: "regional",
    });
  });

  it("lets an SDK read as the role, by the variables and the token that it gives", async () => {
    await createProvider(world.sandbox);
    await trustIssuer(world);
    const { env, token } = await create();
    const { body } = await world.sandbox.control("POST", "/token", {
      cluster: clusterArn(A),
      namespace: "default",
      serviceAccount: "serviceaccount-a",
      audience: token?.audience,
    });
    const webIdentityTokenFile = join(mkdtempSync(join(tmpdir(), "irsa-")), "token");
    writeFileSync(webIdentityTokenFile, (body as { token: string }).token);
    const { endpoint } = world.sandbox;
    const credentials = fromTokenFile({
      webIdentityTokenFile,
      roleArn: env.AWS_ROLE_ARN ?? "",
      clientConfig: { endpoint, region: REGION },
    });
    const client = new SecretsManager({ endpoint, region: REGION, credentials });
    strictEqual((await client.getSecretValue({ SecretId: "secret-a" })).SecretString, VALUE);
  });

  it("prefers an association, and gives what it knows while its view is late", async () => {
    const held = (isHeld: boolean) =>
      world.sandbox.control("POST", "/webhook", { cluster: clusterArn(A), held: isHeld });
    const kind = async () => {
      const { env } = await create();
      const { AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_ROLE_ARN } = env;
      return { podIdentity: !!AWS_CONTAINER_CREDENTIALS_FULL_URI, irsa: !!AWS_ROLE_ARN };
    };
    const { eks } = world.sandbox.clients(A);
    equal((await held(true)).status, 200);
    const { association } = await eks.createPodIdentityAssociation({
      clusterName: CLUSTER,
      namespace: "default",
      serviceAccount: "serviceaccount-a",
      roleArn: await createRole(world.sandbox, A, "associated"),
    });
    deepStrictEqual(await kind(), { podIdentity: false, irsa: true });
    await held(false);
    deepStrictEqual(await kind(), { podIdentity: true, irsa: false });
    await held(true);
    const associationId = association?.associationId;
    await eks.deletePodIdentityAssociation({ clusterName: CLUSTER, associationId });
    deepStrictEqual(await kind(), { podIdentity: true, irsa: false });
    await held(false);
    deepStrictEqual(await kind(), { podIdentity: false, irsa: true });
  });
});
