import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { POD_TRUST, serviceTrust } from "../../eks-support";
import { A, B, pluck, REGION } from "../../support";
import { promisedResult } from "../promised-outputs";
import { AwsEngine, document, type Made, type } from "./aws-engine";

describe("aws resources against the emulator", () => {
  const aws = new AwsEngine();

  it("keeps roles with their policies and attachments", async () => {
    const role = await aws.make("role", { name: "r", path: "/pods/", assumeRolePolicy: POD_TRUST });
    match(String(role.state.arn), /:role\/pods\/r$/);
    const boundary = "arn:aws:iam::aws:policy/PowerUserAccess";
    const bounded = await aws.change("role", role, {
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
    await aws.readBack("role", bounded);

    const inline = await aws.make("rolePolicy", {
      name: "p",
      role: "r",
      policy: document("s3:Get*"),
    });
    strictEqual(inline.id, "r:p");
    const wider = await aws.change("rolePolicy", inline, {
      name: "p",
      role: "r",
      policy: document("s3:List*"),
    });
    strictEqual((await aws.readBack("rolePolicy", wider)).inputs.role, "r");

    const managed = await aws.make("policy", { name: "m", policy: document("s3:Get*") });
    let latest: Made = managed;
    for (let version = 2; version <= 7; version++) {
      const policy = document(`s3:Get${version}`);
      latest = await aws.change("policy", latest, { name: "m", policy });
    }
    match(String(latest.state.policy), /s3:Get7/);
    const attachment = await aws.make("attachment", { role: "r", policyArn: managed.state.arn });
    strictEqual((await aws.readBack("attachment", attachment)).inputs.policyArn, managed.state.arn);

    await rejects(aws.remove("role", bounded), /deleting IAM Role \(r\): .*DeleteConflict/);
    await aws.gone("attachment", attachment);
    await aws.gone("policy", latest);
    await aws.gone("rolePolicy", wider);
    await aws.gone("role", bounded);
  });

  it("keeps OpenID Connect providers, and imports them by their ARN", async () => {
    const program = { url: "https://issuer.example/id", clientIdLists: ["b", "a"] };
    const made = await aws.make("oidcProvider", program);
    strictEqual(made.id, `arn:aws:iam::${A}:oidc-provider/issuer.example/id`);
    strictEqual(made.state.url, "issuer.example/id");
    deepStrictEqual(await aws.changes("oidcProvider", made, made.inputs), {});
    const changed = await aws.change("oidcProvider", made, {
      ...program,
      clientIdLists: ["a", "sts.amazonaws.com"],
      thumbprintLists: ["0".repeat(40)],
      tags: { team: "a" },
    });
    const { inputs } = await aws.readBack("oidcProvider", changed);
    deepStrictEqual(inputs.clientIdLists, ["a", "sts.amazonaws.com"]);
    deepStrictEqual(
      await aws.changes("oidcProvider", changed, { ...program, ...changed.inputs }),
      {},
    );
    const failures = await aws.engine.check(type.oidcProvider, { ...program, url: "issuer" });
    match(failures.failures.join(), /^url must begin with https:/);
    for (const found of [{ arn: made.id }, { url: program.url }, { url: "issuer.example/id" }]) {
      const token = "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider";
      const { arn, url } = await aws.engine.invoke(token, found);
      deepStrictEqual([arn, url], [made.id, "issuer.example/id"]);
    }
    await aws.gone("oidcProvider", changed);
  });

  it("detaches a role's policies first when the program says so", async () => {
    const program = { name: "forced", assumeRolePolicy: POD_TRUST, forceDetachPolicies: true };
    const role = await aws.make("role", program);
    await aws.make("rolePolicy", { role: "forced", policy: document("s3:Get*") });
    const policyArn = "arn:aws:iam::aws:policy/PowerUserAccess";
    await aws.make("attachment", { role: "forced", policyArn });
    await aws.gone("role", role);
  });

  it("keeps keys, their aliases and their replicas", async () => {
    const key = await aws.make("key", { multiRegion: true, enableKeyRotation: true });
    strictEqual(key.state.rotationPeriodInDays, 365);
    const off = await aws.change("key", key, {
      multiRegion: true,
      isEnabled: false,
      description: "d",
    });
    strictEqual(off.state.enableKeyRotation, false);
    const on = await aws.change("key", off, { multiRegion: true, tags: { a: "1" } });
    strictEqual(on.state.isEnabled, true);
    await aws.readBack("key", on);

    const alias = await aws.make("alias", { name: "alias/a", targetKeyId: key.state.arn });
    strictEqual(alias.state.targetKeyId, key.state.arn);
    const other = await aws.make("key", {});
    const moved = await aws.change("alias", alias, { name: "alias/a", targetKeyId: other.id });
    strictEqual(moved.state.targetKeyArn, other.state.arn);
    await aws.readBack("alias", moved);

    const replica = await aws.make("replicaKey", {
      primaryKeyArn: key.state.arn,
      region: "eu-west-1",
      description: "r",
    });
    strictEqual(replica.state.keyId, key.state.keyId);
    match(String(replica.state.arn), /:eu-west-1:/);
    const changed = await aws.change("replicaKey", replica, {
      primaryKeyArn: key.state.arn,
      region: "eu-west-1",
      enabled: false,
    });
    strictEqual(changed.state.enabled, false);
    await aws.readBack("replicaKey", changed);

    await aws.gone("replicaKey", changed);
    await aws.gone("alias", moved);
    await aws.gone("key", other);
    await aws.gone("key", on);
  });

  it("keeps secrets with their policy, replicas and rotation", async () => {
    const program = { name: "s", recoveryWindowInDays: 7 };
    const secret = await aws.make("secret", { ...program, replicas: [{ region: "eu-west-1" }] });
    const here = await aws.change("secret", secret, {
      ...program,
      replicas: [{ region: "eu-central-1" }],
    });
    deepStrictEqual(pluck(here.state.replicas as { region: string }[], "region"), ["eu-central-1"]);
    await aws.readBack("secret", here);

    const secretArn = secret.id;
    const allow = (Principal: unknown) => ({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal, Action: "secretsmanager:GetSecretValue", Resource: "*" },
      ],
    });
    const root = { AWS: `arn:aws:iam::${B}:root` };
    const policy = await aws.make("secretPolicy", {
      secretArn,
      policy: allow(root),
      blockPublicPolicy: true,
    });
    strictEqual((await aws.readBack("secretPolicy", policy)).inputs.secretArn, secretArn);
    await rejects(
      aws.change("secretPolicy", policy, {
        secretArn,
        policy: allow("*"),
        blockPublicPolicy: true,
      }),
      /updating Secrets Manager Secret Policy .*PublicPolicyException/,
    );
    await aws.remove("secretPolicy", policy);

    await aws.gone("secret", here);
    await rejects(
      aws.make("secret", program),
      /creating Secrets Manager Secret \(s\): .*scheduled for deletion/,
    );
  });

  it("keeps a cluster with its nodes, add-ons, access and associations", async () => {
    const trust = (service: string) => serviceTrust(service);
    const own = await aws.make("role", {
      name: "cluster",
      assumeRolePolicy: trust("eks.amazonaws.com"),
    });
    const node = await aws.make("role", {
      name: "node",
      assumeRolePolicy: trust("ec2.amazonaws.com"),
    });
    const pod = await aws.make("role", { name: "pod", assumeRolePolicy: POD_TRUST });
    const vpcConfig = { subnetIds: ["subnet-1", "subnet-2"] };
    const program = { name: "c", roleArn: own.state.arn, vpcConfig };

    const cluster = await aws.make("cluster", { ...program, version: "1.33" });
    strictEqual(cluster.state.status, "ACTIVE");
    const newer = await aws.change("cluster", cluster, {
      ...program,
      version: "1.34",
      vpcConfig: { ...vpcConfig, endpointPrivateAccess: true },
      tags: { a: "1" },
    });
    strictEqual(newer.state.version, "1.34");
    strictEqual((newer.state.vpcConfig as Record<string, unknown>).endpointPrivateAccess, true);
    await aws.readBack("cluster", newer);
    const found = await aws.engine.invoke("aws:eks/getCluster:getCluster", { name: "c" });
    strictEqual(found.arn, cluster.state.arn);
    strictEqual(found.endpoint, cluster.state.endpoint);
    const promised = promisedResult("aws:eks/getCluster:getCluster");
    deepStrictEqual(
      promised.filter((member) => !(member in found)),
      [],
    );

    const nodes = {
      clusterName: "c",
      nodeGroupName: "n",
      nodeRoleArn: node.state.arn,
      subnetIds: ["subnet-1", "subnet-2"],
    };
    const size = (desiredSize: number) => ({ minSize: 1, desiredSize, maxSize: 3 });
    const group = await aws.make("nodeGroup", { ...nodes, scalingConfig: size(1) });
    strictEqual(group.id, "c:n");
    const more = { ...nodes, scalingConfig: size(2), labels: { a: "1" } };
    const larger = await aws.change("nodeGroup", group, more);
    deepStrictEqual(Object.keys(larger.changes).sort(), ["labels.a", "scalingConfig.desiredSize"]);
    await aws.readBack("nodeGroup", larger);

    const driver = { clusterName: "c", addonName: "aws-secrets-store-csi-driver-provider" };
    const values = (on: boolean) => ({ "secrets-store-csi-driver": { enableSecretRotation: on } });
    const addon = await aws.make("addon", { ...driver, configurationValues: values(false) });
    strictEqual(addon.id, `c:${driver.addonName}`);
    const rotating = await aws.change("addon", addon, {
      ...driver,
      configurationValues: values(true),
    });
    match(String(rotating.state.configurationValues), /true/);
    await aws.readBack("addon", rotating);

    const reader = { clusterName: "c", namespace: "default", serviceAccount: "s" };
    const association = await aws.make("association", { ...reader, roleArn: pod.state.arn });
    await rejects(
      aws.make("association", { ...reader, serviceAccount: "t", roleArn: node.state.arn }),
      /creating EKS Pod Identity Association .*InvalidParameterException/,
    );
    const target = await aws.change("association", association, {
      ...reader,
      roleArn: pod.state.arn,
      targetRoleArn: `arn:aws:iam::${B}:role/target`,
      disableSessionTags: true,
    });
    strictEqual(target.state.externalId, `${REGION}/${A}/c/default/s`);
    const imported = await aws.readBack("association", target, `c,${association.id}`);
    strictEqual(imported.id, association.id);
    strictEqual(imported.inputs.serviceAccount, "s");
    // The provider leaves an absent target role out of its request, so EKS keeps the present one.
    const untargeted = await aws.change("association", target, {
      ...reader,
      roleArn: pod.state.arn,
    });
    strictEqual(untargeted.state.targetRoleArn, target.state.targetRoleArn);
    const unread = { ...target, state: { ...target.state, associationId: "" } };
    await rejects(aws.engine.read(type.association, association.id, unread), /reading EKS/);

    const entry = await aws.make("accessEntry", { clusterName: "c", principalArn: pod.state.arn });
    const grouped = await aws.change("accessEntry", entry, {
      clusterName: "c",
      principalArn: pod.state.arn,
      kubernetesGroups: ["g"],
    });
    await aws.readBack("accessEntry", grouped);
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    const access = await aws.make("accessPolicy", {
      clusterName: "c",
      principalArn: pod.state.arn,
      policyArn,
      accessScope: { type: "namespace", namespaces: ["default"] },
    });
    await aws.readBack("accessPolicy", access);

    await aws.gone("accessPolicy", access);
    await aws.gone("accessEntry", grouped);
    await aws.gone("association", target);
    await aws.gone("addon", rotating);
    await aws.gone("nodeGroup", larger);
    await aws.gone("cluster", newer);
  });
});
