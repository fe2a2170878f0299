import { parseArn } from "../../../names";
import { accountOfActor, sessionOf } from "../../actors";
import { arnsToTry, assumedBy, callsOn, kindOf } from "../../calls";
import { mayTry } from "../../rights";
import { regionIn, rolesTrusting } from "../../worlds";

/** By the service whose sessions they have: how ARNs of what runs end, and ways to have it run other code or calls. */
const RUNNING: Record<string, { end: string; ways: string[][] }> = {
  "lambda.amazonaws.com": {
    end: "function:x",
    ways: [["lambda:UpdateFunctionCode"], ["lambda:UpdateFunctionConfiguration"]],
  },
  "ec2.amazonaws.com": {
    end: "instance/x",
    ways: [
      ...[["ssm:StartSession"], ["ssm:SendCommand"]],
      ...[["ssm:CreateAssociation"], ["ssm:UpdateAssociation"], ["ssm:StartAutomationExecution"]],
      ...[["ec2-instance-connect:SendSSHPublicKey"]],
      ...[["ec2-instance-connect:SendSerialConsoleSSHPublicKey"]],
      ["ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"],
    ],
  },
  "ecs-tasks.amazonaws.com": {
    end: "task/x/x",
    ways: [["ecs:ExecuteCommand"], ["batch:SubmitJob"]],
  },
  "codebuild.amazonaws.com": {
    end: "project/x",
    ways: [["codebuild:StartBuild"], ["codebuild:StartBuildBatch"], ["codebuild:UpdateProject"]],
  },
  "glue.amazonaws.com": {
    end: "job/x",
    ways: [["glue:UpdateDevEndpoint"], ["glue:UpdateJob"], ["glue:RunStatement"]],
  },
  "sagemaker.amazonaws.com": {
    end: "notebook-instance/x",
    ways: [
      ["sagemaker:CreatePresignedNotebookInstanceUrl"],
      ["sagemaker:CreatePresignedDomainUrl"],
      ["sagemaker:UpdateNotebookInstance"],
      ["sagemaker:UpdateNotebookInstanceLifecycleConfig"],
    ],
  },
  "cloudformation.amazonaws.com": {
    end: "stack/x/x",
    ways: [
      ["cloudformation:UpdateStack"],
      ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
      ["cloudformation:UpdateStackSet"],
      ["cloudformation:UpdateStackInstances"],
    ],
  },
  "tasks.apprunner.amazonaws.com": { end: "service/x/x", ways: [["apprunner:UpdateService"]] },
  "bedrock-agentcore.amazonaws.com": {
    end: "code-interpreter/x",
    ways: [["bedrock-agentcore:InvokeCodeInterpreter"]],
  },
  "datapipeline.amazonaws.com": {
    end: "pipeline/x",
    ways: [["datapipeline:PutPipelineDefinition"]],
  },
  "states.amazonaws.com": { end: "stateMachine:x", ways: [["states:UpdateStateMachine"]] },
  "elasticmapreduce.amazonaws.com": {
    end: "cluster/x",
    ways: [["elasticmapreduce:AddJobFlowSteps"]],
  },
};

/** Somebody has something run their code that has a role already. */
export const changeCode = kindOf({
  id: "change-code",
  gives: "becomes",
  about: {
    title: "Change what runs with a role",
    pages: ["https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html"],
    prerequisites:
      "The right to change the code or the command of a function, an instance, a build, a task or a stack that has a role which reads, or that rotates secrets.",
    fix: "Allow these calls on named resources alone, and none of them on what has a role that reads.",
    coverage: "partial",
    lacks:
      "Services that are not in the table. Where nobody read what runs, each role that trusts the service counts as had by something.",
  },
  actions: [...new Set(Object.values(RUNNING).flatMap(({ ways }) => ways.flat()))],
  *changesBy(world, actor) {
    const { compute } = world;
    const account = accountOfActor(actor);
    for (const { arn, roleArn, service } of compute ?? []) {
      for (const way of RUNNING[service]?.ways ?? []) {
        yield {
          target: arn,
          variant: `${way}`,
          towards: roleArn,
          calls: way.flatMap((action) => callsOn(action, arn)),
          becomes: [sessionOf(roleArn)],
        };
      }
    }
    if (compute) return;
    for (const [service, { end, ways }] of Object.entries(RUNNING)) {
      for (const way of ways.filter((one) => one.every((action) => mayTry(world, actor, action)))) {
        for (const { arn: roleArn } of rolesTrusting(world, service)) {
          const { account: owner = "", partition = "aws" } = parseArn(roleArn) ?? {};
          if (owner !== account) continue;
          const [action = ""] = way;
          const prefix =
            service === "ec2.amazonaws.com" ? "ec2" : action.slice(0, action.indexOf(":"));
          const usual = ["arn", partition, prefix, regionIn(world), account, end].join(":");
          for (const arn of arnsToTry(world, actor, action, usual)) {
            yield {
              target: roleArn,
              variant: `${way} ${arn}`,
              towards: roleArn,
              calls: [assumedBy(service, roleArn), ...way.flatMap((one) => callsOn(one, arn))],
              becomes: [sessionOf(roleArn)],
              worstCase: `nobody read whether ${arn} has ${roleArn}`,
            };
          }
        }
      }
    }
  },
});
