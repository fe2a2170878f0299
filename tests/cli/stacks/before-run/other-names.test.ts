import { deepStrictEqual, match, strictEqual } from "node:assert";
import type { ExportedResource } from "../../../../cli/stacks/backend/exported-state";
import { namesOfOthers } from "../../../../cli/stacks/before-run/refusals";
import type { Operation } from "../../../../cli/stacks/engine/stack-engine";
import { type PlannedStack, stackPlan } from "../../../../stacks/stack-plan";
import { A, startSandbox } from "../../../sandbox/support";
import { inventoryText, landingZoneOf } from "../../../sdk/grant/support";
import { landingZone } from "../../../stacks/run-stack";
import { runInProject } from "../fake-project";

const sections = (id: string, serviceAccount = "web", more = "") => ({
  readers: `\n  ${id}: { cluster: shop, namespace: web, serviceAccount: ${serviceAccount}, reads: [foreign], mode: targetRole${more} }`,
  secrets: "\n  foreign: { account: b, key: pods }",
});
const zoneOf = (...reader: Parameters<typeof sections>) => landingZoneOf(sections(...reader));

/** The roles in the stacks of an inventory. */
function rolesOf({ readers }: ReturnType<typeof zoneOf>): Record<string, ExportedResource[]> {
  const [reader] = readers;
  const held = (stack: string, component: string, arn = ""): ExportedResource[] => [
    {
      urn: `urn:pulumi:${stack}::p::eks-pod-secrets:index:${component}$aws:iam/role:Role::${reader?.id}-role`,
      type: "aws:iam/role:Role",
      outputs: { arn },
    },
  ];
  return {
    "a.workloads": held("a.workloads", "PodReader", reader?.role.arn),
    "b.secrets": held("b.secrets", "PodTargetRole", reader?.targetRole?.arn),
  };
}

/** Starts a run of an inventory while another is deployed. */
function run(
  zone: ReturnType<typeof zoneOf>,
  deployed: Record<string, ExportedResource[]>,
  operation: Operation = "up",
  toEmpty: PlannedStack[] = [],
) {
  const held = new Map(
    Object.keys(deployed).map((name) => [name, { resources: 2, inProgress: false }]),
  );
  const stateOf = async (name: string) => ({ resources: deployed[name] ?? [], pending: [] });
  const stacks = stackPlan(zone);
  return namesOfOthers({ held, operation, stacks, stateOf, toEmpty, zone });
}

describe("an account that gets another name in the inventory", () => {
  it("is refused before a run, which would first empty the stack of its readers", async () => {
    const before = zoneOf("web");
    const left = stackPlan(before).filter(({ name }) => name === "a.workloads");
    const text = inventoryText(sections("web"));
    const after = landingZone(
      text.replace(/^ {2}a:/m, "  data:").replace(/account: a\b/g, "account: data"),
    );
    const reasons = await run(after, rolesOf(before), "up", left);
    match(
      reasons[0] ?? "",
      /^reader web of data\.workloads is reader web of a\.workloads by another/,
    );
  });
});

describe("a cluster that gets another name in the inventory", () => {
  const zone = (id: string, more = "") =>
    landingZoneOf({
      clusters: `\n  ${id}: { name: shop, account: a, existing: true${more} }`,
      readers: `\n  web: { cluster: ${id}, namespace: web, serviceAccount: web, reads: [own] }`,
    });
  const refused =
    "cluster store of a.cluster is cluster shop of a.cluster by another name, and cannot be made while that is there: keep the name";

  it("is refused before a run, as it has its add-ons once", async () => {
    const addons = ["agent", "driver"].map((part) => ({
      urn: `urn:pulumi:a.cluster::p::eks-pod-secrets:index:SecretsStoreCsi$aws:eks/addon:Addon::shop-${part}`,
      type: "aws:eks/addon:Addon",
      outputs: { clusterName: "shop", addonName: part },
    }));
    deepStrictEqual(await run(zone("shop"), { "a.cluster": addons }), []);
    deepStrictEqual(await run(zone("store"), { "a.cluster": addons }), [refused]);
  });

  it("is refused where others installed its driver, by what its readers have there", async () => {
    const existing = ", secretsStoreCsi: { install: existing }";
    const [association, providerClass] = [
      "aws:eks/podIdentityAssociation:PodIdentityAssociation",
      "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
    ];
    const held = [
      {
        urn: `urn:pulumi:a.workloads::p::eks-pod-secrets:index:PodReader$${association}::web-association`,
        type: association,
        outputs: { clusterName: "shop", namespace: "web", serviceAccount: "web" },
      },
      {
        urn: `urn:pulumi:a.workloads::p::eks-pod-secrets:index:SecretMount$${providerClass}::web-provider-class`,
        type: providerClass,
        provider: "urn:pulumi:a.workloads::p::pulumi:providers:kubernetes::shop::id",
        outputs: { metadata: { name: "web", namespace: "web" } },
      },
    ];
    deepStrictEqual(await run(zone("shop", existing), { "a.workloads": held }), []);
    deepStrictEqual(await run(zone("store", existing), { "a.workloads": held }), [refused]);
    // A reader that has only tokens has no association.
    const arn = "arn:aws:eks:us-east-1:111111111111:cluster/shop";
    const deployed = {
      "a.cluster": [
        {
          urn: "urn:pulumi:a.cluster::p::pulumi:pulumi:Stack::p-a.cluster",
          type: "pulumi:pulumi:Stack",
          outputs: { clusters: { shop: { arn } } },
        },
      ],
      "a.workloads": held.slice(1),
    };
    deepStrictEqual(await run(zone("shop", existing), deployed), []);
    deepStrictEqual(await run(zone("store", existing), deployed), [refused]);
  });
});

describe("a reader that gets another name in the inventory", () => {
  const deployed = rolesOf(zoneOf("web"));

  it("is refused before a run, by each stack that has a role of it", async () => {
    const reasons = await run(zoneOf("front"), deployed);
    strictEqual(reasons.length, 2);
    for (const [index, stack] of ["a.workloads", "b.secrets"].entries()) {
      match(
        reasons[index] ?? "",
        new RegExp(
          `^reader front of ${stack} is reader web of ${stack} by another name, and cannot be made while that is there: keep the name, or`,
        ),
      );
    }
  });

  it("is refused by up, which then runs nothing", async () => {
    const sandbox = await startSandbox();
    try {
      const inventory = `id: lz-tests\n${inventoryText(sections("front"))}`;
      const stacks = { "a.workloads": { resources: 2, holds: deployed["a.workloads"] ?? [] } };
      const ended = await runInProject(sandbox, A, ["up", "--yes"], { inventory, stacks });
      strictEqual(ended.code, 2);
      match(ended.stderr, /reader front of a\.workloads is reader web of a\.workloads/);
      strictEqual(ended.stacks["a.workloads"]?.last, undefined);
    } finally {
      await sandbox.stop();
    }
  }).timeout(60_000); // starts a process

  it("is refused where two readers swap SecretProviderClasses, and not where another cluster has one of that name", async () => {
    const clusters =
      "\n  shop: { account: a, existing: true }\n  far: { account: a, existing: true }";
    const three = (web: string, api: string, far = "two") => {
      const of = (id: string, cluster: string, name: string) =>
        `\n  ${id}: { cluster: ${cluster}, namespace: web, serviceAccount: ${id}, secretProviderClass: ${name}, reads: [own] }`;
      const readers = of("web", "shop", web) + of("api", "shop", api) + of("away", "far", far);
      return landingZoneOf({ clusters, readers });
    };
    const urn = (of: string) => `urn:pulumi:a.workloads::p::eks-pod-secrets:index:${of}`;
    const association = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
    const type = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
    const held = three("one", "two").readers.flatMap(({ id, ...reader }) => [
      {
        ...{ urn: urn(`PodReader$${association}::${id}-association`), type: association },
        outputs: { ...reader, clusterName: reader.cluster.name },
      },
      {
        ...{ urn: urn(`SecretMount$${type}::${id}-provider-class`), type },
        outputs: { metadata: { namespace: "web", name: reader.secretProviderClass } },
      },
    ]);
    const deployed = { "a.workloads": held };
    deepStrictEqual(await run(three("one", "two"), deployed), []);
    deepStrictEqual(await run(three("one", "three", "one"), deployed), []);
    const [first = "", ...others] = await run(three("two", "one"), deployed);
    strictEqual(others.length, 1);
    match(
      first,
      /^reader web of a\.workloads takes .* or the SecretProviderClass of reader api of/,
    );
  });

  it("is not where its name stays, it is another service account, or the stacks are destroyed", async () => {
    deepStrictEqual(await run(zoneOf("web"), deployed), []);
    deepStrictEqual(await run(zoneOf("front", "front"), deployed), []);
    deepStrictEqual(await run(zoneOf("front"), deployed, "destroy"), []);
    deepStrictEqual(await run(zoneOf("front"), {}), []);
  });
});
