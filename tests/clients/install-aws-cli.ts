import { join } from "node:path";

import { pythonEnvironment } from "../python-environment";

/** Where `aws` is. */
export function awsCliDirectory(): Promise<string> {
  return pythonEnvironment("aws-cli", join(__dirname, "requirements.txt"));
}
