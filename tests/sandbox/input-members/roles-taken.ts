import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "./service-model";

/** Members that hold the name or ARN of a role, or of an instance profile. */
const HOLDS_ROLE =
  /role_?arns?$|role_?name$|iam_?roles?$|(execution|service|task)_?role$|^roles?$/i;
const HOLDS_PROFILE = /instance_?profile/i;

/** Calls that only read, in whose inputs a role is something to search by. */
const READS = /^(BatchGet|Describe|Get|List|Search)[A-Z]/;

/** Services whose roles trust other principals than the one of their own name. */
const PRINCIPALS: Record<string, string[]> = {
  airflow: ["airflow", "airflow-env"],
  apprunner: ["apprunner", "build.apprunner", "tasks.apprunner"],
  autoscaling: ["autoscaling", "ec2"],
  batch: ["batch", "ec2", "ecs-tasks", "spotfleet"],
  deadline: ["deadline", "credentials.deadline"],
  ecs: ["ecs", "ecs-tasks"],
  eks: ["eks", "eks-fargate-pods"],
  iot: ["iot", "credentials.iot"],
  osis: ["osis", "osis-pipelines"],
};

/** Calls that take a role in a member of another name, or whose right has another name. */
const OTHERS: Record<string, string[]> = {
  apigateway: ["apigateway:PATCH", "apigateway:POST", "apigateway:PUT"],
  s3: ["s3:CreateJob", "s3:PutReplicationConfiguration"],
};

/** Principals that get roles by calls of other kinds of change, or by calls in whose inputs no member has such a name. */
const BY_OTHERS = ["capabilities.eks", "datapipeline", "pods.eks"];

/** Services whose calls take a role that AWS assumes for somebody else, or of which IAM decides in another way. */
const NOT_PASSED = ["iam", "sts"];

interface Described extends Model {
  metadata: { endpointPrefix: string; signingName?: string };
}

/** The calls of AWS that take a role, after the service that the role must trust, from botocore's models in a directory. */
export function rolesTaken(data: string): Record<string, string> {
  const found = new Map(BY_OTHERS.map((one) => [one, new Set<string>()]));
  const note = (service: string, action: string) => {
    for (const principal of PRINCIPALS[service] ?? [service]) {
      found.set(principal, (found.get(principal) ?? new Set()).add(action));
    }
  };
  for (const folder of readdirSync(data, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    const model = newestModel(join(data, folder.name));
    const { endpointPrefix = "", signingName: service = endpointPrefix } = model?.metadata ?? {};
    if (!model || NOT_PASSED.includes(service)) continue;
    for (const [name, { input }] of Object.entries(model.operations)) {
      if (READS.test(name) || !input || !takesRole(model, input.shape)) continue;
      note(service, `${service}:${name}`);
    }
  }
  for (const [service, actions] of Object.entries(OTHERS)) {
    for (const action of actions) note(service, action);
  }
  const sorted = [...found].sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([service, actions]) => [service, [...actions].sort().join(" ")]),
  );
}

function newestModel(folder: string): Described | undefined {
  const newest = readdirSync(folder).sort().at(-1) ?? "";
  const file = readdirSync(join(folder, newest)).find((name) => name.startsWith("service-2.json"));
  if (file !== "service-2.json") return undefined;
  return JSON.parse(readFileSync(join(folder, newest, file), "utf8")) as Described;
}

function takesRole(model: Model, name: string, above: string[] = []): boolean {
  const shape = model.shapes[name];
  if (!shape || above.includes(name)) return false;
  const below = [...above, name];
  const { member, value } = shape;
  const members = Object.entries(shape.members ?? {});
  return (
    members.some(
      ([key, one]) =>
        HOLDS_PROFILE.test(key) ||
        (isText(model, one.shape) && HOLDS_ROLE.test(key)) ||
        takesRole(model, one.shape, below),
    ) || [member, value].some((one) => one && takesRole(model, one.shape, below))
  );
}

/** Whether the shape is a text or a list of texts. */
function isText({ shapes }: Model, name: string): boolean {
  const { member, type } = shapes[name] ?? {};
  return type === "string" || (member !== undefined && shapes[member.shape]?.type === "string");
}
