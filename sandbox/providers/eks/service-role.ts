import { createHash } from "node:crypto";

import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import * as pulumi from "@pulumi/pulumi";

/** A role for a service of AWS with AWS's own policies, as `@pulumi/eks` makes it. */
export class ServiceRole extends pulumi.ComponentResource {
  readonly role: Role;
  /** ARN of the role, known once its policies are attached. */
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
