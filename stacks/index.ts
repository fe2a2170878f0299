import "./lazy-libraries";
import * as pulumi from "@pulumi/pulumi";
import { losses, namesOfState } from "eks-pod-secrets/change-losses";
import { readConfirmed } from "./confirmed";
import type { ClusterOutputs, SecretsOutputs, WorkloadsOutputs } from "./contract";
import {
  type DeployedBy,
  deployedBy,
  foreignStack,
  INVENTORY_TYPE,
  type ReaderFiles,
  recordIn,
} from "./deployed-by";
import { fingerprint, readRunner } from "./fingerprint";
import { heldList, readHeldResources } from "./held-resources";
import { importAdopted } from "./imports";
import { readLandingZone } from "./inventory";
import { noteAgain, observeRun } from "./observed-run";
import { RECORD } from "./run-record";
import { type StackScope, stackScope } from "./stack-scope";

// Pulumi's runtime writes a stack trace for every promise and maps it to sources, which compiled programs have none of: a
// quarter of the run's time. Node.js writes the same trace by itself.
Reflect.deleteProperty(Error, "prepareStackTrace");

/** Deploys the layer and account in the stack's name, `<account>.<layer>`. */
async function program(): Promise<object> {
  const runner = pulumi.runtime.isDryRun() ? undefined : readRunner();
  const recordOf = runner && observeRun();
  const { file, files, zone } = readLandingZone();
  const scope = stackScope(zone, pulumi.getStack(), await readHeldResources());
  const imports = importAdopted(file, scope.held);
  await claimStack(scope, files);
  const names = namesOfState(pulumi.getStack(), scope.account, heldList(scope.held));
  const renamed = losses({ names, values: new Map() }, zone).map(({ says }) => says);
  if (renamed.length > 0) throw new pulumi.RunError(renamed.join("\n"));
  const outputs = await deploy(scope);
  if (!recordOf) return outputs;
  if ("formerWays" in outputs && Object.keys(outputs.formerWays).length > 0) {
    noteAgain("lets readers in by former ways");
  }
  const stack = { ...scope, name: pulumi.getStack() };
  const record = recordOf(() => fingerprint({ zone, stack, files, imports, runner }));
  return { ...outputs, [RECORD]: record };
}

/** Loads only the stack's own layer: the modules of the others cost a third of the start-up time. */
async function deploy(
  scope: StackScope,
): Promise<ClusterOutputs | SecretsOutputs | WorkloadsOutputs> {
  switch (scope.layer) {
    case "cluster":
      return (await import("./cluster.js")).cluster(scope);
    case "secrets":
      return (await import("./secrets.js")).secrets(scope);
    case "workloads":
      return (await import("./workloads.js")).workloads(scope);
  }
}

export = program;

/**
 * Records which inventory deploys this stack. It does so before everything else, so that a failed run has recorded it, too. Throws
 * a `RunError` if the stack belongs to another inventory.
 */
async function claimStack(
  { account, held, layer, zone }: StackScope,
  files: ReaderFiles,
): Promise<void> {
  const stack = pulumi.getStack();
  const foreign = foreignStack(stack, recordIn(Object.values(held), zone), zone);
  if (foreign !== undefined && !readConfirmed()["take-over"].includes(stack)) {
    throw new pulumi.RunError(foreign);
  }
  const record = deployedBy(zone, account, layer, files);
  if (!record) return;
  const { urn } = new DeployingInventory(record);
  await new Promise((registered) => urn.apply(registered));
}

/** The inventory that deploys the stack. */
class DeployingInventory extends pulumi.ComponentResource {
  constructor(record: DeployedBy) {
    super(INVENTORY_TYPE, record.inventory);
    this.registerOutputs(record);
  }
}
