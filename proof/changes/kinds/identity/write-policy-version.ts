import type { RawPolicy } from "../../../grammar/syntax";
import { identityOf } from "../../actors";
import { arnsToTry, call } from "../../calls";
import type { Change, ChangeKind, ManagedPolicy, World } from "../../change";
import {
  ALLOWS_ALL,
  identitiesIn,
  isSamePolicy,
  isWidened,
  widened,
  withHolder,
} from "../../worlds";

const CREATE = "iam:CreatePolicyVersion";
const SET = "iam:SetDefaultPolicyVersion";

/**
 * Somebody writes a new version of a managed policy, or makes another version the default. Whoever has the policy gets these
 * rights.
 */
export const writePolicyVersion: ChangeKind = {
  id: "write-policy-version",
  gives: "becomes",
  title: "Write a version of a managed policy, or choose another",
  actions: [CREATE, SET],
  *changesBy(world, actor) {
    const { managedPolicies } = world;
    for (const policy of managedPolicies ?? []) yield* versionsOf(policy);
    if (!managedPolicies) yield* unread(world, identityOf(actor));

    /** If nobody read the policies, the attacker may have one of those that the rights apply to. */
    function* unread({ documents }: World, held: string): Iterable<Change> {
      const own = identitiesIn({ documents }).find(({ arn }) => arn === held);
      if (!own || isWidened(own)) return;
      for (const action of [CREATE, SET]) {
        const usual = `${held.split(":").slice(0, 5).join(":")}:policy/x`;
        for (const policy of arnsToTry(world, actor, action, usual)) {
          yield {
            target: held,
            variant: `${action} ${policy}`,
            widens: [held],
            calls: [call(action, policy)],
            apply: (now) => withHolder(now, held, (one) => widened(one)),
            worstCase: `nobody read which managed policies ${held} has`,
          };
        }
      }
    }
  },
};

function* versionsOf(policy: ManagedPolicy): Iterable<Change> {
  const { arn, attachedTo, boundaryOf, versions } = policy;
  const widens = [...attachedTo, ...(boundaryOf ?? [])];
  const change = (action: string, document: RawPolicy, variant: string): Change => ({
    target: arn,
    variant,
    widens,
    alters: widens,
    calls: [call(action, arn)],
    apply: (world) => withDocument(world, policy, document),
  });
  yield change(CREATE, ALLOWS_ALL, CREATE);
  for (const [at, document] of (versions ?? []).entries()) {
    yield { ...change(SET, document, `${SET} ${at}`), isLast: true, sets: ["version"] };
  }
  if (!versions) {
    const worstCase = `nobody read the other versions of ${arn}`;
    yield { ...change(SET, ALLOWS_ALL, SET), worstCase };
  }
}

/** The world in which the policy has this document, wherever it is attached. */
function withDocument(world: World, policy: ManagedPolicy, document: RawPolicy): World {
  const { arn, attachedTo, boundaryOf } = policy;
  const before = world.managedPolicies?.find((one) => one.arn === arn)?.document;
  if (before === ALLOWS_ALL) return world;
  const renewed = (one: RawPolicy) => (isSamePolicy(one, before) ? document : one);
  let now = world;
  for (const holder of attachedTo) {
    now = withHolder(now, holder, (one) => ({
      ...one,
      policies: [...new Set([...(one.policies ?? []).map(renewed), document])],
    }));
  }
  for (const holder of boundaryOf ?? []) {
    now = withHolder(now, holder, (one) => ({ ...one, permissionsBoundary: document }));
  }
  const managedPolicies = (world.managedPolicies ?? []).map((one) =>
    one.arn === arn ? { ...one, document } : one,
  );
  return { ...now, managedPolicies };
}
