import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { PACE_VARIABLE } from "../../../../sandbox/clusters/pace";
import {
  type Account,
  accountOf,
  type Clients,
} from "../../../../sandbox/providers/aws/account/account";
import { configurationOf } from "../../../../sandbox/providers/aws/account/configuration";
import { awsProvider } from "../../../../sandbox/providers/aws/provider";
import type { Weather } from "../../../../sandbox/weather/weather";
import { A, REGION, type TestSandbox, withSandbox } from "../../support";
import { promisedOutputs } from "../promised-outputs";
import {
  changeResource,
  type Engine,
  makeResource,
  serveForTest,
  setEnvironment,
} from "../support";

export const type = {
  accessEntry: "aws:eks/accessEntry:AccessEntry",
  accessPolicy: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  addon: "aws:eks/addon:Addon",
  alias: "aws:kms/alias:Alias",
  association: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  cluster: "aws:eks/cluster:Cluster",
  key: "aws:kms/key:Key",
  keyPolicy: "aws:kms/keyPolicy:KeyPolicy",
  oidcProvider: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  nodeGroup: "aws:eks/nodeGroup:NodeGroup",
  policy: "aws:iam/policy:Policy",
  policiesExclusive: "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive",
  replicaKey: "aws:kms/replicaKey:ReplicaKey",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  rotation: "aws:secretsmanager/secretRotation:SecretRotation",
  secret: "aws:secretsmanager/secret:Secret",
  secretPolicy: "aws:secretsmanager/secretPolicy:SecretPolicy",
};

export type Kind = keyof typeof type;
export type Made = Awaited<ReturnType<typeof makeResource>>;
type Program = Record<string, unknown>;

/** The stand-in for the AWS provider, configured for account A of a sandbox. A suite's hooks start and stop it. */
export class AwsEngine {
  readonly sandbox: TestSandbox;
  readonly engine = {} as Engine;
  private account!: Account;
  private restore = () => {};

  constructor(options: { pace?: number; weather?: Weather } = {}) {
    after(() => {
      this.engine.close();
      this.restore();
    });
    const { sandbox } = withSandbox(options);
    this.sandbox = sandbox;
    before(async () => {
      this.restore = setEnvironment({
        AWS_ENDPOINT_URL: sandbox.endpoint,
        [PACE_VARIABLE]: String(options.pace ?? 0),
      });
      Object.assign(this.engine, await serveForTest(awsProvider("0.0.0")));
      const { accessKeyId, secretAccessKey } = sandbox.administrator(A);
      const keys = { accessKey: accessKeyId, secretKey: secretAccessKey };
      const configuration = { region: REGION, ...keys };
      await this.engine.configure(configuration);
      this.account = accountOf(configurationOf(configuration));
    });
  }

  /** Clients for what somebody does without Pulumi. */
  byHand<Service extends keyof Clients>(service: Service): Promise<Clients[Service]> {
    return this.account.client(service);
  }

  async make(of: Kind, program: Program): Promise<Made> {
    const made = await makeResource(this.engine, type[of], program);
    const absent = promisedOutputs(type[of]).filter((name) => made.state[name] === undefined);
    deepStrictEqual(absent, [], `outputs of ${of} that its typings promise`);
    return made;
  }

  change(of: Kind, old: Made, program: Program) {
    return changeResource(this.engine, type[of], old, program);
  }

  remove(of: Kind, { id, state }: Made): Promise<void> {
    return this.engine.delete(type[of], id, state);
  }

  /** What a refresh finds. The ID is empty if the resource is gone. */
  refresh(of: Kind, made: Made): Promise<Made> {
    return this.engine.read(type[of], made.id, made);
  }

  /** What the next run of a program changes. By default the program is the same. */
  async changes(of: Kind, { inputs, state }: Made, program: Program = inputs) {
    return (await this.engine.diff(type[of], { inputs, state }, program)).changes;
  }

  /** Checks that a refresh finds nothing new, then imports by the ID that people type. */
  async readBack(of: Kind, made: Made, importId = made.id): Promise<Made> {
    const found = await this.refresh(of, made);
    deepStrictEqual({ id: found.id, state: found.state }, { id: made.id, state: made.state });
    deepStrictEqual(await this.changes(of, found, made.inputs), {});
    return this.engine.read(type[of], importId);
  }

  async gone(of: Kind, made: Made): Promise<void> {
    await this.remove(of, made);
    strictEqual((await this.refresh(of, made)).id, "");
  }
}

/** A policy that allows these actions on everything. */
export const document = (...actions: string[]) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
});
