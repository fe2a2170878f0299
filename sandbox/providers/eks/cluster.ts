import { getSubnetsOutput } from "@pulumi/aws/ec2/getSubnets";
import { getVpcsOutput } from "@pulumi/aws/ec2/getVpcs";
import * as aws from "@pulumi/aws/eks";
import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import * as pulumi from "@pulumi/pulumi";
import { checkInputs } from "../common/check-inputs";
import { any, boolean, list, map, object, oneOf, type Schema, string } from "../common/values";
import { clusterAddons, ServiceRole } from "./cluster-parts";

const onlyTrue = (value: boolean) =>
  value ? undefined : "must be true: the sandbox has no EC2 for a self-managed node group";

const schema: Schema = {
  accessEntries: any(),
  authenticationMode: string({ problem: oneOf("API", "API_AND_CONFIG_MAP") }),
  clusterTags: map(),
  createOidcProvider: boolean(),
  deletionProtection: boolean(),
  enabledClusterLogTypes: list(string()),
  endpointPrivateAccess: boolean(),
  endpointPublicAccess: boolean(),
  kubeProxyAddonOptions: object({ version: string() }),
  name: string(),
  privateSubnetIds: list(string()),
  publicAccessCidrs: list(string()),
  publicSubnetIds: list(string()),
  skipDefaultNodeGroup: boolean({ required: true, problem: onlyTrue }),
  skipDefaultSecurityGroups: boolean(),
  subnetIds: list(string()),
  tags: map(),
  upgradePolicy: any(),
  version: string(),
  vpcCniOptions: object({ addonVersion: string() }),
  vpcId: string(),
};

export function checkClusterInputs(inputs: pulumi.Inputs): void {
  // An output, or what contains one, has its value only later, but its name is checked now.
  const readable = Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      name,
      name in schema && typeof value === "object" ? undefined : value,
    ]),
  );
  const failures = checkInputs(Cluster.type, schema, readable).failures;
  if (pulumi.Output.isInstance(inputs.accessEntries)) {
    failures.push({
      property: "accessEntries",
      reason: "accessEntries must be known before the deployment, got an output",
    });
  }
  const [failure] = failures;
  if (failure) {
    throw new pulumi.InputPropertyError({ propertyPath: failure.property, reason: failure.reason });
  }
}

type AccessEntries = Record<
  string,
  {
    principalArn: string;
    kubernetesGroups?: string[];
    username?: string;
    type?: string;
    tags?: Record<string, string>;
    accessPolicies?: Record<
      string,
      { policyArn: string; accessScope: { type: string; namespaces?: string[] } }
    >;
  }
>;

/** The stand-in for the component of `@pulumi/eks`: the control plane and its role, without EC2. */
export class Cluster extends pulumi.ComponentResource {
  static readonly type = "eks:index:Cluster";

  readonly eksCluster: aws.Cluster;
  readonly core: pulumi.Output<unknown>;
  readonly kubeconfig: pulumi.Output<unknown>;
  readonly kubeconfigJson: pulumi.Output<string>;
  readonly instanceRoles: pulumi.Output<unknown[]>;
  readonly oidcIssuer: pulumi.Output<string>;
  readonly oidcProvider: OpenIdConnectProvider | undefined;

  constructor(name: string, inputs: pulumi.Inputs, opts: pulumi.ComponentResourceOptions) {
    checkClusterInputs(inputs);
    super(Cluster.type, name, {}, opts);

    const role = new ServiceRole(
      `${name}-eksRole`,
      "eks.amazonaws.com",
      ["AmazonEKSClusterPolicy"],
      { parent: this },
    );
    const subnetIds = pulumi.output(subnetsOf(inputs, this));
    this.eksCluster = new aws.Cluster(
      `${name}-eksCluster`,
      {
        name: inputs.name,
        roleArn: role.roleArn,
        version: inputs.version,
        deletionProtection: inputs.deletionProtection,
        enabledClusterLogTypes: inputs.enabledClusterLogTypes,
        upgradePolicy: inputs.upgradePolicy,
        accessConfig: inputs.authenticationMode && {
          authenticationMode: inputs.authenticationMode,
        },
        vpcConfig: {
          subnetIds,
          endpointPrivateAccess: inputs.endpointPrivateAccess,
          endpointPublicAccess: inputs.endpointPublicAccess,
          publicAccessCidrs: inputs.publicAccessCidrs,
        },
        tags: pulumi.all([inputs.tags, inputs.clusterTags]).apply(([tags, clusterTags]) => ({
          Name: `${name}-eksCluster`,
          ...tags,
          ...clusterTags,
        })),
      },
      { parent: this },
    );
    accessEntries(name, this, inputs.accessEntries);
    clusterAddons(name, this, this.eksCluster, inputs);

    this.kubeconfig = kubeconfigOf(this.eksCluster);
    this.kubeconfigJson = pulumi.jsonStringify(this.kubeconfig);
    this.instanceRoles = pulumi.output([]);
    this.oidcIssuer = this.eksCluster.identities.apply(
      ([identity]) => identity?.oidcs[0]?.issuer ?? "",
    );
    this.oidcProvider = inputs.createOidcProvider
      ? new OpenIdConnectProvider(
          `${name}-oidcProvider`,
          { clientIdLists: ["sts.amazonaws.com"], url: this.oidcIssuer },
          { parent: this },
        )
      : undefined;
    this.core = pulumi.output({
      cluster: this.eksCluster,
      clusterIamRole: role.role,
      endpoint: this.eksCluster.endpoint,
      instanceRoles: [],
      kubeconfig: this.kubeconfig,
      nodeGroupOptions: {},
      oidcProvider: this.oidcProvider,
      subnetIds,
      tags: inputs.tags,
      vpcId: inputs.vpcId ?? getVpcsOutput({}, { parent: this }).ids[0],
    });
    this.registerOutputs(outputsOf(this));
  }
}

/** The outputs that a program sees of the component. */
export function outputsOf(cluster: Cluster): pulumi.Inputs {
  const { core, eksCluster, instanceRoles, kubeconfig, kubeconfigJson, oidcIssuer, oidcProvider } =
    cluster;
  return {
    core,
    eksCluster,
    instanceRoles,
    kubeconfig,
    kubeconfigJson,
    oidcIssuer: oidcIssuer.apply((url) => url.replace(/^https?:\/\//, "")),
    oidcProviderArn: oidcProvider?.arn ?? "",
    oidcProviderUrl: oidcIssuer,
  };
}

/** The given subnets, else all of the default VPC, in any zone. */
function subnetsOf(
  { subnetIds, privateSubnetIds, publicSubnetIds }: pulumi.Inputs,
  parent: Cluster,
) {
  if (subnetIds) return subnetIds;
  if (!privateSubnetIds && !publicSubnetIds) return getSubnetsOutput({}, { parent }).ids;
  return pulumi
    .all([privateSubnetIds ?? [], publicSubnetIds ?? []])
    .apply(([hidden, open]) => [...hidden, ...open]);
}

function accessEntries(name: string, parent: Cluster, entries: unknown): void {
  for (const [key, entry] of Object.entries((entries ?? {}) as AccessEntries)) {
    const made = new aws.AccessEntry(
      `${name}-${key}`,
      {
        clusterName: parent.eksCluster.name,
        principalArn: entry.principalArn,
        kubernetesGroups: entry.kubernetesGroups,
        type: entry.type,
        userName: entry.username,
        tags: entry.tags,
      },
      { parent },
    );
    for (const [policy, { policyArn, accessScope }] of Object.entries(entry.accessPolicies ?? {})) {
      new aws.AccessPolicyAssociation(
        `${name}-${key}-${policy}`,
        {
          clusterName: parent.eksCluster.name,
          principalArn: made.principalArn,
          policyArn,
          accessScope,
        },
        { parent },
      );
    }
  }
}

function kubeconfigOf(cluster: aws.Cluster): pulumi.Output<unknown> {
  return pulumi
    .all([cluster.name, cluster.endpoint, cluster.certificateAuthority, cluster.arn])
    .apply(([name, server, authority, arn]) => ({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        { name: "kubernetes", cluster: { server, "certificate-authority-data": authority.data } },
      ],
      contexts: [{ name: "aws", context: { cluster: "kubernetes", user: "aws" } }],
      "current-context": "aws",
      users: [
        {
          name: "aws",
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "aws",
              args: [
                ...["--region", arn.split(":")[3] ?? ""],
                ...["eks", "get-token", "--cluster-name", name, "--output", "json"],
              ],
            },
          },
        },
      ],
    }));
}
