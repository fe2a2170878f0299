import { IAMClient, ListInstanceProfilesCommand } from "@aws-sdk/client-iam";
import { type Shape, type Shaped, smallService } from "../../aws/small-clients";
import { EC2, LIVE_CALLS } from "./calls";
import { defineCall, type LiveCall } from "./live-call";

const APP_RUNNER = smallService({
  ...{ id: "AppRunner", prefix: "apprunner", protocol: "json 1.0", version: "AppRunner" },
});
const BATCH = smallService({ id: "Batch", prefix: "batch", protocol: "rest", version: "" });
const CLOUD_FORMATION = smallService({
  ...{ id: "CloudFormation", prefix: "cloudformation", protocol: "query", version: "2010-05-15" },
});
const CODE_BUILD = smallService({
  ...{ id: "CodeBuild", prefix: "codebuild", protocol: "json 1.1", version: "CodeBuild_20161006" },
});
const ECS = smallService({
  ...{ id: "ECS", prefix: "ecs", protocol: "json 1.1" },
  version: "AmazonEC2ContainerServiceV20141113",
});
const GLUE = smallService({ id: "Glue", prefix: "glue", protocol: "json 1.1", version: "AWSGlue" });
const LAMBDA = smallService({ id: "Lambda", prefix: "lambda", protocol: "rest", version: "" });
const SAGE_MAKER = smallService({
  ...{ id: "SageMaker", prefix: "api.sagemaker", signedAs: "sagemaker", protocol: "json 1.1" },
  version: "SageMaker",
});
const STEP_FUNCTIONS = smallService({
  ...{ id: "SFN", prefix: "states", protocol: "json 1.0", version: "AWSStepFunctions" },
});

const EVERYTHING = { resources: () => ["*"] };

/**
 * A call that lists things, or describes some of them. `token`: the member that asks for the next page, and the one that tells
 * that there is one.
 */
export function reading<const Asked extends Shape, const Answered extends Shape>(
  { Client, command }: ReturnType<typeof smallService>,
  [action, reason]: readonly [action: string, reason: string],
  [asked, answered]: readonly [Asked, Answered],
  token?: readonly [asked: string, told: string],
  http?: readonly [method: string, path: string],
): LiveCall<Shaped<Asked>, Shaped<Answered>> {
  const [ask = "", told = ""] = token ?? [];
  const [, name = ""] = action.split(":");
  const withToken = (shape: Shape, member: string) =>
    (token ? { ...(shape as object), [member]: "" } : shape) as Shape;
  const Command = command(name, withToken(asked, ask), withToken(answered, told), http);
  return defineCall(Client, Command as never, {
    ...{ action, reason, ...EVERYTHING },
    next: (page: Record<string, unknown>) => (page[told] ? { [ask]: page[told] } : undefined),
  }) as unknown as LiveCall<Shaped<Asked>, Shaped<Answered>>;
}

const SMALL = ["nextToken", "nextToken"] as const;
export const LARGE = ["NextToken", "NextToken"] as const;

/**
 * All calls with which `--live --through-changes` reads what runs with a role. It keeps only the members that are listed here:
 * environments of functions and builds may contain secrets.
 */
export const COMPUTE_CALLS = {
  describeRegions: { ...LIVE_CALLS.describeRegions, ...EVERYTHING },
  listFunctions: reading(
    LAMBDA,
    [
      "lambda:ListFunctions",
      "which functions have which roles; no code and no environment is kept",
    ],
    [{}, { Functions: [{ FunctionArn: "", Role: "" }] }],
    ["Marker", "NextMarker"],
    ["GET", "/2015-03-31/functions"],
  ),
  describeInstances: reading(
    EC2,
    ["ec2:DescribeInstances", "which instances have which instance profiles"],
    [
      {},
      {
        reservationSet: [
          {
            instancesSet: [
              { instanceId: "", iamInstanceProfile: { arn: "" }, instanceState: { name: "" } },
            ],
          },
        ],
      },
    ],
    ["NextToken", "nextToken"],
  ),
  listInstanceProfiles: defineCall(IAMClient, ListInstanceProfilesCommand, {
    action: "iam:ListInstanceProfiles",
    reason: "which role an instance profile gives",
    ...EVERYTHING,
    next: ({ IsTruncated, Marker }) => (IsTruncated ? { Marker } : undefined),
  }),
  listProjects: reading(
    CODE_BUILD,
    ["codebuild:ListProjects", "which projects there are"],
    [{}, { projects: [""] }],
    SMALL,
  ),
  batchGetProjects: reading(
    CODE_BUILD,
    ["codebuild:BatchGetProjects", "which roles the projects have; no environment is kept"],
    [{ names: [""] }, { projects: [{ arn: "", serviceRole: "" }] }],
  ),
  listClusters: reading(
    ECS,
    ["ecs:ListClusters", "which clusters may run tasks"],
    [{}, { clusterArns: [""] }],
    SMALL,
  ),
  listTasks: reading(
    ECS,
    ["ecs:ListTasks", "which tasks run"],
    [{ cluster: "" }, { taskArns: [""] }],
    SMALL,
  ),
  describeTasks: reading(
    ECS,
    ["ecs:DescribeTasks", "which roles the tasks have; no environment is kept"],
    [
      { cluster: "", tasks: [""] },
      { tasks: [{ taskArn: "", taskDefinitionArn: "", overrides: { taskRoleArn: "" } }] },
    ],
  ),
  describeTaskDefinition: reading(
    ECS,
    ["ecs:DescribeTaskDefinition", "which role a task has, unless it was started with another"],
    [{ taskDefinition: "" }, { taskDefinition: { taskRoleArn: "" } }],
  ),
  describeJobDefinitions: reading(
    BATCH,
    ["batch:DescribeJobDefinitions", "which roles jobs have; no environment is kept"],
    [
      { status: "" },
      {
        jobDefinitions: [
          {
            jobDefinitionArn: "",
            containerProperties: { jobRoleArn: "" },
            ecsProperties: { taskProperties: [{ taskRoleArn: "" }] },
            nodeProperties: {
              nodeRangeProperties: [
                {
                  container: { jobRoleArn: "" },
                  ecsProperties: { taskProperties: [{ taskRoleArn: "" }] },
                },
              ],
            },
          },
        ],
      },
    ],
    SMALL,
    ["POST", "/v1/describejobdefinitions"],
  ),
  getJobs: reading(
    GLUE,
    ["glue:GetJobs", "which jobs have which roles; no argument is kept"],
    [{}, { Jobs: [{ Name: "", Role: "" }] }],
    LARGE,
  ),
  getDevEndpoints: reading(
    GLUE,
    ["glue:GetDevEndpoints", "which development endpoints have which roles"],
    [{}, { DevEndpoints: [{ EndpointName: "", RoleArn: "" }] }],
    LARGE,
  ),
  listSessions: reading(
    GLUE,
    ["glue:ListSessions", "which interactive sessions have which roles"],
    [{}, { Sessions: [{ Id: "", Role: "", Status: "" }] }],
    LARGE,
  ),
  listNotebookInstances: reading(
    SAGE_MAKER,
    ["sagemaker:ListNotebookInstances", "which notebook instances there are"],
    [{}, { NotebookInstances: [{ NotebookInstanceName: "" }] }],
    LARGE,
  ),
  describeNotebookInstance: reading(
    SAGE_MAKER,
    ["sagemaker:DescribeNotebookInstance", "which role a notebook instance has"],
    [{ NotebookInstanceName: "" }, { NotebookInstanceArn: "", RoleArn: "" }],
  ),
  describeStacks: reading(
    CLOUD_FORMATION,
    ["cloudformation:DescribeStacks", "which stacks have which roles; no parameter is kept"],
    [{}, { Stacks: [{ StackId: "", RoleARN: "" }] }],
    LARGE,
  ),
  listStackSets: reading(
    CLOUD_FORMATION,
    ["cloudformation:ListStackSets", "which stack sets there are"],
    [{ Status: "" }, { Summaries: [{ StackSetName: "" }] }],
    LARGE,
  ),
  describeStackSet: reading(
    CLOUD_FORMATION,
    ["cloudformation:DescribeStackSet", "which role a stack set has; no parameter is kept"],
    [{ StackSetName: "" }, { StackSet: { StackSetARN: "", AdministrationRoleARN: "" } }],
  ),
  listStateMachines: reading(
    STEP_FUNCTIONS,
    ["states:ListStateMachines", "which state machines there are"],
    [{}, { stateMachines: [{ stateMachineArn: "" }] }],
    SMALL,
  ),
  describeStateMachine: reading(
    STEP_FUNCTIONS,
    [
      "states:DescribeStateMachine",
      "which role a state machine has; its definition is not asked for",
    ],
    [
      { stateMachineArn: "", includedData: "" },
      { stateMachineArn: "", roleArn: "" },
    ],
  ),
  listServices: reading(
    APP_RUNNER,
    ["apprunner:ListServices", "which services there are"],
    [{}, { ServiceSummaryList: [{ ServiceArn: "" }] }],
    LARGE,
  ),
  describeService: reading(
    APP_RUNNER,
    ["apprunner:DescribeService", "which role a service has; no environment is kept"],
    [
      { ServiceArn: "" },
      { Service: { ServiceArn: "", InstanceConfiguration: { InstanceRoleArn: "" } } },
    ],
  ),
};
