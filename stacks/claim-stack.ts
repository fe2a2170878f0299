import * as pulumi from "@pulumi/pulumi";

import { readConfirmed } from "./confirmed";
import type { ReaderFiles } from "./deployed-by";
import { type DeployedBy, deployedBy, foreignStack, INVENTORY_TYPE, recordIn } from "./deployed-by";
import type { StackScope } from "./stack-scope";

/**
 * Records which inventory deploys this stack. This comes before everything else, so a run that fails has recorded it, too. The stack
 * of another inventory is a `RunError`.
 */
export async function claimStack(
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
