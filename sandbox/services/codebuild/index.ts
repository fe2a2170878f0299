import { formatArn } from "iam-proof/names";
import { roleForService } from "../../identity/callers/trust";
import type { Platform } from "../../identity/platform";
import type { Input } from "../../operations/input/input";
import { refusal } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import { bindOperations, type Request } from "../../operations/service";
import type { StoreKey } from "../../store/store";
import type { Call, JsonService } from "../../wire/messages";
import { authorisePassRole } from "../eks/pass-role";

const OPERATIONS = {
  BatchGetProjects: "names",
  CreateProject:
    "artifacts.type description environment.computeType environment.environmentVariables.name environment.environmentVariables.value environment.image environment.type name serviceRole source.buildspec source.type",
  ListProjects: "nextToken",
};

const RUNS = { batchGetProjects, createProject, listProjects };

/** Projects as records. Nothing is built. */
export function createCodeBuild(platform: Platform): JsonService {
  const service = {
    protocol: "json",
    signingName: "codebuild",
    unsupported: "InvalidInputException",
    targetPrefix: "CodeBuild_20161006",
  } as const;
  return { ...service, operations: bindOperations(platform, service, OPERATIONS, RUNS) };
}

/** A project as it is stored: below `["build-project", account, region, name]`. */
interface ProjectRecord {
  name: string;
  arn: string;
  serviceRole: string;
  created: Date;
}

const invalid = refusal("InvalidInputException");
const SERVICE = "codebuild.amazonaws.com";
const NAME = { min: 2, max: 150, pattern: /^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/ };

function createProject({ platform, call, input, action }: Request) {
  const name = input.text("name", NAME);
  const arn = arnOf(call, name);
  const serviceRole = input.text("serviceRole", { min: 1 });
  const environment = required(input, "environment");
  const source = required(input, "source");
  const project = {
    ...{ name, arn, serviceRole, created: call.now },
    description: input.optionalText("description", { max: 255 }),
    source: { ...texts(source, ["type"]), buildspec: source.optionalText("buildspec") },
    artifacts: texts(required(input, "artifacts"), ["type"]),
    environment: {
      ...texts(environment, ["type", "image", "computeType"]),
      environmentVariables: environment
        .structures("environmentVariables")
        .map((one) => ({ ...texts(one, ["name", "value"]), type: "PLAINTEXT" })),
    },
  };
  platform.authorise(call, { action, resource: arn });
  authorisePassRole({ platform, call }, serviceRole, SERVICE);
  const asked = { account: call.caller.account, arn, now: call.now, service: SERVICE };
  if (!roleForService(platform.store, serviceRole, asked)) {
    throw invalid(`CodeBuild is not authorized to perform: sts:AssumeRole on ${serviceRole}`);
  }
  platform.store.transaction((writer) => {
    if (platform.store.get(placeOf(call, name))) {
      throw refusal("ResourceAlreadyExistsException")(`Project already exists: ${arn}`);
    }
    writer.put(placeOf(call, name), project);
  });
  return { project };
}

function batchGetProjects({ platform, call, input, action }: Request) {
  const names = input.texts("names", { min: 1, max: 100 });
  const stray = names.find((name) => !NAME.pattern.test(name));
  if (stray !== undefined) throw invalid(`Invalid project name: ${stray}`);
  for (const name of names) platform.authorise(call, { action, resource: arnOf(call, name) });
  const found = names.map((name) => platform.store.get<ProjectRecord>(placeOf(call, name)));
  return {
    projects: found.filter((one) => one !== undefined),
    projectsNotFound: names.filter((_, at) => !found[at]),
  };
}

function listProjects({ platform, call, input, action }: Request) {
  platform.authorise(call, { action, resource: "*" });
  const place = ["build-project", call.caller.account, call.region] as const;
  const all = platform.store.values<ProjectRecord>([...place]);
  const { items, more } = cutPage(all, input, PAGES.eks, 100);
  return { projects: items.map(({ name }) => name), ...more };
}

function required(input: Input, member: string): Input {
  const found = input.structure(member);
  if (found) return found;
  throw invalid(`${member} is required`);
}

function texts(input: Input, members: string[]) {
  return Object.fromEntries(members.map((member) => [member, input.text(member)]));
}

function placeOf({ caller, region }: Call, name: string): StoreKey {
  return ["build-project", caller.account, region, name];
}

function arnOf({ caller: { account, partition }, region }: Call, name: string): string {
  return formatArn({
    partition,
    service: "codebuild",
    region,
    account,
    resource: `project/${name}`,
  });
}
