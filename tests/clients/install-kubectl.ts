import { join } from "node:path";

import { pythonEnvironment } from "../python-environment";

/** Where `kubectl` is. */
export function kubectlDirectory(): Promise<string> {
  return pythonEnvironment("kubectl", join(__dirname, "kubectl-requirements.txt"));
}
