import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { includedFiles } from "../../../stacks/inventory-files";

/**
 * What the backend keeps as the message of each run: by it one process knows that another has run a stack from the very same
 * inventory.
 */
export function deploymentMark(inventory: string): string {
  const text = readFileSync(inventory, "utf8");
  const { files } = includedFiles({ file: inventory, text });
  const digest = createHash("sha256");
  for (const part of [text, ...files.map((file) => file.text)]) {
    digest.update(`${Buffer.byteLength(part)}\n${part}`);
  }
  return `eks-pod-secrets, inventory ${digest.digest("hex").slice(0, 16)}`;
}
