import type { RoleDocuments } from "../../../../proof";
import { crossAccountDocuments, OWNER_ACCOUNT } from "../../cross-account-documents";
import type { AccessDocuments } from "../../pods";
import { allow } from "../../statements";

export const role = (name: string, account = OWNER_ACCOUNT) =>
  `arn:aws:iam::${account}:role/${name}`;
export const user = (name: string, account = OWNER_ACCOUNT) =>
  `arn:aws:iam::${account}:user/${name}`;
export const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
export const ADMIN = role("breakglass");
export const ALICE = user("alice");
export const GITHUB = `arn:aws:iam::${OWNER_ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
export const SUB = "token.actions.githubusercontent.com:sub";
export const SAML = `arn:aws:iam::${OWNER_ACCOUNT}:saml-provider/corp`;
export const ALL = policy(allow("*"));
export const ASSUME = policy(allow("sts:AssumeRole"));

export type Trust = {
  Principal: object | string;
  Condition?: object;
  Effect?: string;
  Action?: string;
};

export const trusting = (...statements: Trust[]) =>
  policy(...statements.map((one) => ({ Effect: "Allow", Action: "sts:*", ...one })));
export const named = (...arns: string[]): Trust => ({ Principal: { AWS: arns } });
export const github = (Condition?: object): Trust => ({
  Principal: { Federated: GITHUB },
  ...(Condition && { Condition }),
});

export interface Given {
  trust?: object | null;
  administrators?: AccessDocuments["administrators"];
  roles?: RoleDocuments[];
  users?: AccessDocuments["users"];
  whole?: string[];
}

/** Documents of a granted secret whose owner has an administrator's role, by default one that only the user alice may become. */
export function documentsOf({
  administrators = [ADMIN],
  roles = [],
  trust = trusting(named(ALICE)),
  users = [],
  whole = [],
}: Given): AccessDocuments {
  const documents = crossAccountDocuments();
  return {
    ...documents,
    administrators,
    wholeAccounts: whole,
    roles: [...documents.roles, { arn: ADMIN, trust, policies: [ALL] }, ...roles],
    users,
  };
}
