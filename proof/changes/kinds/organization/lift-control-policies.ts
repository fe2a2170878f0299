import type { OrganizationDocuments } from "../../../domain/documents";
import { accountOfActor } from "../../actors";
import { arnsToTry, call, kindOf } from "../../calls";
import type { Call, Change, World } from "../../change";

const LEAVE = "organizations:LeaveOrganization";
const OF_POLICIES = [
  ...["organizations:DetachPolicy", "organizations:UpdatePolicy", "organizations:DeletePolicy"],
  ...["organizations:DisablePolicyType"],
];
const OF_ACCOUNTS = ["organizations:MoveAccount", "organizations:RemoveAccountFromOrganization"];

/** Somebody detaches control policies from an account. */
export const liftControlPolicies = kindOf({
  id: "lift-control-policies",
  gives: "opens",
  about: {
    title: "Take control policies off an account",
    prerequisites:
      "In the management account the right to one of the calls of Organizations; in another account organizations:LeaveOrganization.",
    fix: "Let nobody but administrators into the management account, and deny organizations:LeaveOrganization in a service control policy.",
    coverage: "partial",
    lacks:
      "Delegated administrators of Organizations: the documents do not say which accounts are.",
  },
  actions: [...OF_POLICIES, ...OF_ACCOUNTS, LEAVE],
  *changesBy(world, actor) {
    const { organization } = world.documents;
    const account = accountOfActor(actor);
    if (!organization || account === "") return;
    const manager = organization.managementAccount;
    const controlled = accountsUnder(organization);
    if (account !== manager) {
      if (controlled.has(account)) yield lifted([account], LEAVE, [call(LEAVE, "*")]);
      return;
    }
    const start = `arn:aws:organizations::${account}`;
    const id = organization.id ?? "o-x";
    for (const action of OF_POLICIES) {
      const usual =
        action === "organizations:DisablePolicyType"
          ? `${start}:root/${id}/r-x`
          : `${start}:policy/${id}/service_control_policy/p-x`;
      for (const arn of arnsToTry(world, actor, action, usual)) {
        const change = lifted([...controlled], `${action} ${arn}`, [call(action, arn)]);
        // If the policy is only named, the documents do not tell where it is attached.
        const worstCase = `nobody read whether ${arn} is the policy that keeps the read out`;
        yield arn === usual ? change : { ...change, worstCase };
      }
    }
    for (const member of controlled) {
      const arn = `${start}:account/${id}/${member}`;
      for (const action of OF_ACCOUNTS) {
        yield lifted([member], `${action} ${arn}`, [call(action, arn)]);
      }
    }
  },
});

function accountsUnder(organization: OrganizationDocuments): ReadonlySet<string> {
  const { resourceControlPolicies, serviceControlPolicies } = organization;
  const all = [...(resourceControlPolicies ?? []), ...(serviceControlPolicies ?? [])];
  return new Set(all.filter(({ levels }) => levels.length > 0).map(({ account }) => account));
}

function lifted(accounts: string[], variant: string, calls: Call[]): Change {
  return {
    target: accounts.join(", "),
    variant,
    alters: accounts,
    calls,
    apply: (world) => withoutControl(world, accounts),
  };
}

function withoutControl({ documents, ...world }: World, accounts: string[]): World {
  const { organization } = documents;
  const { resourceControlPolicies: rcps, serviceControlPolicies: scps } = organization ?? {};
  const without = <One extends { account: string; levels: unknown[] }>(all: One[] | null = []) =>
    (all ?? []).map((one) => (accounts.includes(one.account) ? { ...one, levels: [] } : one));
  return {
    ...world,
    documents: {
      ...documents,
      organization: {
        ...organization,
        ...(rcps && { resourceControlPolicies: without(rcps) }),
        ...(scps && { serviceControlPolicies: without(scps) }),
      },
    },
  };
}
