import { deepStrictEqual } from "node:assert";
import {
  CreateClusterCommand,
  CreatePodIdentityAssociationCommand,
  ListPodIdentityAssociationsCommand,
} from "@aws-sdk/client-eks";
import {
  CreateRoleCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateSecretCommand, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { DescribeParametersCommand, PutParameterCommand } from "@aws-sdk/client-ssm";
import { SERVICES_POLICY } from "../../../../attempts/moves";
import type { AccountAccess } from "../../../../cli/aws/account-access";
import { ATTEMPT_TAG, TRIAL_TAG, trialNames } from "../../../../cli/verbs/trial/names";
import {
  nothingSeen,
  type Removal,
  removeAll,
  removeAttempts,
} from "../../../../cli/verbs/trial/removal";
import { A, B, REGION, startSandbox, type TestSandbox } from "../../../sandbox/support";
import { landingZone } from "../../../stacks/run-stack";

const NAMES = trialNames("3f9a71");
const { name } = NAMES;
const OURS = { [TRIAL_TAG]: "3f9a71" };
const OF_ATTEMPT = { ...OURS, [ATTEMPT_TAG]: "true" };
const OTHERS = { [TRIAL_TAG]: "3f9a72" };

const zone = landingZone(`
accounts:
  reader: { id: "${A}", region: ${REGION} }
  owner: { id: "${B}", region: ${REGION} }
clusters: { shop: { account: reader, existing: true } }
`);

describe("the removal of a trial", () => {
  let sandbox: TestSandbox;
  let removal: Removal;
  const { AWS_ENDPOINT_URL } = process.env;

  before(async () => {
    sandbox = await startSandbox();
    process.env.AWS_ENDPOINT_URL = sandbox.endpoint;
    removal = {
      ...{ zone, names: NAMES, say: () => {}, seen: nothingSeen() },
      accessTo: async ({ id }, region = REGION) =>
        ({ region, credentials: sandbox.administrator(id) }) as AccountAccess,
    };
    await makeRole(`${name}-everything`, OF_ATTEMPT);
    await makeRole(`${name}-a`, OURS, SERVICES_POLICY);
    await makeRole(`${name}-own`, {});
    await makeRole(`${name}-of-others`, OTHERS);
    await makeRole("tagged", OF_ATTEMPT);
    const { eks, ssm } = sandbox.clients(A);
    const roleArn = `arn:aws:iam::${A}:role/${name}-a`;
    await eks.send(
      new CreateClusterCommand({
        name: "shop",
        roleArn,
        resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
      }),
    );
    for (const [namespace, serviceAccount, tags] of [
      [name, "a", OURS],
      [name, "b", OF_ATTEMPT],
      [`${name}0`, "c", OURS],
    ] as const) {
      await eks.send(
        new CreatePodIdentityAssociationCommand({
          ...{ clusterName: "shop", namespace, serviceAccount, roleArn, tags },
        }),
      );
    }
    for (const [Name, tags] of [
      [`${name}/secret-a`, OURS],
      ["secret-of-others", OTHERS],
      ["same-value", { other: "3f9a71" }],
    ] as const) {
      await sandbox
        .clients(B)
        .secretsManager.send(new CreateSecretCommand({ Name, Tags: list(tags) }));
    }
    for (const Name of [`/${name}-attempt`, `/${name}-attempt-of-others`]) {
      await ssm.send(new PutParameterCommand({ Name, Value: "x", Type: "String" }));
    }
  });
  after(async () => {
    if (AWS_ENDPOINT_URL === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = AWS_ENDPOINT_URL;
    await sandbox.stop();
  });

  const list = (tags: object) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

  async function makeRole(RoleName: string, tags: object, PolicyName?: string): Promise<void> {
    const { iam } = sandbox.clients(A);
    const document = (statement: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", ...statement } });
    const AssumeRolePolicyDocument = document({
      Principal: { Service: ["eks.amazonaws.com", "pods.eks.amazonaws.com"] },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Tags: list(tags) }));
    if (!PolicyName) return;
    const PolicyDocument = document({ Action: "kms:*", Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  }

  /** What there is of the kinds that were made. */
  async function there(): Promise<string[]> {
    const { eks, iam, ssm } = sandbox.clients(A);
    const { Roles = [] } = await iam.send(new ListRolesCommand({}));
    const { associations = [] } = await eks.send(
      new ListPodIdentityAssociationsCommand({ clusterName: "shop" }),
    );
    const { SecretList = [] } = await sandbox
      .clients(B)
      .secretsManager.send(new ListSecretsCommand({}));
    const { Parameters = [] } = await ssm.send(new DescribeParametersCommand({}));
    return [
      ...Roles.map(({ RoleName = "" }) => RoleName),
      ...associations.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
      ...[...SecretList, ...Parameters].map(({ Name = "" }) => Name),
    ].filter((one) => !one.startsWith("AWSServiceRole"));
  }

  const OTHER_THINGS = [
    ...[`${name}-of-others`, `${name}-own`, "tagged", `${name}0/c`],
    ...["same-value", "secret-of-others", `/${name}-attempt-of-others`],
  ].sort();

  it("takes away what attempts have made before the stacks go, and leaves what stacks hold", async () => {
    await removeAttempts(removal);
    const kept = [`${name}-a`, `${name}/a`, `${name}/secret-a`];
    deepStrictEqual((await there()).sort(), [...OTHER_THINGS, ...kept].sort());
    deepStrictEqual(removal.seen.isAny, true);
    const asked = new ListRolePoliciesCommand({ RoleName: `${name}-a` });
    deepStrictEqual((await sandbox.clients(A).iam.send(asked)).PolicyNames, []);
  });

  it("takes away all that has the trial's tag and name, and nothing else", async () => {
    const { left } = await removeAll(removal);
    deepStrictEqual((await there()).sort(), OTHER_THINGS);
    deepStrictEqual(left, []);
    deepStrictEqual(removal.seen.isClusterCreated, false);
  });

  it("has seen nothing where nothing is left", async () => {
    const seen = nothingSeen();
    await removeAll({ ...removal, seen });
    deepStrictEqual([seen.isAny, seen.isClusterCreated], [false, false]);
  });
});
