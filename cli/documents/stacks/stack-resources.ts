import { resolve } from "node:path";
import type { StackResource } from "eks-pod-secrets/access/resources";
import type { ResolvedAccount } from "eks-pod-secrets/grant";
import { type ExportedResource, exportedState } from "../../stacks/backend/exported-state";
import { projectDirectory } from "../../stacks/backend/project-directory";
import { pulumiJson } from "../../stacks/backend/pulumi-command";
import { accountEnvironment } from "../../stacks/engine/account-environment";

/** The resources that a stack of the inventory holds, from `pulumi stack export`. */
export async function heldResources(stack: string, inventory: string): Promise<StackResource[]> {
  return (await exportedState(projectDirectory(inventory), stack)).resources.map(resourceOf);
}

/** The resources that a stack of the inventory would hold, from `pulumi preview` with credentials of its account. */
export async function plannedResources(
  stack: string,
  account: ResolvedAccount,
  inventory: string,
): Promise<StackResource[]> {
  const { environment } = await accountEnvironment(account, "prove");
  const place = {
    workDir: projectDirectory(inventory),
    environment: {
      ...environment,
      EKS_POD_SECRETS_INVENTORY: resolve(inventory),
      // Asks for one JSON text at the end instead of one for each event.
      PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "",
    },
  };
  const args = ["preview", "--stack", stack, "--json", "--show-sames"];
  const { steps = [] } = await pulumiJson<{ steps?: Step[] }>(place, args);
  return resourcesAfter(steps);
}

/**
 * The resources after the steps of a preview. A deleted policy becomes an empty one, because the state of its owner still has the
 * old text.
 */
export function resourcesAfter(steps: Step[]): StackResource[] {
  const planned = new Map<string, StackResource>();
  for (const { newState, oldState, op } of steps) {
    if (newState && !/^(delete|discard|remove)/.test(op)) {
      planned.set(newState.urn, afterStep(op, newState, oldState));
    } else if (oldState && op === "delete" && POLICIES.includes(oldState.type)) {
      const outputs = { ...oldState.outputs, policy: "" };
      planned.set(oldState.urn, resourceOf({ ...oldState, outputs }));
    }
  }
  return [...planned.values()];
}

/** Policies that the state of their role or secret has as well, from its next refresh on. */
const POLICIES = ["aws:iam/rolePolicy:RolePolicy", "aws:secretsmanager/secretPolicy:SecretPolicy"];

/** A step of a preview, as `pulumi preview --json` tells it. */
export interface Step {
  op: string;
  newState?: ExportedResource;
  oldState?: ExportedResource;
}

/** The resource after a step: its new inputs and outputs, and the old outputs unless it is created or replaced. */
function afterStep(
  op: string,
  now: ExportedResource,
  before: ExportedResource | undefined,
): StackResource {
  const isNew = /create|replace|import/.test(op);
  const kept = isNew ? {} : (before?.outputs ?? {});
  const { tagsAll, ...others } = kept;
  const known = op === "same" ? kept : others; // all tags change where one does
  return { ...resourceOf(now), isNew, outputs: { ...known, ...now.outputs, ...now.inputs } };
}

function resourceOf({
  inputs = {},
  modified,
  outputs = {},
  type,
  urn,
}: ExportedResource): StackResource {
  return { urn, type, inputs, outputs, ...(modified !== undefined && { modified }) };
}
