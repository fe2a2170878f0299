import { programDocuments } from "../../sdk/access/resources/program-documents";
import { type StackResource, UNKNOWN } from "../../sdk/access/resources/stack-resource";
import type { ExportedResource } from "../stacks/backend/exported-state";
import { UserError } from "../terminal/errors";
import { readJsonFile } from "./documents-file";
import type { SourceDocuments } from "./source-documents";

/** Bytes that a file of resources may have. */
const SIZE_LIMIT = 256 * 1024 * 1024;

/**
 * The documents among the resources of any Pulumi stacks: of exports, and of plans, each upon the export before it. Grants are those
 * of this package's components.
 */
export async function resourcesDocuments(files: string[]): Promise<SourceDocuments> {
  let resources = new Map<string, StackResource>();
  for (const file of files) {
    const { value } = await readJsonFile(file, SIZE_LIMIT);
    resources = withFile(resources, file, value);
  }
  const { documents, gaps } = programDocuments([...resources.values()]);
  if (documents.grants?.length === 0 && gaps.length === 0) {
    throw new UserError(
      `${files.join(", ")} must have a PodReader or PodTargetRole, whose grants are proved; got none`,
    );
  }
  return { title: files.join(", "), documents, gaps, notes: [] };
}

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

/** The resources with those of one more file. */
export function withFile(
  before: ReadonlyMap<string, StackResource>,
  file: string,
  value: unknown,
): Map<string, StackResource> {
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
    const resource = planned(urn, plan, before.get(urn), file);
    if (resource) after.set(urn, resource);
    else after.delete(urn);
  }
  return after;
}

function exported({ inputs, outputs, provider, type, urn }: ExportedResource): StackResource {
  return {
    urn,
    type,
    inputs: readable(inputs),
    outputs: readable(outputs),
    ...(provider && { provider }),
  };
}

/** The resource after its steps; undefined of one that is deleted. */
function planned(
  urn: string,
  { goal, state, steps = [] }: ResourcePlan,
  before: StackResource | undefined,
  file: string,
): StackResource | undefined {
  if (!goal || steps.at(-1)?.startsWith("delete")) return undefined;
  const isNew = steps.some((step) => /create|replace|import/.test(step));
  if (!isNew && !before) {
    throw new UserError(
      `${file} is a plan for what exists already (${urn}): name the stack's export before it`,
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

/** Values of which encrypted ones are not known. */
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
