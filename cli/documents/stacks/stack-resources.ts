import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { ResolvedAccount } from "../../../sdk/grant";
import { accountAccess } from "../../aws/account-access";
import { UserError } from "../../errors";

/** A resource of a stack, as far as documents need it. */
export interface StackResource {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  /** It is to be made, and what AWS draws is not known. */
  isNew?: boolean;
}

/** What the engine writes for a value that only the deployment will know. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Bytes that the CLI may print. */
const MOST_OUTPUT = 1024 * 1024 * 1024;

/** The resources that a stack holds, by `pulumi stack export`. */
export async function heldResources(stack: string): Promise<StackResource[]> {
  const answer = await pulumi(["stack", "export", "--stack", stack], process.env);
  const { deployment } = answer as { deployment?: { resources?: RawResource[] } };
  return (deployment?.resources ?? []).flatMap((one) => (one.delete ? [] : [resourceOf(one)]));
}

/** The resources that a stack would hold, by `pulumi preview`, with credentials of its account. */
export async function plannedResources(
  stack: string,
  account: ResolvedAccount,
): Promise<StackResource[]> {
  const args = ["preview", "--stack", stack, "--json", "--show-sames"];
  const answer = await pulumi(args, await environmentOf(account));
  const { steps = [] } = answer as { steps?: Step[] };
  const planned = new Map<string, StackResource>();
  for (const step of steps) {
    if (step.newState && !/^(delete|discard|remove)/.test(step.op)) {
      planned.set(step.newState.urn, afterStep(step.op, step.newState, step.oldState));
    }
  }
  return [...planned.values()];
}

interface Step {
  op: string;
  newState?: RawResource;
  oldState?: RawResource;
}

/** What a resource is after a step: what is asked for, and of what stays what AWS had drawn. */
function afterStep(op: string, now: RawResource, before: RawResource | undefined): StackResource {
  const isNew = /create|replace|import/.test(op);
  const kept = isNew ? {} : (before?.outputs ?? {});
  const { tagsAll, ...others } = kept;
  const known = op === "same" ? kept : others; // all tags change where one does
  return { ...resourceOf(now), isNew, outputs: { ...known, ...now.outputs, ...now.inputs } };
}

interface RawResource {
  urn: string;
  type: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** Replaced, and not yet deleted. */
  delete?: boolean;
}

function resourceOf({ inputs = {}, outputs = {}, type, urn }: RawResource): StackResource {
  return { urn, type, inputs, outputs };
}

async function pulumi(args: string[], env: NodeJS.ProcessEnv): Promise<unknown> {
  const command = `pulumi ${args.join(" ")}`;
  try {
    const { stdout } = await promisify(execFile)("pulumi", [...args, "--non-interactive"], {
      // One JSON text at the end is asked for, not one for each event.
      env: { ...env, PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "", PULUMI_SKIP_UPDATE_CHECK: "true" },
      maxBuffer: MOST_OUTPUT,
    });
    return JSON.parse(stdout);
  } catch (error) {
    const { code, message, stderr, stdout } = error as NodeJS.ErrnoException & {
      stderr?: string;
      stdout?: string;
    };
    if (code === "ENOENT") throw new UserError(`${command}: the Pulumi CLI must be in PATH`);
    const said = stderr?.trim() || diagnostics(stdout) || message;
    throw new UserError(`${command} failed: ${said}; deploy the stack first, or correct it`);
  }
}

/** What a failed preview says, within its JSON. */
function diagnostics(stdout = ""): string {
  try {
    const { diagnostics = [] } = JSON.parse(stdout) as { diagnostics?: { message?: string }[] };
    return diagnostics.map(({ message = "" }) => message.trim()).join("; ");
  } catch {
    return stdout.trim();
  }
}

/** The program takes the account's deployRole or profile itself; ambient credentials must be of the account. */
async function environmentOf(account: ResolvedAccount): Promise<NodeJS.ProcessEnv> {
  if (account.deployRole || account.profile) return process.env;
  const { credentials } = await accountAccess(account, account.region, "prove");
  if (typeof credentials !== "function") return process.env;
  const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
  const { AWS_PROFILE: _, AWS_SESSION_TOKEN: __, ...rest } = process.env;
  return {
    ...rest,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
  };
}
