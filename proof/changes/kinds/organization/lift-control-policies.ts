import type { OrganizationDocuments } from "../../../domain/documents";
import { parseArn } from "../../../names";
import { accountOfActor, identityOf } from "../../actors";
import { arnsToTry, call } from "../../calls";
import type { Call, Change, ChangeKind, World } from "../../change";

const LEAVE = "organizations:LeaveOrganization";
const DISABLE = "organizations:DisablePolicyType";
const OF_POLICIES = [
  ...["organizations:DetachPolicy", "organizations:UpdatePolicy", "organizations:DeletePolicy"],
  DISABLE,
];
const OF_ACCOUNTS = ["organizations:MoveAccount", "organizations:RemoveAccountFromOrganization"];

/** Types of policies, by where the documents have them. */
const TYPES = {
  serviceControlPolicies: "service_control_policy",
  resourceControlPolicies: "resource_control_policy",
} as const;
type Controls = keyof typeof TYPES;
const ALL = Object.keys(TYPES) as Controls[];

/** Types of policies in ARNs; of the others nobody is denied anything. */
const OF_OTHERS =
  /:policy\/[^/]*\/((?:service|resource)_control_policy|tag_policy|backup_policy|aiservices_opt_out_policy|chatbot_policy|declarative_policy_ec2)\//;

/** Somebody detaches control policies from an account. */
export const liftControlPolicies: ChangeKind = {
  id: "lift-control-policies",
  gives: "opens",
  title: "Take control policies off an account",
  actions: [...OF_POLICIES, ...OF_ACCOUNTS, LEAVE],
  *changesBy(world, actor) {
    const { organization } = world.documents;
    const account = accountOfActor(actor);
    if (!organization || account === "") return;
    const { delegationPolicy, managementAccount: manager } = organization;
    const controlled = accountsUnder(organization, ALL);
    if (account !== manager && controlled.includes(account)) {
      yield lifted([account], ALL, LEAVE, [call(LEAVE, "*")]);
    }
    if (!manager || (account !== manager && !delegationPolicy)) return;
    const { partition = "aws" } = parseArn(identityOf(actor)) ?? {};
    const start = `arn:${partition}:organizations::${manager}`;
    const id = organization.id ?? "o-x";
    for (const controls of ALL) {
      const type = TYPES[controls];
      const accounts = accountsUnder(organization, [controls]);
      for (const action of accounts.length > 0 ? OF_POLICIES : []) {
        const usual =
          action === DISABLE ? `${start}:root/${id}/r-x` : `${start}:policy/${id}/${type}/p-x`;
        const ofType = { "organizations:PolicyType": type.toUpperCase() };
        for (const arn of arnsToTry(world, actor, action, usual)) {
          const [, named = type] = OF_OTHERS.exec(arn) ?? [];
          if (named !== type) continue;
          const calls = [call(action, arn, ofType)];
          const change = lifted(accounts, [controls], `${action} ${type} ${arn}`, calls);
          // If the policy is only named, the documents do not tell where it is attached.
          const worstCase = `nobody read whether ${arn} is the policy that keeps the read out`;
          yield arn === usual ? change : { ...change, worstCase };
        }
      }
    }
    for (const member of account === manager ? controlled : []) {
      const arn = `${start}:account/${id}/${member}`;
      for (const action of OF_ACCOUNTS) {
        yield lifted([member], ALL, `${action} ${arn}`, [call(action, arn)]);
      }
    }
  },
};

function accountsUnder(organization: OrganizationDocuments, controls: readonly Controls[]) {
  const all = controls.flatMap((one) => organization[one] ?? []);
  const bound = all.filter(({ levels }) => levels.length > 0);
  return [...new Set(bound.map(({ account }) => account))];
}

function lifted(
  accounts: string[],
  controls: readonly Controls[],
  variant: string,
  calls: Call[],
): Change {
  return {
    target: accounts.join(", "),
    variant,
    alters: accounts,
    calls,
    apply: (world) => withoutControl(world, accounts, controls),
  };
}

function withoutControl(
  { documents, ...world }: World,
  accounts: string[],
  controls: readonly Controls[],
): World {
  const organization = { ...documents.organization };
  for (const one of controls) {
    const all = organization[one] ?? [];
    organization[one] = all.map((of) =>
      accounts.includes(of.account) ? { ...of, levels: [] } : of,
    );
  }
  return { ...world, documents: { ...documents, organization } };
}
