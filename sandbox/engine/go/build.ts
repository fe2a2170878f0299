import { join } from "node:path";

import { type GoBuildOptions, goBuild } from "./go-build";

const SOURCE = "github.com/pulumi/pulumi";

/** What to build, and with what. */
export interface PulumiBuild extends GoBuildOptions {
  /** The checkout, in which this folder's go.mod and go.sum pin the source and all that it needs. */
  checkout: string;
  /** Version that the CLI says it has, e.g. `3.248.0`. */
  version: string;
  /** The executable to write. */
  output: string;
}

/** Builds the Pulumi CLI from its pinned source with Go. Takes minutes; says how far it is. Throws what Go said last. */
export async function buildPulumi({
  checkout,
  output,
  version,
  ...options
}: PulumiBuild): Promise<void> {
  options.report(`building Pulumi CLI ${version} with Go, once: about three minutes on two cores`);
  await goBuild(
    join(checkout, "sandbox", "engine", "go"),
    [
      "-trimpath",
      `-ldflags=-s -w -X ${SOURCE}/sdk/v3/go/common/version.Version=v${version}`,
      ...["-o", output, `${SOURCE}/pkg/v3/cmd/pulumi`],
    ],
    options,
  );
}
