import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";

import { awsProvider } from "../../../../sandbox/providers/aws/provider";
import { POD_TRUST, serviceTrust } from "../../eks-support";
import { A, B, REGION, startSandbox, type TestSandbox } from "../../support";
import {
  changeResource,
  type Engine,
  makeResource,
  serveForTest,
  setEnvironment,
} from "../support";

const type = {
  accessEntry: "aws:eks/accessEntry:AccessEntry",
  accessPolicy: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  addon: "aws:eks/addon:Addon",
  alias: "aws:kms/alias:Alias",
  association: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  cluster: "aws:eks/cluster:Cluster",
  key: "aws:kms/key:Key",
  nodeGroup: "aws:eks/nodeGroup:NodeGroup",
  policy: "aws:iam/policy:Policy",
  replicaKey: "aws:kms/replicaKey:ReplicaKey",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  rotation: "aws:secretsmanager/secretRotation:SecretRotation",
  secret: "aws:secretsmanager/secret:Secret",
  secretPolicy: "aws:secretsmanager/secretPolicy:SecretPolicy",
};

type Made = Awaited<ReturnType<typeof makeResource>>;

describe("aws resources against the emulator", () => {
  let sandbox: TestSandbox;
  let engine: Engine;
  let restore: () => void;

  const make = (of: keyof typeof type, program: Record<string, unknown>) =>
    makeResource(engine, type[of], program);
  const change = (of: keyof typeof type, old: Made, program: Record<string, unknown>) =>
    changeResource(engine, type[of], old, program);
  const remove = (of: keyof typeof type, { id, state }: Made) => engine.delete(type[of], id, state);
  /** A refresh that finds nothing, then an import by the id that people type. */
  const readBack = async (of: keyof typeof type, made: Made, importId = made.id) => {
    const { id, inputs, state } = await engine.read(type[of], made.id, made);
    deepStrictEqual({ id, state }, { id: made.id, state: made.state });
    deepStrictEqual((await engine.diff(type[of], { inputs, state }, made.inputs)).changes, {});
    return engine.read(type[of], importId);
  };
  const gone = async (of: keyof typeof type, made: Made) => {
    await remove(of, made);
    strictEqual((await engine.read(type[of], made.id, made)).id, "");
  };
  const document = (...actions: string[]) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
  });

  before(async () => {
    sandbox = await startSandbox();
    restore = setEnvironment({ AWS_ENDPOINT_URL: sandbox.endpoint });
    engine = await serveForTest(awsProvider("0.0.0"));
    const { accessKeyId, secretAccessKey } = sandbox.administrator(A);
    await engine.configure({ region: REGION, accessKey: accessKeyId, secretKey: secretAccessKey });
  });

  after(async () => {
    engine.close();
    restore();
    await sandbox.stop();
    deepStrictEqual(sandbox.failures, []);
  });

  it("keeps roles with their policies and attachments", async () => {
    const role = await make("role", { name: "r", path: "/pods/", assumeRolePolicy: POD_TRUST });
    match(String(role.state.arn), /:role\/pods\/r$/);
    const boundary = "arn:aws:iam::aws:policy/PowerUserAccess";
    const bounded = await change("role", role, {
      name: "r",
      path: "/pods/",
      assumeRolePolicy: serviceTrust("ec2.amazonaws.com"),
      permissionsBoundary: boundary,
      description: "d",
      tags: { a: "1" },
    });
    strictEqual(bounded.state.permissionsBoundary, boundary);
    deepStrictEqual(Object.keys(bounded.changes).sort(), [
      ...["assumeRolePolicy", "description", "permissionsBoundary", "tags.a"],
    ]);
    await readBack("role", bounded);

    const inline = await make("rolePolicy", { name: "p", role: "r", policy: document("s3:Get*") });
    strictEqual(inline.id, "r:p");
    const wider = await change("rolePolicy", inline, {
      name: "p",
      role: "r",
      policy: document("s3:List*"),
    });
    strictEqual((await readBack("rolePolicy", wider)).inputs.role, "r");

    const managed = await make("policy", { name: "m", policy: document("s3:Get*") });
    let latest: Made = managed;
    for (let version = 2; version <= 7; version++) {
      const policy = document(`s3:Get${version}`);
      latest = await change("policy", latest, { name: "m", policy });
    }
    match(String(latest.state.policy), /s3:Get7/);
    const attachment = await make("attachment", { role: "r", policyArn: managed.state.arn });
    strictEqual((await readBack("attachment", attachment)).inputs.policyArn, managed.state.arn);

    await rejects(remove("role", bounded), /deleting IAM Role \(r\): .*DeleteConflict/);
    await gone("attachment", attachment);
    await gone("policy", latest);
    await gone("rolePolicy", wider);
    await gone("role", bounded);
  });

  it("detaches a role's policies first when the program says so", async () => {
    const program = { name: "forced", assumeRolePolicy: POD_TRUST, forceDetachPolicies: true };
    const role = await make("role", program);
    await make("rolePolicy", { role: "forced", policy: document("s3:Get*") });
    const policyArn = "arn:aws:iam::aws:policy/PowerUserAccess";
    await make("attachment", { role: "forced", policyArn });
    await gone("role", role);
  });

  it("keeps keys, their aliases and their replicas", async () => {
    const key = await make("key", { multiRegion: true, enableKeyRotation: true });
    strictEqual(key.state.rotationPeriodInDays, 365);
    const off = await change("key", key, { multiRegion: true, isEnabled: false, description: "d" });
    strictEqual(off.state.enableKeyRotation, false);
    const on = await change("key", off, { multiRegion: true, tags: { a: "1" } });
    strictEqual(on.state.isEnabled, true);
    await readBack("key", on);

    const alias = await make("alias", { name: "alias/a", targetKeyId: key.state.arn });
    strictEqual(alias.state.targetKeyId, key.state.arn);
    const other = await make("key", {});
    const moved = await change("alias", alias, { name: "alias/a", targetKeyId: other.id });
    strictEqual(moved.state.targetKeyArn, other.state.arn);
    await readBack("alias", moved);

    const replica = await make("replicaKey", {
      primaryKeyArn: key.state.arn,
      region: "eu-west-1",
      description: "r",
    });
    strictEqual(replica.state.keyId, key.state.keyId);
    match(String(replica.state.arn), /:eu-west-1:/);
    const changed = await change("replicaKey", replica, {
      primaryKeyArn: key.state.arn,
      region: "eu-west-1",
      enabled: false,
    });
    strictEqual(changed.state.enabled, false);
    await readBack("replicaKey", changed);

    await gone("replicaKey", changed);
    await gone("alias", moved);
    await gone("key", other);
    await gone("key", on);
  });

  it("keeps secrets with their policy, replicas and rotation", async () => {
    const program = { name: "s", recoveryWindowInDays: 7 };
    const secret = await make("secret", { ...program, replicas: [{ region: "eu-west-1" }] });
    const here = await change("secret", secret, {
      ...program,
      replicas: [{ region: "eu-central-1" }],
    });
    deepStrictEqual(
      (here.state.replicas as { region: string }[]).map(({ region }) => region),
      ["eu-central-1"],
    );
    await readBack("secret", here);

    const secretArn = secret.id;
    const allow = (Principal: unknown) => ({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal, Action: "secretsmanager:GetSecretValue", Resource: "*" },
      ],
    });
    const root = { AWS: `arn:aws:iam::${B}:root` };
    const policy = await make("secretPolicy", {
      secretArn,
      policy: allow(root),
      blockPublicPolicy: true,
    });
    strictEqual((await readBack("secretPolicy", policy)).inputs.secretArn, secretArn);
    await rejects(
      change("secretPolicy", policy, { secretArn, policy: allow("*"), blockPublicPolicy: true }),
      /updating Secrets Manager Secret Policy .*PublicPolicyException/,
    );
    await gone("secretPolicy", policy);

    await gone("secret", here);
    await rejects(
      make("secret", program),
      /creating Secrets Manager Secret \(s\): .*scheduled for deletion/,
    );
  });

  it("keeps a cluster with its nodes, add-ons, access and associations", async () => {
    const trust = (service: string) => serviceTrust(service);
    const own = await make("role", {
      name: "cluster",
      assumeRolePolicy: trust("eks.amazonaws.com"),
    });
    const node = await make("role", { name: "node", assumeRolePolicy: trust("ec2.amazonaws.com") });
    const pod = await make("role", { name: "pod", assumeRolePolicy: POD_TRUST });
    const vpcConfig = { subnetIds: ["subnet-1"] };
    const program = { name: "c", roleArn: own.state.arn, vpcConfig };

    const cluster = await make("cluster", { ...program, version: "1.33" });
    strictEqual(cluster.state.status, "ACTIVE");
    const newer = await change("cluster", cluster, {
      ...program,
      version: "1.34",
      vpcConfig: { ...vpcConfig, endpointPrivateAccess: true },
      tags: { a: "1" },
    });
    strictEqual(newer.state.version, "1.34");
    strictEqual((newer.state.vpcConfig as Record<string, unknown>).endpointPrivateAccess, true);
    await readBack("cluster", newer);
    const found = await engine.invoke("aws:eks/getCluster:getCluster", { name: "c" });
    strictEqual(found.arn, cluster.state.arn);
    strictEqual(found.endpoint, cluster.state.endpoint);

    const nodes = {
      clusterName: "c",
      nodeGroupName: "n",
      nodeRoleArn: node.state.arn,
      subnetIds: ["subnet-1"],
    };
    const size = (desiredSize: number) => ({ minSize: 1, desiredSize, maxSize: 3 });
    const group = await make("nodeGroup", { ...nodes, scalingConfig: size(1) });
    strictEqual(group.id, "c:n");
    const more = { ...nodes, scalingConfig: size(2), labels: { a: "1" } };
    const larger = await change("nodeGroup", group, more);
    deepStrictEqual(Object.keys(larger.changes).sort(), ["labels.a", "scalingConfig.desiredSize"]);
    await readBack("nodeGroup", larger);

    const driver = { clusterName: "c", addonName: "aws-secrets-store-csi-driver-provider" };
    const values = (on: boolean) => ({ "secrets-store-csi-driver": { enableSecretRotation: on } });
    const addon = await make("addon", { ...driver, configurationValues: values(false) });
    strictEqual(addon.id, `c:${driver.addonName}`);
    const rotating = await change("addon", addon, { ...driver, configurationValues: values(true) });
    match(String(rotating.state.configurationValues), /true/);
    await readBack("addon", rotating);

    const reader = { clusterName: "c", namespace: "default", serviceAccount: "s" };
    const association = await make("association", { ...reader, roleArn: pod.state.arn });
    await rejects(
      make("association", { ...reader, serviceAccount: "t", roleArn: node.state.arn }),
      /creating EKS Pod Identity Association .*InvalidParameterException/,
    );
    const target = await change("association", association, {
      ...reader,
      roleArn: pod.state.arn,
      targetRoleArn: `arn:aws:iam::${B}:role/target`,
      disableSessionTags: true,
    });
    strictEqual(target.state.externalId, `${REGION}/${A}/c/default/s`);
    const imported = await readBack("association", target, `c,${association.id}`);
    strictEqual(imported.id, association.id);
    strictEqual(imported.inputs.serviceAccount, "s");
    // The provider leaves an absent target role out of its request, and EKS keeps what it has.
    const untargeted = await change("association", target, { ...reader, roleArn: pod.state.arn });
    strictEqual(untargeted.state.targetRoleArn, target.state.targetRoleArn);
    const unread = { ...target, state: { ...target.state, associationId: "" } };
    await rejects(engine.read(type.association, association.id, unread), /reading EKS/);

    const entry = await make("accessEntry", { clusterName: "c", principalArn: pod.state.arn });
    const grouped = await change("accessEntry", entry, {
      clusterName: "c",
      principalArn: pod.state.arn,
      kubernetesGroups: ["g"],
    });
    await readBack("accessEntry", grouped);
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    const access = await make("accessPolicy", {
      clusterName: "c",
      principalArn: pod.state.arn,
      policyArn,
      accessScope: { type: "namespace", namespaces: ["default"] },
    });
    await readBack("accessPolicy", access);

    await gone("accessPolicy", access);
    await gone("accessEntry", grouped);
    await gone("association", target);
    await gone("addon", rotating);
    await gone("nodeGroup", larger);
    await gone("cluster", newer);
  });
});
