import { deepStrictEqual } from "node:assert";
import { narrowedClasses } from "../../../../cli/stacks/run/narrow-classes";
import { landingZoneOf } from "../../../sdk/grant/support";

const TYPE = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
const MANAGER = "pulumi-kubernetes-1a2b3c4d";
const own = "- objectName: own\n  objectType: secretsmanager\n";
const gone = "- objectName: gone\n  objectType: secretsmanager\n";

/** A class of the reader `web`, as a state has it. */
function classOf(objects: string, { inputs = {}, outputs = {}, cluster = "shop" } = {}) {
  return {
    urn: `urn:pulumi:a.workloads::p::SecretMount$${TYPE}::web-provider-class`,
    type: TYPE,
    provider: `urn:pulumi:a.workloads::p::pulumi:providers:kubernetes::${cluster}::id`,
    inputs: {
      metadata: { name: "web", namespace: "web" },
      spec: { provider: "aws", parameters: { objects } },
      ...inputs,
    },
    outputs,
  };
}

/** Who writes each class that is narrowed, and what it then is. */
function narrowed(...classes: ReturnType<typeof classOf>[]) {
  return narrowedClasses(classes, landingZoneOf()).map(({ manager, object }) => [manager, object]);
}

describe("classes that list more than is granted", () => {
  const narrow = classOf(own).inputs;

  it("are written by the manager of the state's outputs, where Pulumi's provider keeps it", () => {
    const outputs = { __fieldManager: MANAGER };
    deepStrictEqual(narrowed(classOf(own + gone, { outputs })), [[MANAGER, narrow]]);
  });

  it("are written without what the provider remembers among the inputs", () => {
    const inputs = { __fieldManager: MANAGER, __initialApiVersion: "v1" };
    deepStrictEqual(narrowed(classOf(own + gone, { inputs })), [[MANAGER, narrow]]);
  });

  it("are no classes of other clusters, none without a manager, and none that nothing is left of", () => {
    const outputs = { __fieldManager: MANAGER };
    deepStrictEqual(
      narrowed(
        classOf(own, { outputs }),
        classOf(gone, { outputs }),
        classOf(own + gone),
        classOf(own + gone, { outputs, cluster: "other" }),
      ),
      [],
    );
  });
});
