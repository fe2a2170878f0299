import type { Identity } from "../../identity/records/iam-records";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { GROUP, type IdentityKind, pathFilter, ROLE, USER } from "./identities";
import { authorisedPolicy } from "./managed-policies";

const KINDS: IdentityKind[] = [GROUP, USER, ROLE];

/** The users, groups and roles of the account that have a managed policy, or that it bounds. */
export function listEntitiesForPolicy(request: Request) {
  const { platform, call, input } = request;
  const filter = input.optionalText("EntityFilter", {
    oneOf: ["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"],
  });
  const usage = input.optionalText("PolicyUsageFilter", {
    oneOf: ["PermissionsPolicy", "PermissionsBoundary"],
  });
  const isAsked = pathFilter(input);
  const { arn } = authorisedPolicy(request);
  const uses = ({ attachedPolicies, permissionsBoundary }: Identity) =>
    (usage !== "PermissionsBoundary" && attachedPolicies.includes(arn)) ||
    (usage !== "PermissionsPolicy" && permissionsBoundary === arn);
  const all = KINDS.filter(({ label }) => filter === undefined || filter === label).flatMap(
    (kind) =>
      platform.store
        .values<Identity>([kind.word, call.caller.account])
        .filter((identity) => isAsked(identity) && uses(identity))
        .map((identity) => ({ kind, identity })),
  );
  const { items, more } = cutPage(all, input, PAGES.iam, 1000);
  const shown = ({ label }: IdentityKind) =>
    items
      .filter(({ kind }) => kind.label === label)
      .map(({ identity }) => ({ [`${label}Name`]: identity.name, [`${label}Id`]: identity.id }));
  return {
    PolicyGroups: shown(GROUP),
    PolicyUsers: shown(USER),
    PolicyRoles: shown(ROLE),
    ...more,
  };
}
