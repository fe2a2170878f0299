import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws/eks";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";

interface AddonOptions {
  kubeProxyAddonOptions?: { version?: string };
  vpcCniOptions?: { addonVersion?: string };
}

/** The add-ons of the component in `@pulumi/eks`: at each run the newest for the cluster's version, unless one is set. */
export function clusterAddons(
  name: string,
  parent: pulumi.ComponentResource,
  { name: clusterName, version }: aws.Cluster,
  { kubeProxyAddonOptions, vpcCniOptions }: AddonOptions,
): void {
  const addon = (addonName: string, own: pulumi.Resource, given: string | undefined) =>
    new aws.Addon(
      `${name}-${addonName}`,
      {
        clusterName,
        addonName,
        addonVersion: given ?? newest(addonName, version, own),
        preserve: true,
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
      },
      { parent: own },
    );
  addon("kube-proxy", parent, kubeProxyAddonOptions?.version);
  const vpcCni = new pulumi.ComponentResource(
    "eks:index:VpcCniAddon",
    `${name}-vpc-cni`,
    {},
    { parent },
  );
  addon("vpc-cni", vpcCni, vpcCniOptions?.addonVersion);
}

function newest(
  addonName: string,
  kubernetesVersion: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const asked = { addonName, kubernetesVersion, mostRecent: true };
  return aws.getAddonVersionOutput(asked, { parent }).version;
}

/** A role for an AWS service with AWS's own policies, as `@pulumi/eks` makes it. */
export class ServiceRole extends pulumi.ComponentResource {
  readonly role: Role;
  readonly roleArn: pulumi.Output<string>;

  constructor(
    name: string,
    service: string,
    policies: string[],
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("eks:index:ServiceRole", name, {}, opts);

    this.role = new Role(
      `${name}-role`,
      {
        description: "Allows EKS to manage clusters on your behalf.",
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            { Action: ["sts:AssumeRole"], Effect: "Allow", Principal: { Service: [service] } },
          ],
        }),
      },
      { parent: this },
    );
    const partition = this.role.arn.apply((arn) => arn.split(":")[1] ?? "aws");
    const attachments = policies.map(
      (policy) =>
        new RolePolicyAttachment(
          `${name}-${createHash("sha1").update(policy).digest("hex").slice(0, 8)}`,
          {
            role: this.role.name,
            policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}`,
          },
          { parent: this },
        ),
    );
    this.roleArn = pulumi
      .all([this.role.arn, pulumi.all(attachments.map(({ id }) => id))])
      .apply(([arn]) => arn);

    this.registerOutputs({ role: this.role, roleArn: this.roleArn });
  }
}
