import { memoize } from "../../collections/maps";
import type { AccessDocuments } from "../domain/documents";
import { groupsOf } from "../domain/documents-index";
import { statementsAbout } from "../evaluator/reads";
import type { RawPolicy } from "../grammar/named-policy";
import { accountOf } from "../prover/documents/deployment";
import type { AccountIdentities } from "./understood-identities";

/** Actions by which somebody of the owner's account opens a secret or parameter to others, or to itself. */
const OPENING_ACTIONS = [
  "secretsmanager:PutResourcePolicy",
  "secretsmanager:DeleteResourcePolicy",
  "secretsmanager:UpdateSecret",
  "secretsmanager:RotateSecret",
  "ssm:PutResourcePolicy",
  "kms:PutKeyPolicy",
  "kms:CreateGrant",
  ...[
    "AddUserToGroup",
    "AttachGroupPolicy",
    "AttachRolePolicy",
    "AttachUserPolicy",
    "CreateAccessKey",
    "CreateLoginProfile",
    "CreatePolicyVersion",
    "PutGroupPolicy",
    "PutRolePolicy",
    "PutUserPolicy",
    "SetDefaultPolicyVersion",
    "UpdateAssumeRolePolicy",
    "UpdateLoginProfile",
  ].map((name) => `iam:${name}`),
];

/**
 * Roles and users of the owners' accounts that are no named administrators, and whose policies have a statement that allows one of the
 * opening actions. Resources, conditions and denials are not looked at: some of these can do nothing of it; no other can by its
 * own policies.
 */
export function policyChangers(
  { administrators, parameters, secrets }: AccessDocuments,
  accounts: { account: { id: string }; identities: AccountIdentities }[],
): string[] {
  const owners = new Set(
    [...(secrets ?? []), ...(parameters ?? [])].map(({ arn }) => accountOf(arn)),
  );
  return accounts
    .filter(({ account }) => owners.has(account.id))
    .flatMap(({ identities }) => {
      const { roles, users } = identities;
      return [...roles, ...users].filter((one) =>
        [one, ...groupsOf(identities, one)].some(({ policies }) => policies?.some(mayOpen)),
      );
    })
    .map(({ arn }) => arn)
    .filter((arn) => !administrators?.includes(arn) && !arn.includes(":role/aws-service-role/"))
    .sort();
}

function mayOpen(policy: RawPolicy): boolean {
  // What is no document is not understood: it may allow anything.
  return typeof policy !== "object" || policy === null || allowsOpening(policy);
}

/** Many identities have the same managed policy. */
const allowsOpening = memoize((policy: object) =>
  statementsAbout(policy, OPENING_ACTIONS).some(
    (statement) => (statement as { Effect?: unknown } | null)?.Effect !== "Deny",
  ),
);
