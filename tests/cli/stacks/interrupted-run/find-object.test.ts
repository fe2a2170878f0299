import { deepStrictEqual, strictEqual } from "node:assert";
import type { ExportedResource } from "../../../../cli/stacks/backend/exported-state";
import type { MadeResource } from "../../../../cli/stacks/interrupted-run/find-by-name";
import { findObject } from "../../../../cli/stacks/interrupted-run/find-object";
import { findRelease } from "../../../../cli/stacks/interrupted-run/find-release";
import { unansweredCreations } from "../../../../cli/stacks/interrupted-run/unanswered-creations";
import { recordSecret } from "../../../../sandbox/providers/kubernetes/release-record";
import { serviceTrust } from "../../../sandbox/eks-support";
import { A, REGION, withSandbox } from "../../../sandbox/support";

const MANAGER = "pulumi-kubernetes-0a1b2c3d";
const PROVIDER = "urn:pulumi:shop.workloads::eks-pod-secrets::pulumi:providers:kubernetes::shop::1";

const resource = (type: string, metadata: object, inputs = {}) => ({
  ...{ urn: "urn:web", type, provider: PROVIDER },
  inputs: { metadata, __fieldManager: MANAGER, ...inputs },
});
const account = resource("kubernetes:core/v1:ServiceAccount", { name: "web", namespace: "shop" });

/** A cluster in which one manager has written all objects, and the requests that it got. */
function clusterOf(manager: string) {
  const asked: string[][] = [];
  const read = async (...call: string[]) => {
    asked.push(call);
    return JSON.stringify({ metadata: { managedFields: [{ manager: "kubectl" }, { manager }] } });
  };
  return { asked, read };
}

const never = () => false;

describe("findObject", () => {
  it("asks the resource's cluster for the object, by the path of its kind", async () => {
    const { asked, read } = clusterOf(MANAGER);
    const found: (string | undefined)[] = [];
    for (const one of [
      account,
      resource("kubernetes:core/v1:Namespace", { name: "shop" }),
      resource("kubernetes:apps/v1:Deployment", { name: "web", namespace: "shop" }),
      resource("kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass", {
        ...{ name: "web", namespace: "shop" },
      }),
    ]) {
      found.push(await findObject(one, read, never));
    }
    deepStrictEqual(found, ["shop/web", "shop", "shop/web", "shop/web"]);
    deepStrictEqual(asked, [
      ["shop", "/api/v1/namespaces/shop/serviceaccounts/web"],
      ["shop", "/api/v1/namespaces/shop"],
      ["shop", "/apis/apps/v1/namespaces/shop/deployments/web"],
      ["shop", "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/shop/secretproviderclasses/web"],
    ]);
  });

  it("finds none that somebody else has written, and none that is not there", async () => {
    strictEqual(await findObject(account, clusterOf("helm").read, never), undefined);
    strictEqual(await findObject(account, async () => undefined, never), undefined);
  });

  it("finds one with nothing but a name, which has no writer, where it was made since", async () => {
    const creationTimestamp = "2026-01-02T03:04:05Z";
    const read = async () => JSON.stringify({ metadata: { creationTimestamp, managedFields: [] } });
    const since = (time: string) => (found: MadeResource) => (found.created ?? 0) >= new Date(time);
    const found = (time: string) => findObject(account, read, since(time));
    strictEqual(await found("2026-01-02T03:04:00Z"), "shop/web");
    strictEqual(await found("2026-01-02T03:05:00Z"), undefined);
  });

  it("finds none whose writer nobody can know", async () => {
    const { asked, read } = clusterOf(MANAGER);
    const unnamed = { ...account, inputs: { metadata: account.inputs.metadata } };
    strictEqual(await findObject(unnamed, read, never), undefined);
    strictEqual(
      await findObject({ ...account, provider: "urn::other::1" }, read, never),
      undefined,
    );
    deepStrictEqual(asked, []);
  });
});

const RELEASE = {
  type: "kubernetes:helm.sh/v3:Release",
  provider: "urn:pulumi:shop.cluster::eks-pod-secrets::pulumi:providers:kubernetes::shop::1",
  inputs: {
    ...{ name: "csi-secrets-store", namespace: "kube-system" },
    ...{
      chart: "secrets-store-csi-driver",
      version: "1.6.0",
      values: { linux: { enabled: true } },
    },
  },
};

/** A cluster's record of a release that was made at noon. */
function held(change: object = {}) {
  const { chart, name, namespace, values, version } = RELEASE.inputs;
  const secret = recordSecret({
    ...{ chart, name, namespace, values, version },
    ...{ revision: 1, status: "deployed", objects: [], ...change },
  });
  const metadata = { ...secret.metadata, creationTimestamp: "2026-01-02T12:00:00Z" };
  return JSON.stringify({ ...secret, metadata });
}

const since = (time: string) => (found: MadeResource) => (found.created ?? 0) >= new Date(time);
const morning = since("2026-01-02T09:00:00Z");

describe("findRelease", () => {
  it("asks the release's cluster for Helm's record; the release must be made anew", async () => {
    const asked: string[][] = [];
    const read = async (...call: string[]) => {
      asked.push(call);
      return held({ status: "pending-install" });
    };
    deepStrictEqual(await findRelease(RELEASE, read, morning), {
      id: "kube-system/csi-secrets-store",
      isBroken: true,
    });
    deepStrictEqual(asked, [
      ["shop", "/api/v1/namespaces/kube-system/secrets/sh.helm.release.v1.csi-secrets-store.v1"],
    ]);
  });

  it("finds none where nothing was installed", async () => {
    strictEqual(await findRelease(RELEASE, async () => undefined, morning), undefined);
  });

  it("finds none in a Secret that is no record of Helm's", async () => {
    const read = async () => JSON.stringify({ metadata: {}, data: { password: "eA==" } });
    strictEqual(await findRelease(RELEASE, read, morning), undefined);
  });

  it("leaves alone what somebody else has installed under that name", async () => {
    for (const change of [
      { chart: "secrets-store-csi-driver-provider-aws" },
      { version: "1.5.0" },
      { values: {} },
    ]) {
      strictEqual(await findRelease(RELEASE, async () => held(change), morning), undefined);
    }
    const evening = since("2026-01-02T18:00:00Z");
    strictEqual(await findRelease(RELEASE, async () => held(), evening), undefined);
  });
});

const ROLE = "aws:iam/role:Role";
const SECRET = "aws:secretsmanager/secret:Secret";
const ALIAS = "aws:kms/alias:Alias";
const ISSUER = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";

/** How AWS refuses a name that is taken, by type. */
const REFUSALS: Record<string, string> = {
  [ROLE]: "creating IAM Role (orders): api error EntityAlreadyExistsException: Role with name",
  [SECRET]: "ResourceExistsException: the secret orders/db already exists",
  [ISSUER]: "creating IAM OIDC Provider: api error EntityAlreadyExists: Provider with url",
  [ALIAS]: "creating KMS Alias: AlreadyExistsException: An alias with the name",
};

const MINUTE = 60_000;

describe("unansweredCreations", () => {
  function resource(
    type: string,
    name: string,
    inputs: Record<string, unknown> = {},
  ): ExportedResource {
    return {
      urn: `urn:pulumi:stack::project::${type}::${name}`,
      type,
      custom: true,
      inputs: { name, ...inputs },
    };
  }

  const { sandbox } = withSandbox();
  let role: ExportedResource;
  let secret: ExportedResource;
  let alias: ExportedResource;
  let issuer: ExportedResource;
  /** Resources that were to be made under names that something else has. */
  let others: ExportedResource[];

  before(async () => {
    const { iam, kms, secretsManager } = sandbox.clients(A);
    const createKey = async () => (await kms.createKey({})).KeyMetadata?.KeyId ?? "";
    const [key, otherKey] = [await createKey(), await createKey()];
    const Tags = [{ Key: "team", Value: "orders" }];
    const tags = { team: "orders" };
    const AssumeRolePolicyDocument = serviceTrust("eks.amazonaws.com");
    await iam.createRole({ RoleName: "orders", Path: "/pods/", AssumeRolePolicyDocument, Tags });
    const description = "of orders";
    const ofSecret = { Description: description, KmsKeyId: key, Tags };
    await secretsManager.createSecret({ Name: "orders/db", ...ofSecret });
    await secretsManager.createSecret({
      Name: "orders/filled",
      ...ofSecret,
      SecretString: "marzipan",
    });
    await kms.createAlias({ AliasName: "alias/orders", TargetKeyId: key });
    const url = "https://oidc.eks.us-east-1.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9";
    const clientIdLists = ["sts.amazonaws.com"];
    await iam.createOpenIDConnectProvider({ Url: url, ClientIDList: clientIdLists });
    issuer = resource(ISSUER, "shop", { name: undefined, url, clientIdLists });
    // The same document in another form, as its author may write it.
    const { Statement, ...document } = JSON.parse(AssumeRolePolicyDocument);
    const assumeRolePolicy = JSON.stringify(
      { Statement: [Statement].flat(), ...document },
      null,
      2,
    );
    role = resource(ROLE, "orders", { path: "/pods/", assumeRolePolicy, tags });
    secret = resource(SECRET, "orders/db", { description, kmsKeyId: arnOf(key), tags });
    alias = resource(ALIAS, "alias/orders", { targetKeyId: key });
    others = [
      change(role, { path: "/" }),
      change(role, { assumeRolePolicy: serviceTrust("ec2.amazonaws.com") }),
      change(role, { assumeRolePolicy: "[secret]" }),
      change(role, { tags: { team: "search" } }),
      change(role, { permissionsBoundary: `arn:aws:iam::${A}:policy/boundary` }),
      change(secret, { description: "of search" }),
      change(secret, { kmsKeyId: undefined }),
      change(secret, { kmsKeyId: otherKey }),
      change(secret, { tags: undefined }),
      change(secret, { name: "orders/filled" }),
      change(alias, { targetKeyId: otherKey }),
      change(issuer, { clientIdLists: ["other"] }),
    ];
  });

  function found(
    resources: ExportedResource[],
    { began = new Date(), error }: { began?: Date; error?: string } = {},
  ): Promise<ExportedResource[]> {
    return unansweredCreations(
      resources.map((one) => ({ resource: one, began, error: error ?? REFUSALS[one.type] ?? "" })),
      { region: REGION, endpoint: sandbox.endpoint, credentials: sandbox.administrator(A) },
    );
  }

  it("are those that AWS made since they were begun, as they were asked for", async () => {
    const all = [role, secret, alias, issuer];
    deepStrictEqual(await found(all), all);
  });

  it("are not what somebody else made of the same name, with other settings or a value", async () => {
    deepStrictEqual(await found(others), []);
  });

  it("are not what was there before they were begun", async () => {
    const began = new Date(Date.now() + MINUTE);
    deepStrictEqual(await found([role, secret, alias, issuer], { began }), []);
  });

  it("are not what the engine did not say that it began", async () => {
    const failed = [{ resource: role, error: REFUSALS[ROLE] ?? "" }];
    const access = { region: REGION, endpoint: sandbox.endpoint };
    deepStrictEqual(await unansweredCreations(failed, access), []);
  });

  it("are objects that this run has written to a cluster, whose connection ended before the answer", async () => {
    const manager = "pulumi-kubernetes-0a1b2c3d";
    const object: ExportedResource = {
      urn: "urn:web",
      type: "kubernetes:core/v1:ServiceAccount",
      provider: "urn:pulumi:s::p::pulumi:providers:kubernetes::shop::1",
      inputs: { metadata: { name: "web", namespace: "shop" }, __fieldManager: manager },
    };
    const made = (error: string, writer = manager) =>
      unansweredCreations([{ resource: object, error, began: new Date() }], {
        region: REGION,
        readOfCluster: async () =>
          JSON.stringify({ metadata: { managedFields: [{ manager: writer }] } }),
      });
    const lost = `Patch "https://127.0.0.1/api/v1/namespaces/shop/serviceaccounts/web?force=true": EOF`;
    deepStrictEqual(await made(lost), [object]);
    deepStrictEqual(await made(lost.replace("EOF", "read: connection reset by peer")), [object]);
    deepStrictEqual(await made(lost, "helm"), []);
    deepStrictEqual(await made('serviceaccounts "web" already exists'), []);
  });

  it("are not what failed for another reason, nor what has no date by its name", async () => {
    deepStrictEqual(await found([role], { error: "AccessDenied: not authorized" }), []);
    const association = resource("aws:eks/podIdentityAssociation:PodIdentityAssociation", "orders");
    deepStrictEqual(await found([association], { error: REFUSALS[ROLE] }), []);
  });
});

function change(one: ExportedResource, inputs: Record<string, unknown>): ExportedResource {
  return { ...one, inputs: { ...one.inputs, ...inputs } };
}

function arnOf(key: string): string {
  return `arn:aws:kms:${REGION}:${A}:key/${key}`;
}
