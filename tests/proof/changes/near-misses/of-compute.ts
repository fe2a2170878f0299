import {
  A,
  allow,
  BUILDER,
  may,
  type NearMiss,
  OPEN,
  readsAll,
  withMore,
  withRole,
} from "../world";

/** Where what runs with a role just does not lead to a read. */
export const missesOfCompute: Omit<NearMiss, "near" | "tries">[] = [
  {
    title: "by a profile of an instance that it cannot enter",
    differences: [
      may(allow(["ec2:AssociateIamInstanceProfile", "iam:PassRole"])),
      withRole(BUILDER, { policies: [readsAll] }),
    ],
    secret: OPEN,
  },
  {
    title: "by a command with another document",
    differences: [
      may(
        allow("ssm:SendCommand", [
          `arn:aws:ec2:*:${A}:instance/*`,
          "arn:aws:ssm:*:*:document/patch",
        ]),
      ),
      withRole(BUILDER, { policies: [readsAll] }),
      withMore({
        compute: [
          {
            arn: `arn:aws:ec2:eu-west-1:${A}:instance/i-1`,
            service: "ec2.amazonaws.com",
            roleArn: BUILDER,
          },
        ],
      }),
    ],
    secret: OPEN,
  },
];
