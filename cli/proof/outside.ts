import type { AccessDocuments } from "../../sdk/access";
import { parseArn } from "../../sdk/grant";

/** What no proof about these documents can bind, and what does. */
export function outside({ associations, secrets }: AccessDocuments): string[] {
  const roles = [...new Set((associations ?? []).map(({ roleArn }) => roleArn))];
  const accounts = [...new Set(roles.map(accountOf))].sort();
  const targets = (associations ?? []).filter(({ targetRoleArn }) => targetRoleArn).length;
  return [
    ...(accounts.length > 0
      ? [
          `the IAM administrators of ${few(accounts)}: they can change the trust of a reader's role, or make it anew, and mint any reader's session; a service control policy on ${paths(roles)} that denies iam:*Role* to all but the deployment's role binds them`,
        ]
      : []),
    ...(targets > 0
      ? [
          `a second lock for readers that read as a role of the owner (${targets}): the trust policy of that role alone stands before what they read`,
        ]
      : []),
    ...((secrets ?? []).length > 0
      ? ["whoever may change the documents themselves in the owner's account: its administrators"]
      : []),
    "nodes, as who owns one has every pod's credentials on it; grants of a key that are made later; AWS's own correctness",
  ];
}

/** Role paths, or the roles where these have none. */
function paths(roles: string[]): string {
  const resources = roles.map((arn) => {
    const path = parseArn(arn)?.resource.replace(/[^/]*$/, "") ?? "role/";
    return path === "role/" ? arn : arn.replace(/[^/]*$/, "*");
  });
  return few([...new Set(resources)].sort());
}

function few(names: string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

function accountOf(arn: string): string {
  return parseArn(arn)?.account ?? "";
}
