import { getOrMake } from "../../collections/maps";
import type { RoleDocuments } from "../../domain/documents";
import { accountOf, type Deployment } from "../documents/deployment";
import type { Policies } from "../documents/policies";
import { mayLetIn, rolesWithinReach } from "../documents/roles-within-reach";
import { TooHard } from "../solver/too-hard";

/** Chains to one role that are asked about before it is left open. */
const MOST_CHAINS = 20;

/** Beginnings of chains that are followed. */
const MOST_STEPS = 20_000;

/**
 * Who of an account's roles may be reached from outside, one after another. Conditions and denials are not looked at: they can keep
 * somebody from a chain, but nothing makes another one.
 */
export class RolesFromOutside {
  /** Roles that others than the account's own may become. */
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

  /** Chains from the entrance to one of the roles, the shortest first. Throws `TooHard` where they are too many to follow. */
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

  /** The role, and all that a session of it may become, one after another. */
  private within(role: RoleDocuments): ReadonlySet<RoleDocuments> {
    return getOrMake(this.reached, role, () => {
      const reached = new Set([role]);
      for (const one of reached) for (const other of this.after(one)) reached.add(other);
      return reached;
    });
  }

  /** Roles that a session of the role may become. */
  private after(role: RoleDocuments): RoleDocuments[] {
    const start = { account: accountOf(role.arn), role };
    return getOrMake(this.next, role, () =>
      this.roles.filter(
        (other) =>
          other !== role && rolesWithinReach(this.deployment.policies, [other], [start]).length > 0,
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
