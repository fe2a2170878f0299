// The Pulumi program of somebody who does not use this package. It makes the same resources for $BENCH_READERS readers.
import * as pulumi from "@pulumi/pulumi";

async function program(): Promise<object> {
  const readers = Number(process.env.BENCH_READERS);
  return pulumi.getStack().endsWith(".secrets")
    ? (await import("./hand-written-secrets.js")).secrets(readers)
    : (await import("./hand-written-workloads.js")).workloads(readers);
}

export = program;
