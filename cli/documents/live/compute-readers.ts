import { inParallel } from "iam-proof/collections";
import { formatArn, parseArn } from "iam-proof/names";
import type { AccountAccess } from "../../aws/account-access";
import { AT_ONCE, ask, askAllPages, type LiveCall, UnreadError } from "./live-call";
import { COMPUTE_CALLS as CALLS } from "./small-calls";

/** Something that runs, and its role, as an ARN or only a name. */
export interface Running {
  arn: string;
  role: string;
}

/** The same as AWS returns it. Null: it has no role. */
type Told = readonly [arn: string | undefined, role: string | null | undefined];

/** The most things that one call describes. */
const MOST_DESCRIBED = 100;

/** Reads everything of a type that runs with a role in a region of an account; undefined if this command cannot read the type. */
export async function runningOf(
  type: string,
  access: AccountAccess,
): Promise<Running[] | undefined> {
  const told = await READERS[type]?.(access);
  return told?.flatMap(([arn, role]) => {
    if (arn && role === null) return [];
    if (arn && role) return [{ arn, role }];
    throw new UnreadError(type, "AWS answered one without its ARN or its role");
  });
}

/** Readers by resource type, as IAM names it. */
const READERS: Record<string, (access: AccountAccess) => Promise<Told[]>> = {
  "lambda:function": async (access) => {
    const all = await listed(CALLS.listFunctions, access, {}, ({ Functions }) => Functions);
    return all.map(({ FunctionArn, Role }) => [FunctionArn, Role]);
  },
  "ec2:instance": async (access) => {
    const call = CALLS.describeInstances;
    const all = await listed(call, access, {}, ({ reservationSet }) => reservationSet);
    const having = all
      // A reservation without instances cannot be told from one that was not read.
      .flatMap(({ instancesSet = [{ iamInstanceProfile: {} }] }) => instancesSet)
      .filter(({ iamInstanceProfile: profile, instanceState: state }) => {
        return profile && state?.name !== "terminated" && state?.name !== "shutting-down";
      });
    if (having.length === 0) return [];
    const profiles = await listed(
      CALLS.listInstanceProfiles,
      access,
      {},
      (page) => page.InstanceProfiles,
    );
    const roles = new Map(profiles.map(({ Arn, Roles }) => [Arn, Roles?.[0]?.Arn ?? null]));
    return having.map(({ iamInstanceProfile, instanceId }) => [
      arnIn(access, "ec2", `instance/${instanceId}`),
      // A deleted profile gives nobody credentials.
      iamInstanceProfile?.arn && (roles.get(iamInstanceProfile.arn) ?? null),
    ]);
  },
  "codebuild:project": async (access) => {
    const names = await listed(CALLS.listProjects, access, {}, ({ projects }) => projects);
    const all = await inParallel(parts(names), AT_ONCE, (part) =>
      listed(CALLS.batchGetProjects, access, { names: part }, ({ projects }) => projects),
    );
    return all.flat().map(({ arn, serviceRole }) => [arn, serviceRole]);
  },
  "ecs:task": async (access) => {
    const clusters = await listed(CALLS.listClusters, access, {}, (page) => page.clusterArns);
    const perCluster = await inParallel(clusters, AT_ONCE, async (cluster) => {
      const arns = await listed(CALLS.listTasks, access, { cluster }, (page) => page.taskArns);
      return inParallel(parts(arns), AT_ONCE, (tasks) =>
        listed(CALLS.describeTasks, access, { cluster, tasks }, (page) => page.tasks),
      );
    });
    const tasks = perCluster.flat(2);
    const definitions = [...new Set(tasks.map(({ taskDefinitionArn = "" }) => taskDefinitionArn))];
    const call = CALLS.describeTaskDefinition;
    const roles = await inParallel(definitions, AT_ONCE, async (taskDefinition) => {
      const { taskDefinition: said } = await ask(call, access, { taskDefinition });
      return [taskDefinition, said && (said.taskRoleArn ?? null)] as const;
    });
    const roleOf = new Map(roles);
    return tasks.map(({ overrides, taskArn, taskDefinitionArn = "" }) => [
      taskArn,
      overrides?.taskRoleArn ?? roleOf.get(taskDefinitionArn),
    ]);
  },
  "batch:job-definition": async (access) => {
    const call = CALLS.describeJobDefinitions;
    const all = await listed(call, access, { status: "ACTIVE" }, (page) => page.jobDefinitions);
    return all.flatMap(({ containerProperties, ecsProperties, jobDefinitionArn, nodeProperties }) =>
      [
        { container: containerProperties, ecsProperties },
        ...(nodeProperties?.nodeRangeProperties ?? []),
      ]
        .flatMap(({ container, ecsProperties: { taskProperties = [] } = {} }) => [
          container?.jobRoleArn,
          ...taskProperties.map(({ taskRoleArn }) => taskRoleArn),
        ])
        .map((role) => [jobDefinitionArn, role ?? null] as const),
    );
  },
  "glue:job": async (access) => {
    const all = await listed(CALLS.getJobs, access, {}, ({ Jobs }) => Jobs);
    return all.map(({ Name, Role }) => [arnIn(access, "glue", `job/${Name}`), Role]);
  },
  "glue:devEndpoint": async (access) => {
    const all = await listed(CALLS.getDevEndpoints, access, {}, ({ DevEndpoints }) => DevEndpoints);
    return all.map(({ EndpointName, RoleArn }) => [
      arnIn(access, "glue", `devEndpoint/${EndpointName}`),
      RoleArn,
    ]);
  },
  "glue:session": async (access) => {
    const all = await listed(CALLS.listSessions, access, {}, ({ Sessions }) => Sessions);
    return all
      .filter(({ Status = "" }) => !["STOPPED", "FAILED", "TIMEOUT"].includes(Status))
      .map(({ Id, Role }) => [arnIn(access, "glue", `session/${Id}`), Role]);
  },
  "sagemaker:notebook-instance": async (access) => {
    const call = CALLS.listNotebookInstances;
    const all = await listed(call, access, {}, (page) => page.NotebookInstances);
    const described = await each(CALLS.describeNotebookInstance, access, all);
    return described.map(({ NotebookInstanceArn, RoleArn }) => [NotebookInstanceArn, RoleArn]);
  },
  "cloudformation:stack": async (access) => {
    const all = await listed(CALLS.describeStacks, access, {}, ({ Stacks }) => Stacks);
    return all.map(({ RoleARN, StackId }) => [StackId, RoleARN ?? null]);
  },
  "cloudformation:stackset": async (access) => {
    const call = CALLS.listStackSets;
    const all = await listed(call, access, { Status: "ACTIVE" }, ({ Summaries }) => Summaries);
    const described = await each(CALLS.describeStackSet, access, all);
    return described.map(({ StackSet }) => [
      StackSet?.StackSetARN,
      StackSet?.AdministrationRoleARN ?? null,
    ]);
  },
  "states:stateMachine": async (access) => {
    const all = await listed(CALLS.listStateMachines, access, {}, (page) => page.stateMachines);
    const asked = all.map((one) => ({ ...one, includedData: "METADATA_ONLY" }));
    const described = await each(CALLS.describeStateMachine, access, asked);
    return described.map(({ roleArn, stateMachineArn }) => [stateMachineArn, roleArn]);
  },
  "apprunner:service": async (access) => {
    const call = CALLS.listServices;
    const all = await listed(call, access, {}, ({ ServiceSummaryList }) => ServiceSummaryList);
    const described = await each(CALLS.describeService, access, all);
    return described.map(({ Service }) => [
      Service?.ServiceArn,
      Service?.InstanceConfiguration?.InstanceRoleArn ?? null,
    ]);
  },
};

/** The items on all pages of a call. An answer without a list is an error, because AWS returns an empty list. */
async function listed<Input, Page, Item>(
  call: LiveCall<Input, Page>,
  access: AccountAccess,
  input: Input,
  listIn: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const pages = await askAllPages(call, access, input);
  return pages.flatMap((page) => {
    const list = listIn(page);
    if (!list) throw new UnreadError(call.action, "AWS answered without a list");
    return list;
  });
}

/** The call's answer for each thing. */
function each<Input, Output>(
  call: LiveCall<Input, Output>,
  access: AccountAccess,
  asked: readonly Input[],
): Promise<Output[]> {
  return inParallel(asked, AT_ONCE, (one) => ask(call, access, one));
}

function parts<Item>(items: readonly Item[]): Item[][] {
  const number = Math.ceil(items.length / MOST_DESCRIBED);
  return Array.from({ length: number }, (_, at) =>
    items.slice(at * MOST_DESCRIBED, (at + 1) * MOST_DESCRIBED),
  );
}

function arnIn({ callerArn, region }: AccountAccess, service: string, resource: string): string {
  const { account = "", partition = "" } = parseArn(callerArn) ?? {};
  return formatArn({ partition, service, region, account, resource });
}
