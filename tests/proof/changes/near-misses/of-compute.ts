import type { UnreadCompute } from "../../../../proof";
import {
  A,
  allow,
  B,
  BUILDER,
  may,
  type NearMiss,
  OPEN,
  READER,
  readsAll,
  SEALED,
  trusts,
  withMore,
  withRole,
} from "../world";

const lacking = (gap: UnreadCompute, action = "lambda:UpdateFunctionCode") => [
  may(allow(action, `arn:aws:${action.split(":")[0]}:us-east-1:${A}:*`)),
  withMore({ unreadCompute: [gap] }),
];

const forAppConfig = withRole(BUILDER, {
  trust: trusts({ Service: "appconfig.amazonaws.com" }),
  policies: [readsAll],
});

/** Cases of things that run with a role, which almost lead to a read. */
export const missesOfCompute: Omit<NearMiss, "near" | "tries">[] = [
  {
    title: "by a service to which no call of its own hands the role",
    differences: [may(allow(["iam:PassRole", "appconfig:CreateApplication"])), forAppConfig],
    secret: OPEN,
  },
  {
    title: "by a call that hands over a role, with the right to pass it to another service alone",
    differences: [
      may(
        allow("appconfig:CreateConfigurationProfile"),
        allow("iam:PassRole", BUILDER, {
          StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
        }),
      ),
      forAppConfig,
    ],
    secret: OPEN,
  },
  {
    title: "by a service that no model of AWS knows, for which it may not pass the role",
    differences: [
      may(allow("quantumledger:*"), allow("iam:PassRole", READER)),
      withRole(BUILDER, {
        trust: trusts({ Service: "quantumledger.amazonaws.com" }),
        policies: [readsAll],
      }),
    ],
    secret: OPEN,
  },
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
  {
    title: "by a function, where those of another region were not read",
    differences: lacking({ region: "eu-west-1", type: "lambda:function" }),
    secret: SEALED,
  },
  {
    title: "by a function, where those of another account were not read",
    differences: lacking({ account: B }),
    secret: SEALED,
  },
  {
    title: "by a function, where something else was not read",
    differences: lacking({ type: "ec2:instance" }),
    secret: SEALED,
  },
  {
    title: "by a job that has the role, with the right to change development endpoints",
    differences: [
      may(allow("glue:UpdateDevEndpoint")),
      withRole(BUILDER, { policies: [readsAll], trust: trusts({ Service: "glue.amazonaws.com" }) }),
      withMore({
        compute: [
          {
            arn: `arn:aws:glue:eu-west-1:${A}:job/nightly`,
            service: "glue.amazonaws.com",
            roleArn: BUILDER,
          },
        ],
      }),
    ],
    secret: OPEN,
  },
];
