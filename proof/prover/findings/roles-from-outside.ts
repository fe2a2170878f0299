import { getOrMake } from "../../collections";
import type { IdentityDocuments, RoleDocuments } from "../../domain/documents";
import type { ParsedPolicy } from "../../grammar/syntax";
import { accountOf, type Deployment } from "../documents/deployment";
import type { Policies } from "../documents/policies";
import { ASSUME_ROLE_ACTIONS, fetchesOf, type ReadTarget } from "../documents/read-target";
import { mayLetIn, rolesWithinReach } from "../documents/roles-within-reach";
import type { ReadingRelation } from "../questions/reading-relation";
import { requestOn, type SymbolicCaller } from "../request/caller";
import { TooHard } from "../solver/limits";
import { knownText } from "../texts/text-value";
import { type TraitFormula, traitsOf } from "./trait";

/** The most chains to one role that are asked about before it is left open. */
const MOST_CHAINS = 20;

/** The most beginnings of chains that are followed. */
const MOST_STEPS = 20_000;

/**
 * Which of an account's roles may be reached from outside, one after another. Ignores conditions and denials: they can rule out
 * chains but cannot add any.
 */
export class RolesFromOutside {
  /** Roles that principals of other accounts may assume. */
  readonly entrances: RoleDocuments[];
  private readonly roles: RoleDocuments[];
  private readonly reached = new Map<RoleDocuments, ReadonlySet<RoleDocuments>>();
  private readonly next = new Map<RoleDocuments, RoleDocuments[]>();

  constructor(
    private readonly deployment: Deployment,
    account: string,
  ) {
    const { policies, roles } = deployment;
    this.roles = roles.filter(({ arn }) => accountOf(arn) === account);
    this.entrances = this.roles.filter((role) => letsInOthers(policies, role));
  }

  /** Chains from the entrance to one of the roles, the shortest first. Throws `TooHard` if there are too many. */
  *chainsTo(
    goals: ReadonlySet<RoleDocuments>,
    entrance: RoleDocuments,
  ): Generator<RoleDocuments[]> {
    const within = this.within(entrance);
    if (![...goals].some((goal) => within.has(goal))) return;
    let found = 0;
    const begun: RoleDocuments[][] = [[entrance]];
    for (const chain of begun) {
      const last = chain.at(-1) as RoleDocuments;
      if (goals.has(last)) {
        if (++found > MOST_CHAINS) {
          throw new TooHard(`more than ${MOST_CHAINS} chains of roles from ${entrance.arn}`);
        }
        yield chain;
      }
      if (begun.length > MOST_STEPS) {
        throw new TooHard(`more than ${MOST_STEPS} beginnings of chains from ${entrance.arn}`);
      }
      for (const role of this.after(last)) if (!chain.includes(role)) begun.push([...chain, role]);
    }
  }

  /** The role, and all roles that its sessions may assume, one after another. */
  private within(role: RoleDocuments): ReadonlySet<RoleDocuments> {
    return getOrMake(this.reached, role, () => {
      const reached = new Set([role]);
      for (const one of reached) for (const other of this.after(one)) reached.add(other);
      return reached;
    });
  }

  /** Roles that the role's sessions may assume. */
  private after(role: RoleDocuments): RoleDocuments[] {
    const start = { account: accountOf(role.arn), role };
    return getOrMake(this.next, role, () =>
      this.roles.filter(
        (other) =>
          other !== role && rolesWithinReach(this.deployment.policies, [other], [start]).size > 0,
      ),
    );
  }
}

/** Whether the trust policy may let in others than the role's own account and AWS services. */
function letsInOthers(policies: Policies, role: RoleDocuments): boolean {
  const own = accountOf(role.arn);
  return mayLetIn(policies, role, (entry) => {
    if (entry.kind === "any" || entry.kind === "federated") return true;
    if (entry.kind === "service" || entry.kind === "deleted") return false;
    return (entry.kind === "account" ? entry.account : accountOf(entry.arn)) !== own;
  });
}

/**
 * The traits that distinguish reads of a target: from the policies of the target, of its keys, and of the reader if that is a
 * single identity.
 */
export function traitsOfRead(
  { caller, contexts, decryptions, policies, setup }: ReadingRelation,
  target: ReadTarget,
  identity?: IdentityDocuments,
): TraitFormula[] {
  const control = setup.policies.controlOf("rcp", accountOf(target.of.arn)).flat();
  const others = [...(identity ? policiesOf(setup.policies, identity) : []), ...control];
  const fetches = fetchesOf(target);
  const actions = [...new Set(fetches.map(({ action }) => action))];
  const asked = fetches.flatMap(({ action, resource }) => {
    const context = contexts[actions.indexOf(action)];
    if (!context) return [];
    const request = requestOn(setup, caller, context, knownText(action), resource);
    return traitsOf([...policies, ...others], request);
  });
  const opening = decryptions.flatMap(({ opening: { grants, policy }, request }) =>
    traitsOf([...policy, ...grants, ...others], request),
  );
  return [...asked, ...opening];
}

/** The traits that distinguish those who assume the role, from its trust policy. */
export function traitsOfMaking(
  { setup }: ReadingRelation,
  session: SymbolicCaller,
  role: RoleDocuments,
): TraitFormula[] {
  const { assumer } = session;
  const creation = session.creation?.(role.arn);
  if (!assumer || !creation) return [];
  const trust = setup.policies.trustOf(role);
  const actions = [ASSUME_ROLE_ACTIONS.alone, ...ASSUME_ROLE_ACTIONS.federated];
  return actions.flatMap((action) =>
    traitsOf(trust, requestOn(setup, assumer, creation, knownText(action), role.arn)).map(
      ({ formula, trait }) => ({ formula, trait: { ...trait, isOfMaking: true as const } }),
    ),
  );
}

function policiesOf(
  { boundaryOf, controlOf, heldBy }: Policies,
  identity: IdentityDocuments,
): ParsedPolicy[] {
  return [
    ...heldBy(identity),
    ...boundaryOf(identity),
    ...controlOf("scp", accountOf(identity.arn)).flat(),
  ];
}
