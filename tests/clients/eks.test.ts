import { deepStrictEqual, match, strictEqual } from "node:assert/strict";

import { clusterAddress, clusterRequest } from "../sandbox/cluster-request";
import {
  CLUSTER,
  clusterArn,
  createCluster,
  createRole,
  POD_TRUST,
  serviceTrust,
} from "../sandbox/eks-support";
import { A, B } from "../sandbox/support";
import { withAwsCli } from "./aws-cli";

const READER = ["--namespace", "default", "--service-account", "reader"];

describe("aws eks and aws eks-auth", () => {
  const cli = withAwsCli();
  before(() => createCluster(cli.sandbox, A));

  const on = (command: string, ...args: string[]) => [
    ...["eks", command, "--cluster-name", CLUSTER],
    ...args,
  ];

  async function token(serviceAccount: string): Promise<string> {
    const wanted = { cluster: clusterArn(A), namespace: "default", serviceAccount };
    const { body } = await cli.sandbox.control("POST", "/token", wanted);
    return (body as { token: string }).token;
  }

  const assumeForPod = (jwt: string, cluster = CLUSTER) => [
    ...["eks-auth", "assume-role-for-pod-identity"],
    ...["--cluster-name", cluster, "--token", jwt],
  ];

  it("creates a cluster, waits for it, and describes it in its account only", async () => {
    const role = await createRole(cli.sandbox, A, "other", serviceTrust("eks.amazonaws.com"));
    const name = ["--name", "other"];
    const isDefault = ["--filters", "Name=default-for-az,Values=true"];
    const { Subnets } = await cli.json(A, "ec2", "describe-subnets", ...isDefault);
    const [first, second] = Subnets.map(({ SubnetId }: { SubnetId: string }) => SubnetId);
    const create = (...subnetIds: string[]) => [
      ...["eks", "create-cluster", ...name, "--role-arn", role],
      ...["--resources-vpc-config", `subnetIds=${subnetIds.join(",")}`],
    ];
    strictEqual(await cli.refused(A, ...create(first)), "InvalidParameterException");
    await cli.json(A, ...create(first, second));
    await cli.json(A, "eks", "wait", "cluster-active", ...name);
    const { cluster } = await cli.json(A, "eks", "describe-cluster", ...name);
    strictEqual(cluster.arn, clusterArn(A, "other"));
    const refused = await cli.refused(B, "eks", "describe-cluster", ...name);
    strictEqual(refused, "ResourceNotFoundException");
    await cli.json(A, "eks", "delete-cluster", ...name);
    deepStrictEqual((await cli.json(A, "eks", "list-clusters")).clusters, [CLUSTER]);
  });

  it("installs an add-on", async () => {
    const addon = ["--addon-name", "eks-pod-identity-agent"];
    await cli.json(A, ...on("create-addon", ...addon));
    const found = await cli.json(A, ...on("describe-addon", ...addon));
    strictEqual(found.addon.status, "ACTIVE");
    strictEqual(await cli.refused(A, ...on("create-addon", ...addon)), "ResourceInUseException");
    const unknown = on("create-addon", "--addon-name", "unknown");
    strictEqual(await cli.refused(A, ...unknown), "InvalidParameterException");
  });

  it("gives a pod its role for its token, and nothing without an association", async () => {
    const role = await createRole(cli.sandbox, A, "reader");
    const jwt = await token("reader");
    strictEqual(await cli.refused(A, ...assumeForPod(jwt)), "ResourceNotFoundException");

    const create = on("create-pod-identity-association", ...READER, "--role-arn", role);
    const { association } = await cli.json(A, ...create);
    strictEqual(await cli.refused(A, ...create), "ResourceInUseException");
    const list = on("list-pod-identity-associations", "--query", "associations[].associationId");
    deepStrictEqual(await cli.json(A, ...list), [association.associationId]);

    const { credentials, subject } = await cli.json(A, ...assumeForPod(jwt));
    deepStrictEqual(subject, { namespace: "default", serviceAccount: "reader" });
    const { Arn } = await cli.json(credentials, "sts", "get-caller-identity");
    match(Arn, new RegExp(`^arn:aws:sts::${A}:assumed-role/reader/eks-${CLUSTER}-`));

    const id = ["--association-id", association.associationId];
    await cli.json(A, ...on("delete-pod-identity-association", ...id));
    strictEqual(await cli.refused(A, ...assumeForPod(jwt)), "ResourceNotFoundException");
  });

  it("refuses an association with a role that does not trust Pod Identity", async () => {
    const role = await createRole(cli.sandbox, A, "ec2", serviceTrust("ec2.amazonaws.com"));
    const create = on("create-pod-identity-association", ...READER, "--role-arn", role);
    strictEqual(await cli.refused(A, ...create), "InvalidParameterException");
  });

  it("refuses a token that somebody else signed, and one of another cluster", async () => {
    await createRole(cli.sandbox, A, "pod", POD_TRUST);
    const [header, claims] = (await token("pod")).split(".");
    const forged = `${header}.${claims}.${Buffer.alloc(256, 1).toString("base64url")}`;
    strictEqual(await cli.refused(A, ...assumeForPod(forged)), "InvalidTokenException");
    await createCluster(cli.sandbox, A, { name: "second" });
    const elsewhere = assumeForPod(await token("pod"), "second");
    strictEqual(await cli.refused(A, ...elsewhere), "InvalidTokenException");
  });

  it("gives a token that the cluster's API takes from its administrator, and not from others", async () => {
    const get = ["eks", "get-token", "--cluster-name", CLUSTER, "--query", "status.token"];
    const statusFor = async (who: string) => {
      const bearer = await cli.json(who, ...get);
      const address = clusterAddress(cli.sandbox.endpoint, cli.sandbox.directory, A, CLUSTER);
      return (await clusterRequest(address, "/api/v1/namespaces", { token: bearer })).status;
    };
    strictEqual(await statusFor(A), 200);
    strictEqual(await statusFor(B), 401);
  });
});
