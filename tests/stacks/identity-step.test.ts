import { deepStrictEqual, strictEqual } from "node:assert";
import type { ReaderIdentity } from "../../sdk/grant";
import { type IdentityStep, identityStep } from "../../stacks/identity-step";

const WAYS: readonly ReaderIdentity[] = ["podIdentity", "both", "irsa"];

/** The deployed parts of one reader, what its stack has recorded, and whether its owners require only the role. */
interface Deployed {
  association: boolean;
  podIdentityTrust: boolean;
  tokenTrust: boolean;
  annotation: boolean;
  mountsByTokens: boolean;
  recorded: ReaderIdentity;
  roleAlone: boolean;
}

type Part = "podIdentityTrust" | "tokenTrust" | "annotation" | "mountsByTokens";

const deployedBy = (identity: ReaderIdentity): Deployed => ({
  association: identity !== "irsa",
  podIdentityTrust: identity !== "irsa",
  tokenTrust: identity !== "podIdentity",
  annotation: identity !== "podIdentity",
  mountsByTokens: identity === "irsa",
  recorded: identity,
  roleAlone: identity !== "podIdentity",
});

/** The state of the stack. */
function held(one: Deployed) {
  const trust = [
    ...(one.podIdentityTrust ? [{ Principal: { Service: "pods.eks.amazonaws.com" } }] : []),
    ...(one.tokenTrust ? [{ Action: "sts:AssumeRoleWithWebIdentity" }] : []),
  ];
  const annotations = one.annotation ? { "eks.amazonaws.com/role-arn": "arn" } : undefined;
  const parameters = one.mountsByTokens ? {} : { usePodIdentity: "true" };
  const resources: [string, string, object][] = [
    ["pulumi:pulumi:Stack", "stack", { readers: { web: { identity: one.recorded } } }],
    ["aws:iam/role:Role", "web-role", { assumeRolePolicy: JSON.stringify(trust) }],
    ["kubernetes:core/v1:ServiceAccount", "web-service-account", { metadata: { annotations } }],
    [
      "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
      "web-provider-class",
      { spec: { parameters } },
    ],
  ];
  if (one.association) {
    const type = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
    resources.push([type, "web-association", {}]);
  }
  return Object.fromEntries(
    resources.map(([type, name, outputs]) => [
      `urn:pulumi:s::p::${type}::${name}`,
      { type, outputs: outputs as Record<string, unknown> },
    ]),
  );
}

const next = (identity: ReaderIdentity, now: Deployed) =>
  identityStep({ id: "web", identity }, held(now));

function stepped(now: Deployed, step: IdentityStep): Deployed {
  const { formerIdentity = step.identity, identity, usePodIdentity } = step;
  return {
    ...now,
    ...deployedBy(identity),
    podIdentityTrust:
      deployedBy(identity).podIdentityTrust || deployedBy(formerIdentity).podIdentityTrust,
    mountsByTokens: !usePodIdentity,
    roleAlone: now.roleAlone,
  };
}

/** What may exist during the engine's step, and after a kill. The engine deletes an association only after everything else. */
function during(now: Deployed, then: Deployed): Deployed[] {
  const parts: Part[] = ["podIdentityTrust", "tokenTrust", "annotation", "mountsByTokens"];
  const subsets = parts.reduce<Deployed[]>(
    (all, part) => all.flatMap((one) => [one, { ...one, [part]: then[part] }]),
    [now],
  );
  // The association comes after the role's trust policy.
  const associated = subsets.map((one) => ({ ...one, association: then.association }));
  const made = now.association ? [] : associated.filter((one) => one.podIdentityTrust);
  return [...subsets, ...made, { ...then, recorded: now.recorded }, then];
}

/** Whether pods can mount, and an association only gives credentials to pods if the role trusts it. */
function isSafe(one: Deployed): boolean {
  if (one.association && !one.podIdentityTrust) return false;
  return one.mountsByTokens
    ? one.tokenTrust && one.annotation && one.roleAlone
    : one.association && one.podIdentityTrust;
}

describe("identityStep", () => {
  it("lets pods mount at every moment, wherever runs are killed and whatever comes next", () => {
    const seen = new Map<string, Deployed>();
    const visit = (one: Deployed): void => {
      const key = JSON.stringify(one);
      if (seen.has(key)) return;
      seen.set(key, one);
      strictEqual(isSafe(one), true, key);
      for (const wanted of WAYS) {
        // The owners' stacks come first, as in `up`.
        const roleAlone = wanted !== "podIdentity" || one.recorded !== "podIdentity";
        const owned = { ...one, roleAlone };
        visit(owned);
        for (const part of during(owned, stepped(owned, next(wanted, owned)))) visit(part);
      }
    };
    for (const way of WAYS) visit(deployedBy(way));
    strictEqual(seen.size > 10, true);
  });

  for (const from of WAYS) {
    for (const wanted of WAYS) {
      it(`comes from ${from} to ${wanted} in at most four runs, and then stays`, () => {
        let now = { ...deployedBy(from), roleAlone: true };
        let runs = 0;
        for (let isLast = false; !isLast; runs++) {
          strictEqual(runs < 4, true);
          const step = next(wanted, now);
          now = stepped(now, step);
          isLast = step.isLast;
        }
        deepStrictEqual(now, { ...deployedBy(wanted), roleAlone: true });
        deepStrictEqual(stepped(now, next(wanted, now)), now);
      });
    }
  }

  it("makes what is not there yet as the inventory says it", () => {
    for (const identity of WAYS) {
      const step = identityStep({ id: "web", identity }, {});
      deepStrictEqual(step, { identity, usePodIdentity: identity !== "irsa", isLast: true });
    }
  });
});
