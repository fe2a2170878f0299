import { deepStrictEqual } from "node:assert";
import { narrowedClasses } from "../../../../cli/stacks/run/narrow-classes";
import type { LandingZone } from "../../../../sdk/grant";
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

/** Who writes each narrowed class, and what the class is afterwards. */
function narrowed(...classes: ReturnType<typeof classOf>[]) {
  return objectsOf(landingZoneOf(), classes);
}

function objectsOf(zone: LandingZone, classes: ReturnType<typeof classOf>[]) {
  return narrowedClasses(classes, zone).map(({ manager, object }) => [manager, object]);
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

  it("are found in a cluster that the inventory calls otherwise, by its associations", () => {
    const outputs = { __fieldManager: MANAGER };
    const type = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
    const associationIn = (cluster: string) => ({
      urn: `urn:pulumi:a.workloads::p::PodReader$${type}::web-association`,
      type,
      outputs: {
        associationArn: `arn:aws:eks:us-east-1:111111111111:podidentityassociation/${cluster}/a-1`,
      },
    });
    const found = (cluster: string) =>
      narrowedClasses(
        [classOf(own + gone, { outputs, cluster: "before" }), associationIn(cluster)],
        landingZoneOf(),
      ).map(({ object }) => object);
    deepStrictEqual([found("shop"), found("shop-2")], [[narrow], []]);
  });

  it("keep an existing secret, and lose one whose name only begins as a granted one", () => {
    const outputs = { __fieldManager: MANAGER };
    const arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:own-AbC123";
    const existing = landingZoneOf({
      secrets: `\n  own: { account: a, existing: true, arn: "${arn}" }\n  foreign: { account: b, key: pods }`,
    });
    deepStrictEqual(objectsOf(existing, [classOf(own + gone, { outputs })]), [[MANAGER, narrow]]);
    const longer = own.replace("own", "own-config");
    deepStrictEqual(narrowed(classOf(own + longer, { outputs })), [[MANAGER, narrow]]);
  });

  it("may hold something other than a list", () => {
    const outputs = { __fieldManager: MANAGER };
    for (const objects of ["", "text", "- text\n- ~\n", "{ a: [\n", "- objectName: 1\n"]) {
      deepStrictEqual(narrowed(classOf(objects, { outputs })), []);
      const beside = narrowed(classOf(own + gone + objects, { outputs }));
      deepStrictEqual(beside.length <= 1, true);
    }
  });
});
