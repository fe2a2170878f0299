import {
  A,
  ATTACKER,
  allow,
  BUILDER,
  get,
  may,
  OPEN,
  type Planted,
  policy,
  READER_B,
  readsAll,
  SEALED,
  SHARED,
  trusts,
  withMore,
  withRole,
} from "../world";

const runs = (arn: string, service: string) =>
  withMore({ compute: [{ arn: `arn:aws:${arn}`, service, roleArn: BUILDER }] });

/** Adds a role that reads. The attacker may pass it to the service, and has these rights besides. */
const given = (service: string, ...rights: string[]) => [
  may(allow(["iam:PassRole", ...rights])),
  withRole(BUILDER, {
    policies: [readsAll],
    trust: trusts({ Service: `${service}.amazonaws.com` }),
  }),
];

/** In China, EC2 has another name. */
const inChina = withRole(BUILDER, {
  trust: trusts({ Service: "ec2.amazonaws.com.cn" }),
  policies: [readsAll],
});

/** Ways through services. The prover does not know what they do with the role. */
export const waysOfServicesGiven: Planted[] = [
  {
    title: "a configuration profile of AppConfig that retrieves the secret",
    differences: given("appconfig", "appconfig:CreateConfigurationProfile"),
    secret: OPEN,
    steps: ["pass-role"],
  },
  {
    title: "an integration of API Gateway",
    differences: given("apigateway", "apigateway:PUT"),
    secret: OPEN,
    steps: ["pass-role"],
  },
  {
    title: "a schedule that calls any API",
    differences: given("scheduler", "scheduler:CreateSchedule"),
    secret: OPEN,
    steps: ["pass-role"],
  },
  {
    title: "another role for a function that is there",
    differences: given("lambda", "lambda:UpdateFunctionConfiguration"),
    secret: OPEN,
    steps: ["pass-role"],
  },
  {
    title: "another role for a profile of Roles Anywhere",
    differences: [
      may(
        allow("iam:PassRole", BUILDER),
        allow("rolesanywhere:UpdateProfile", `arn:aws:rolesanywhere:*:${A}:profile/team-*`),
      ),
      withRole(BUILDER, {
        trust: trusts({ Service: "rolesanywhere.amazonaws.com" }),
        policies: [readsAll],
      }),
    ],
    secret: OPEN,
    steps: ["pass-role"],
  },
  {
    title: "an environment of Airflow, whose roles trust another name",
    differences: given("airflow-env", "airflow:CreateEnvironment"),
    secret: OPEN,
    steps: ["pass-role"],
  },
  {
    title: "a service that no model of AWS knows",
    differences: given("quantumledger"),
    secret: OPEN,
    steps: ["pass-role"],
  },
];

/** Ways through things that run with a role, and through keys of other accounts. */
export const waysOfCompute: Planted[] = [
  ...waysOfServicesGiven,
  {
    title: "a profile of its own for an instance that it enters",
    differences: [
      may(allow(["ec2:AssociateIamInstanceProfile", "iam:PassRole"]), allow("ssm:StartSession")),
      withRole(BUILDER, { policies: [readsAll] }),
    ],
    secret: OPEN,
    steps: ["pass-role"],
  },
  {
    title: "a command on an instance",
    differences: [
      may(allow("ssm:SendCommand")),
      withRole(BUILDER, { policies: [readsAll] }),
      runs(`ec2:eu-west-1:${A}:instance/i-1`, "ec2.amazonaws.com"),
    ],
    secret: OPEN,
    steps: ["change-code"],
  },
  {
    title: "a stack that has a role",
    differences: [
      may(allow(["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"])),
      withRole(BUILDER, { policies: [readsAll] }),
      runs(`cloudformation:eu-west-1:${A}:stack/base/1`, "cloudformation.amazonaws.com"),
    ],
    secret: OPEN,
    steps: ["change-code"],
  },
  {
    title: "a function of a region that nobody read",
    differences: [
      may(allow("lambda:UpdateFunctionCode", `arn:aws:lambda:us-east-1:${A}:function:*`)),
      withMore({ unreadCompute: [{ account: A, region: "us-east-1", type: "lambda:function" }] }),
    ],
    secret: SEALED,
    steps: ["change-code"],
  },
  {
    title: "an instance with the role passed to it, in China",
    differences: [may(allow(["ec2:RunInstances", "iam:PassRole"])), inChina],
    secret: OPEN,
    steps: ["pass-role"],
  },
  {
    title: "an instance in China that nobody read",
    differences: [may(allow("ssm:StartSession")), inChina, withMore({ unreadCompute: [{}] })],
    secret: OPEN,
    steps: ["change-code"],
  },
  {
    title: "a move to a key of another account, for its reader",
    differences: [
      may(
        allow(["secretsmanager:UpdateSecret", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]),
        allow("sts:AssumeRole", READER_B),
      ),
      withRole(READER_B, {
        trust: trusts({ AWS: ATTACKER }),
        tags: { team: "blue" },
        policies: [
          policy(get, allow("kms:CreateKey")),
          policy(allow("kms:Decrypt", "arn:aws:kms:*:222222222222:key/*")),
        ],
      }),
    ],
    secret: SHARED,
    steps: ["assume-role", "create-key", "change-secret-key"],
  },
];
