import { version } from "@pulumi/eks/package.json";
import { type ConstructResult, main, type Provider } from "@pulumi/pulumi/provider";

import { exitWithParent } from "../common/exit-with-parent";
import { Cluster, outputsOf } from "./cluster";

/** The stand-in for Pulumi's EKS components. It takes no configuration, so Pulumi's own host serves it. */
const provider: Provider = {
  version,
  schema: JSON.stringify({ name: "eks", version }),

  async construct(name, type, inputs, options): Promise<ConstructResult> {
    if (type !== Cluster.type) {
      throw new Error(`resource type ${type} is not supported by the sandbox's eks provider`);
    }
    const cluster = new Cluster(name, inputs, options);
    return { urn: cluster.urn, state: outputsOf(cluster) };
  },
};

exitWithParent();
void main(provider, process.argv.slice(2));
