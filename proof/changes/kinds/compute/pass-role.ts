import { accountOf, parseArn } from "../../../names";
import { accountOfActor, identityOf, sessionOf } from "../../actors";
import { arnsToTry, assumedBy, call, callsOn } from "../../calls";
import type { AwsCall, ChangeKind } from "../../change";
import { mayTry, mayTryOn } from "../../rights";
import { nameFor, regionIn, rolesTrusting } from "../../worlds";

const PASS = "iam:PassRole";

/** A service that runs the caller's code or makes the caller's calls with a role, and the ways to make it do so. */
interface Runner {
  /** The service principal that the role must trust. */
  service: string;
  /** The calls of each way, with the resource of each: the end of an ARN, or `*`. */
  ways: Record<string, string>[];
}

const RUNNERS: Runner[] = [
  {
    service: "lambda.amazonaws.com",
    ways: ["InvokeFunction", "AddPermission", "CreateEventSourceMapping"].map((run) => ({
      "lambda:CreateFunction": "function:x",
      [`lambda:${run}`]: run === "CreateEventSourceMapping" ? "*" : "function:x",
    })),
  },
  {
    service: "ec2.amazonaws.com",
    ways: [
      { "ec2:RunInstances": "instance/x" },
      // The role is given to a running instance, so the attacker also needs a way into it.
      ...["ssm:StartSession", "ssm:SendCommand"].flatMap((enter) => [
        { "ec2:AssociateIamInstanceProfile": "instance/x", [enter]: "instance/x" },
        { "ec2:ReplaceIamInstanceProfileAssociation": "instance/x", [enter]: "instance/x" },
        { "iam:AddRoleToInstanceProfile": "instance-profile/x", [enter]: "instance/x" },
      ]),
    ],
  },
  {
    service: "ecs-tasks.amazonaws.com",
    ways: [
      { "ecs:RegisterTaskDefinition": "*", "ecs:RunTask": "task-definition/x:1" },
      { "ecs:RegisterTaskDefinition": "*", "ecs:CreateService": "service/x/x" },
      { "ecs:RegisterTaskDefinition": "*", "ecs:UpdateService": "service/x/x" },
      { "ecs:RegisterTaskDefinition": "*", "ecs:StartTask": "task-definition/x:1" },
      { "batch:RegisterJobDefinition": "*", "batch:SubmitJob": "job-definition/x" },
    ],
  },
  {
    service: "codebuild.amazonaws.com",
    ways: [
      { "codebuild:CreateProject": "project/x", "codebuild:StartBuild": "project/x" },
      { "codebuild:CreateProject": "project/x", "codebuild:StartBuildBatch": "project/x" },
    ],
  },
  {
    service: "glue.amazonaws.com",
    ways: [
      { "glue:CreateDevEndpoint": "devEndpoint/x" },
      { "glue:CreateJob": "job/x", "glue:StartJobRun": "job/x" },
      { "glue:CreateJob": "job/x", "glue:CreateTrigger": "trigger/x" },
      { "glue:CreateSession": "session/x", "glue:RunStatement": "session/x" },
    ],
  },
  {
    service: "sagemaker.amazonaws.com",
    ways: [
      {
        "sagemaker:CreateNotebookInstance": "notebook-instance/x",
        "sagemaker:CreatePresignedNotebookInstanceUrl": "notebook-instance/x",
      },
      { "sagemaker:CreateTrainingJob": "training-job/x" },
      { "sagemaker:CreateProcessingJob": "processing-job/x" },
    ],
  },
  {
    service: "cloudformation.amazonaws.com",
    ways: [
      { "cloudformation:CreateStack": "stack/x/x" },
      { "cloudformation:UpdateStack": "stack/x/x" },
      {
        "cloudformation:CreateChangeSet": "stack/x/x",
        "cloudformation:ExecuteChangeSet": "stack/x/x",
      },
      {
        "cloudformation:CreateStackSet": "stackset/x:*",
        "cloudformation:CreateStackInstances": "stackset/x:*",
      },
    ],
  },
  {
    service: "tasks.apprunner.amazonaws.com",
    ways: [{ "apprunner:CreateService": "service/x/x" }],
  },
  {
    service: "bedrock-agentcore.amazonaws.com",
    ways: [
      {
        "bedrock-agentcore:CreateCodeInterpreter": "code-interpreter/x",
        "bedrock-agentcore:StartCodeInterpreterSession": "code-interpreter/x",
        "bedrock-agentcore:InvokeCodeInterpreter": "code-interpreter/x",
      },
    ],
  },
  {
    service: "datapipeline.amazonaws.com",
    ways: [
      {
        "datapipeline:CreatePipeline": "pipeline/x",
        "datapipeline:PutPipelineDefinition": "pipeline/x",
        "datapipeline:ActivatePipeline": "pipeline/x",
      },
    ],
  },
  {
    service: "states.amazonaws.com",
    ways: [
      { "states:CreateStateMachine": "stateMachine:x", "states:StartExecution": "stateMachine:x" },
    ],
  },
  { service: "elasticmapreduce.amazonaws.com", ways: [{ "elasticmapreduce:RunJobFlow": "*" }] },
  {
    service: "ssm.amazonaws.com",
    ways: [{ "ssm:StartAutomationExecution": "automation-definition/x" }],
  },
  {
    service: "rolesanywhere.amazonaws.com",
    ways: [{ "rolesanywhere:CreateTrustAnchor": "*", "rolesanywhere:CreateProfile": "*" }],
  },
];

/** Somebody makes a service run their code, or make their calls, with a role. */
export const passRole: ChangeKind = {
  id: "pass-role",
  gives: "becomes",
  title: "Pass a role to a service that runs code",
  actions: [
    PASS,
    ...new Set(RUNNERS.flatMap(({ ways }) => ways.flatMap((way) => Object.keys(way)))),
  ],
  *changesBy(world, actor) {
    const account = accountOfActor(actor);
    const { partition = "aws" } = parseArn(identityOf(actor)) ?? {};
    if (account === "" || !mayTry(world, actor, PASS)) return;
    for (const { service, ways } of RUNNERS) {
      const roles = rolesTrusting(world, service).filter(
        ({ arn }) => accountOf(arn) === account && mayTryOn(world, actor, PASS, arn),
      );
      for (const way of roles.length > 0 ? ways : []) {
        const names = Object.keys(way);
        if (!names.every((action) => mayTry(world, actor, action))) continue;
        const all = tries(way).map((calls) => ({ calls, name: JSON.stringify(calls) }));
        for (const role of roles) {
          const { arn } = role;
          const own = nameFor(role, service);
          const pass = call(PASS, arn, { "iam:PassedToService": own });
          for (const { calls, name } of all) {
            yield {
              target: arn,
              variant: `${service} ${name}`,
              towards: arn,
              calls: [pass, assumedBy(own, arn), ...calls],
              becomes: [sessionOf(arn)],
            };
          }
        }
      }
    }

    /** The resources to try for each call: first the usual ones, then those that the caller's policies name. */
    function tries(way: Record<string, string>): AwsCall[][] {
      const each = Object.entries(way).map(([action, end]) => {
        if (end === "*") return [[call(action, "*")]];
        const service = action.slice(0, action.indexOf(":"));
        const region = service === "iam" ? "" : regionIn(world);
        const usual = ["arn", partition, service, region, account, end].join(":");
        return arnsToTry(world, actor, action, usual).map((arn) => callsOn(action, arn));
      });
      const most = Math.max(...each.map(({ length }) => length));
      return Array.from({ length: most }, (_, at) =>
        each.flatMap((one) => one[Math.min(at, one.length - 1)] ?? []),
      );
    }
  },
};
