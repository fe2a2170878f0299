import { realpathSync } from "node:fs";
import { join, relative } from "node:path";

import { packageDirectory } from "../../terminal/package-directory";

/** The Pulumi.yaml of a directory whose project runs the stacks of this package. */
export function projectText(directory: string): string {
  const program = relative(
    realpathSync(directory),
    join(packageDirectory(), "bin/stacks/index.js"),
  );
  return `name: eks-pod-secrets
description: Which Kubernetes pods can read which AWS secrets, one stack per account and layer
runtime:
  name: nodejs
  options:
    typescript: false
main: ${JSON.stringify(program)}
`;
}
