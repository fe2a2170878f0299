import { deepStrictEqual } from "node:assert/strict";
import type { StateResource } from "../../../../cli/stacks/interrupted-run/settled-state";
import { unansweredCreations } from "../../../../cli/stacks/interrupted-run/unanswered-creations";
import { serviceTrust } from "../../../sandbox/eks-support";
import { A, REGION, withSandbox } from "../../../sandbox/support";

const ROLE = "aws:iam/role:Role";
const SECRET = "aws:secretsmanager/secret:Secret";
const ALIAS = "aws:kms/alias:Alias";

/** How AWS refuses a name of each type that is taken. */
const REFUSALS: Record<string, string> = {
  [ROLE]: "creating IAM Role (orders): api error EntityAlreadyExistsException: Role with name",
  [SECRET]: "ResourceExistsException: the secret orders/db already exists",
  [ALIAS]: "creating KMS Alias: AlreadyExistsException: An alias with the name",
};

const MINUTE = 60_000;

describe("unansweredCreations", () => {
  const { sandbox } = withSandbox();
  let role: StateResource;
  let secret: StateResource;
  let alias: StateResource;
  /** What was to be made of a name that AWS has given to something else. */
  let others: StateResource[];

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
    // The same document, as its author may write it.
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
    ];
  });

  function found(
    resources: StateResource[],
    { began = new Date(), error }: { began?: Date; error?: string } = {},
  ): Promise<StateResource[]> {
    return unansweredCreations(
      resources.map((one) => ({ resource: one, began, error: error ?? REFUSALS[one.type] ?? "" })),
      { region: REGION, endpoint: sandbox.endpoint, credentials: sandbox.administrator(A) },
    );
  }

  it("are those that AWS made since they were begun, as they were asked for", async () => {
    deepStrictEqual(await found([role, secret, alias]), [role, secret, alias]);
  });

  it("are not what somebody else made of the same name, with other settings or a value", async () => {
    deepStrictEqual(await found(others), []);
  });

  it("are not what was there before they were begun", async () => {
    const began = new Date(Date.now() + MINUTE);
    deepStrictEqual(await found([role, secret, alias], { began }), []);
  });

  it("are not what the engine did not say that it began", async () => {
    const failed = [{ resource: role, error: REFUSALS[ROLE] ?? "" }];
    const access = { region: REGION, endpoint: sandbox.endpoint };
    deepStrictEqual(await unansweredCreations(failed, access), []);
  });

  it("are objects that this run has written to a cluster, whose connection ended before the answer", async () => {
    const manager = "pulumi-kubernetes-0a1b2c3d";
    const object: StateResource = {
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

function resource(type: string, name: string, inputs: Record<string, unknown> = {}): StateResource {
  return {
    urn: `urn:pulumi:stack::project::${type}::${name}`,
    type,
    custom: true,
    inputs: { name, ...inputs },
  };
}

function change(one: StateResource, inputs: Record<string, unknown>): StateResource {
  return { ...one, inputs: { ...one.inputs, ...inputs } };
}

function arnOf(key: string): string {
  return `arn:aws:kms:${REGION}:${A}:key/${key}`;
}
