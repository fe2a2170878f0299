import {
  grantsNothing,
  programDocuments,
  type StackResource,
  UNKNOWN,
} from "eks-pod-secrets/access/resources";
import type { ExportedResource } from "../stacks/backend/exported-state";
import { UserError } from "../terminal/errors";
import { readJsonFile } from "./documents-file";
import type { SourceDocuments } from "./source-documents";

/** Largest size of a resources file in bytes. */
const SIZE_LIMIT = 256 * 1024 * 1024;

/**
 * The documents among the resources of any Pulumi stacks, from exports and plans. A plan applies to the export before it. Only
 * components of this package tell of grants.
 */
export async function resourcesDocuments(files: string[]): Promise<SourceDocuments> {
  let resources: Resources = new Map();
  for (const file of files) {
    const { value } = await readJsonFile(file, SIZE_LIMIT);
    resources = withFile(resources, file, value);
  }
  const program = programDocuments([...resources.values()]);
  if (grantsNothing(program)) {
    throw new UserError(
      `${files.join(", ")} must have a PodReader or PodTargetRole, whose grants are proved; got none`,
    );
  }
  return { title: files.join(", "), ...program, notes: [] };
}

/** A resource, with whether it stays in the cloud when its stack deletes it. A stack's export says so. */
type HeldResource = StackResource & { isRetained?: boolean };

/** The resources by URN. */
type Resources = ReadonlyMap<string, HeldResource>;

interface ResourcesFile {
  deployment?: { resources?: ExportedResource[] };
  resourcePlans?: Record<string, ResourcePlan>;
}

/** What `pulumi preview --save-plan` writes of one resource. */
interface ResourcePlan {
  goal?: {
    type: string;
    provider?: string;
    inputDiff?: { adds?: Values; updates?: Values; deletes?: string[] };
  };
  steps?: string[];
  state?: Values;
}

type Values = Record<string, unknown>;

/** Adds the resources of one more file. */
function withFile(before: Resources, file: string, value: unknown): Resources {
  const { deployment, resourcePlans } = (value ?? {}) as ResourcesFile;
  const after = new Map(before);
  if (Array.isArray(deployment?.resources)) {
    for (const one of deployment.resources.filter((resource) => !resource.delete)) {
      after.set(one.urn, exported(one));
    }
    return after;
  }
  if (typeof resourcePlans !== "object" || resourcePlans === null) {
    throw new UserError(
      `${file} must be what pulumi stack export prints, or what pulumi preview --save-plan writes`,
    );
  }
  for (const [urn, plan] of Object.entries(resourcePlans)) {
    const held = before.get(urn);
    const resource = planned(urn, plan, held, file);
    if (resource) after.set(urn, resource);
    else after.delete(urn);
    if (held?.isRetained && plan.steps?.some(isDeletion)) after.set(`${urn}, retained`, held);
  }
  return after;
}

function exported(one: ExportedResource): HeldResource {
  const { inputs, outputs, provider, retainOnDelete, type, urn } = one;
  return {
    urn,
    type,
    inputs: readable(inputs),
    outputs: readable(outputs),
    ...(provider && { provider }),
    ...(retainOnDelete && { isRetained: true }),
  };
}

function isDeletion(step: string): boolean {
  return step.startsWith("delete");
}

/** The resource after its steps. Undefined if it is deleted. */
function planned(
  urn: string,
  { goal, state, steps = [] }: ResourcePlan,
  before: StackResource | undefined,
  file: string,
): StackResource | undefined {
  if (!goal || (steps.length > 0 && steps.every(isDeletion))) return undefined;
  const isNew = steps.some((step) => /create|replace|import/.test(step));
  if (!isNew && !before) {
    throw new UserError(
      `${file} is a plan for what exists already (${urn}): name the stack's export before it; if the plan renames it, deploy that alone first, and export the stack anew`,
    );
  }
  const { adds, deletes = [], updates } = goal.inputDiff ?? {};
  const inputs = { ...before?.inputs, ...readable(adds), ...readable(updates) };
  for (const property of deletes) delete inputs[property];
  const kept = isNew ? {} : before?.outputs;
  return {
    urn,
    type: goal.type,
    inputs,
    outputs: { ...kept, ...readable(state), ...inputs },
    isNew,
    ...(goal.provider && { provider: goal.provider }),
  };
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Values without the encrypted ones, which are not known. */
function readable(values: Values | undefined): Values {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [name, withoutSecrets(value)]),
  );
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const { [SIGNATURE]: signature, plaintext } = value as Values;
  if (signature === SECRET) {
    return typeof plaintext === "string" ? withoutSecrets(JSON.parse(plaintext)) : UNKNOWN;
  }
  return readable(value as Values);
}
