import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { A } from "../../sandbox/support";

/** A value in environments, arguments, definitions and parameters. No reading may keep it. */
export const SENTINEL = "sentinel-b1946ac9";

const role = (name: string) => `arn:aws:iam::${A}:role/${name}`;
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${A}:${resource}`;
const variables = [{ name: "TOKEN", value: SENTINEL }];
const xml = (operation: string, body: string) =>
  `<${operation}Response><${operation}Result>${body}</${operation}Result></${operation}Response>`;
const definition = (family: string) => arn("ecs", `task-definition/${family}:1`);

/** The answers to calls, by service and operation. An answer may depend on the content of the request. */
type Answers = Record<string, unknown | ((asked: string) => unknown)>;

/** One example of each type that runs, as AWS returns it. */
export const ANSWERS: Answers = {
  "lambda GET /2015-03-31/functions": (asked: string) => ({
    Functions: [
      {
        FunctionName: "job",
        FunctionArn: arn("lambda", asked.includes("Marker=2") ? "function:last" : "function:job"),
        Role: role("job"),
        Environment: { Variables: { TOKEN: SENTINEL } },
        Description: SENTINEL,
      },
    ],
    ...(!asked.includes("Marker=2") && { NextMarker: "2" }),
  }),
  "ec2 DescribeInstances": `<DescribeInstancesResponse><reservationSet>${["running", "terminated"]
    .map(
      (state) => `<item><instancesSet><item><instanceId>i-${state}</instanceId>
      <instanceState><name>${state}</name></instanceState>
      <iamInstanceProfile><arn>arn:aws:iam::${A}:instance-profile/web</arn></iamInstanceProfile>
      <tagSet><item><key>TOKEN</key><value>${SENTINEL}</value></item></tagSet></item></instancesSet></item>`,
    )
    .join("")}</reservationSet></DescribeInstancesResponse>`,
  "iam ListInstanceProfiles": xml(
    "ListInstanceProfiles",
    `<IsTruncated>false</IsTruncated><InstanceProfiles><member><Arn>arn:aws:iam::${A}:instance-profile/web</Arn>
    <Roles><member><Arn>${role("web")}</Arn></member></Roles></member></InstanceProfiles>`,
  ),
  "codebuild ListProjects": { projects: ["build"] },
  "codebuild BatchGetProjects": {
    projects: [
      {
        arn: arn("codebuild", "project/build"),
        serviceRole: role("build"),
        environment: { environmentVariables: variables },
        source: { buildspec: SENTINEL },
      },
    ],
  },
  "ecs ListClusters": { clusterArns: [arn("ecs", "cluster/c")] },
  "ecs ListTasks": { taskArns: [arn("ecs", "task/c/1"), arn("ecs", "task/c/2")] },
  "ecs DescribeTasks": {
    tasks: [
      {
        taskArn: arn("ecs", "task/c/1"),
        taskDefinitionArn: definition("own"),
        overrides: { containerOverrides: [{ environment: variables }] },
      },
      {
        taskArn: arn("ecs", "task/c/2"),
        taskDefinitionArn: definition("none"),
        overrides: { taskRoleArn: role("other") },
      },
    ],
  },
  "ecs DescribeTaskDefinition": (asked: string) => ({
    taskDefinition: {
      ...(asked.includes("own") && { taskRoleArn: role("task") }),
      containerDefinitions: [{ environment: variables }],
    },
  }),
  "batch POST /v1/describejobdefinitions": {
    jobDefinitions: [
      {
        jobDefinitionArn: arn("batch", "job-definition/one:1"),
        containerProperties: { jobRoleArn: role("batch"), environment: variables },
      },
      {
        jobDefinitionArn: arn("batch", "job-definition/nodes:1"),
        nodeProperties: {
          nodeRangeProperties: [{ container: { jobRoleArn: role("nodes"), command: [SENTINEL] } }],
        },
      },
      {
        jobDefinitionArn: arn("batch", "job-definition/ecs:1"),
        ecsProperties: { taskProperties: [{ taskRoleArn: role("in-ecs") }] },
      },
    ],
  },
  "glue GetJobs": {
    Jobs: [{ Name: "nightly", Role: "named", DefaultArguments: { "--token": SENTINEL } }],
  },
  "glue GetDevEndpoints": {
    DevEndpoints: [{ EndpointName: "dev", RoleArn: role("dev"), Arguments: { token: SENTINEL } }],
  },
  "glue ListSessions": {
    Sessions: [
      { Id: "s1", Role: role("session"), Status: "READY", DefaultArguments: { a: SENTINEL } },
      { Id: "s2", Role: role("session"), Status: "STOPPED" },
    ],
  },
  "sagemaker ListNotebookInstances": { NotebookInstances: [{ NotebookInstanceName: "n" }] },
  "sagemaker DescribeNotebookInstance": {
    NotebookInstanceArn: arn("sagemaker", "notebook-instance/n"),
    RoleArn: role("notebook"),
    FailureReason: SENTINEL,
  },
  "cloudformation DescribeStacks": xml(
    "DescribeStacks",
    `<Stacks><member><StackId>${arn("cloudformation", "stack/s/1")}</StackId><RoleARN>${role("stack")}</RoleARN>
    <Parameters><member><ParameterKey>k</ParameterKey><ParameterValue>${SENTINEL}</ParameterValue></member></Parameters></member>
    <member><StackId>${arn("cloudformation", "stack/none/1")}</StackId></member></Stacks>`,
  ),
  "cloudformation ListStackSets": xml(
    "ListStackSets",
    "<Summaries><member><StackSetName>set</StackSetName></member></Summaries>",
  ),
  "cloudformation DescribeStackSet": xml(
    "DescribeStackSet",
    `<StackSet><StackSetARN>${arn("cloudformation", "stackset/set:1")}</StackSetARN>
    <AdministrationRoleARN>${role("stacks")}</AdministrationRoleARN><TemplateBody>${SENTINEL}</TemplateBody></StackSet>`,
  ),
  "states ListStateMachines": {
    stateMachines: [{ stateMachineArn: arn("states", "stateMachine:m") }],
  },
  "states DescribeStateMachine": (asked: string) => ({
    stateMachineArn: arn("states", "stateMachine:m"),
    roleArn: role("machine"),
    ...(!asked.includes('"METADATA_ONLY"') && { definition: SENTINEL }),
    description: SENTINEL,
  }),
  "apprunner ListServices": {
    ServiceSummaryList: [{ ServiceArn: arn("apprunner", "service/s/1") }],
  },
  "apprunner DescribeService": {
    Service: {
      ServiceArn: arn("apprunner", "service/s/1"),
      InstanceConfiguration: { InstanceRoleArn: role("service") },
      SourceConfiguration: { ImageRepository: { ImageConfiguration: { Token: SENTINEL } } },
    },
  },
};

/** What must be read from `ANSWERS`: ARNs, and their roles. */
export const RUNNING: Record<string, [arn: string, role: string][]> = {
  "lambda:function": [
    [arn("lambda", "function:job"), role("job")],
    [arn("lambda", "function:last"), role("job")],
  ],
  "ec2:instance": [[arn("ec2", "instance/i-running"), role("web")]],
  "codebuild:project": [[arn("codebuild", "project/build"), role("build")]],
  "ecs:task": [
    [arn("ecs", "task/c/1"), role("task")],
    [arn("ecs", "task/c/2"), role("other")],
  ],
  "batch:job-definition": [
    [arn("batch", "job-definition/one:1"), role("batch")],
    [arn("batch", "job-definition/nodes:1"), role("nodes")],
    [arn("batch", "job-definition/ecs:1"), role("in-ecs")],
  ],
  "glue:job": [[arn("glue", "job/nightly"), "named"]],
  "glue:devEndpoint": [[arn("glue", "devEndpoint/dev"), role("dev")]],
  "glue:session": [[arn("glue", "session/s1"), role("session")]],
  "sagemaker:notebook-instance": [[arn("sagemaker", "notebook-instance/n"), role("notebook")]],
  "cloudformation:stack": [[arn("cloudformation", "stack/s/1"), role("stack")]],
  "cloudformation:stackset": [[arn("cloudformation", "stackset/set:1"), role("stacks")]],
  "states:stateMachine": [[arn("states", "stateMachine:m"), role("machine")]],
  "apprunner:service": [[arn("apprunner", "service/s/1"), role("service")]],
};

/** Answers calls as AWS does, and records them as `service:Operation`. */
export async function answeringServer(answers: Answers) {
  const seen = new Set<string>();
  const server = createServer(async (incoming, outgoing) => {
    const sent = (await buffer(incoming)).toString();
    const { headers, method, url = "" } = incoming;
    const [, service = ""] =
      /Credential=[^/]*\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
    const operation =
      /\.(\w+)$/.exec(`${headers["x-amz-target"] ?? ""}`)?.[1] ??
      new URLSearchParams(sent).get("Action") ??
      `${method} ${url.split("?")[0]}`;
    const answer = answers[`${service} ${operation}`];
    seen.add(`${service} ${operation}`);
    const said = typeof answer === "function" ? answer(url + sent) : answer;
    const denied = { __type: "AccessDeniedException", message: "not here" };
    outgoing
      .writeHead(said === undefined ? 400 : 200)
      .end(typeof said === "string" ? said : JSON.stringify(said ?? denied));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
