import { type GroupRecord, groupsOf, type UserRecord } from "../../identity/records/iam-records";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import type { Store } from "../../store/store";
import { deleteConflict, limitExceeded, noSuchEntity } from "./errors";
import {
  authorisedIdentity,
  deleteIdentity,
  GROUP,
  identityPage,
  readName,
  saveIdentity,
  USER,
} from "./identities";
import { addIdentity, newIdentity } from "./new-identity";
import { userOutput } from "./users";

/** Most groups of a user. */
const LIMIT = 10;

export function createGroup(request: Request) {
  const group = newIdentity(request, GROUP, "AGPA");
  addIdentity(request.platform, GROUP, group);
  return { Group: groupOutput(group) };
}

export function deleteGroup(request: Request) {
  deleteIdentity(request, GROUP, (group) => {
    if (usersIn(request.platform.store, group).length > 0) {
      throw deleteConflict("Cannot delete entity, must remove users from group first.");
    }
  });
}

export function getGroup(request: Request) {
  const group = authorisedIdentity(request, GROUP);
  const users = usersIn(request.platform.store, group);
  const { items, more } = cutPage(users, request.input, PAGES.iam, 1000);
  return { Group: groupOutput(group), Users: items.map(userOutput), ...more };
}

export function listGroups(request: Request) {
  const { items, more } = identityPage(request, GROUP);
  return { Groups: items.map(groupOutput), ...more };
}

export function listGroupsForUser(request: Request) {
  const user = authorisedIdentity(request, USER);
  const groups = groupsOf(request.platform.store, user);
  const { items, more } = cutPage(groups, request.input, PAGES.iam, 1000);
  return { Groups: items.map(groupOutput), ...more };
}

export function addUserToGroup(request: Request) {
  changeMembership(request, (groups, { name }, user) => {
    if (groups.includes(name)) return groups;
    if (groups.length >= LIMIT) {
      throw limitExceeded(`Cannot exceed quota for GroupsPerUser: ${LIMIT} (${user.name})`);
    }
    return [...groups, name];
  });
}

export function removeUserFromGroup(request: Request) {
  changeMembership(request, (groups, { name }, user) => {
    if (!groups.includes(name)) throw noSuchEntity(`User ${user.name} is not in group ${name}.`);
    return groups.filter((each) => each !== name);
  });
}

export function groupOutput({ path, name, id, arn, createDate }: GroupRecord) {
  return { Path: path, GroupName: name, GroupId: id, Arn: arn, CreateDate: createDate };
}

function changeMembership(
  request: Request,
  change: (groups: string[], group: GroupRecord, user: UserRecord) => string[],
): void {
  const { platform, call, input } = request;
  platform.store.transaction((writer) => {
    const group = authorisedIdentity(request, GROUP);
    const name = readName(USER, input);
    const user = USER.find(platform.store, call.caller.account, name);
    if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`);
    const changed: UserRecord = { ...user, groups: change(user.groups ?? [], group, user) };
    saveIdentity(writer, USER, changed);
  });
}

function usersIn(store: Store, { account, name }: GroupRecord): UserRecord[] {
  return store.values<UserRecord>(["user", account]).filter(({ groups }) => groups?.includes(name));
}
