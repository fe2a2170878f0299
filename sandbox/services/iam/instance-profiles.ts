import { findRole, randomId } from "../../identity/records/iam-records";
import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import {
  authoriseNewTags,
  requestTagContext,
  type Tags,
  tagList,
} from "../../operations/tags/tags";
import type { Store, StoreKey } from "../../store/store";
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from "./errors";
import { authorisedIdentity, pathFilter, ROLE, readPath } from "./identities";
import { roleOutput } from "./new-identity";
import { readTags } from "./tags";

/** An instance profile: below `["instance-profile", account, name]`. */
interface InstanceProfileRecord {
  account: string;
  arn: string;
  id: string;
  name: string;
  path: string;
  createDate: Date;
  tags: Tags;
  /** The profile has at most one role. */
  roleName?: string;
}

export function createInstanceProfile(request: Request) {
  const { platform, call, input, action } = request;
  const name = readName(input);
  const path = readPath(input);
  const tags = readTags(input);
  const { account, partition } = call.caller;
  const arn = `arn:${partition}:iam::${account}:instance-profile${path}${name}`;
  platform.authorise(call, { action, resource: arn, context: requestTagContext(tags) });
  authoriseNewTags(request, "iam:TagInstanceProfile", arn, tags);
  const id = randomId("AIPA");
  const profile = { account, arn, id, name, path, createDate: call.now, tags };
  platform.store.transaction((writer) => {
    if (platform.store.get(keyOf(account, name))) {
      throw alreadyExists(`Instance Profile ${name} already exists.`);
    }
    writer.put(keyOf(account, name), profile);
  });
  return { InstanceProfile: profileOutput(platform.store, profile) };
}

export function getInstanceProfile(request: Request) {
  return { InstanceProfile: profileOutput(request.platform.store, authorisedProfile(request)) };
}

export function deleteInstanceProfile(request: Request) {
  request.platform.store.transaction((writer) => {
    const { account, name, roleName } = authorisedProfile(request);
    if (roleName !== undefined) {
      throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
    }
    writer.remove(keyOf(account, name));
  });
}

export function addRoleToInstanceProfile(request: Request) {
  const { platform, call } = request;
  platform.store.transaction((writer) => {
    const profile = authorisedProfile(request);
    const role = authorisedIdentity({ ...request, action: "iam:PassRole" }, ROLE, {
      "iam:PassedToService": "ec2.amazonaws.com",
    });
    if (profile.roleName !== undefined) {
      throw limitExceeded("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }
    writer.put(keyOf(call.caller.account, profile.name), { ...profile, roleName: role.name });
  });
}

export function removeRoleFromInstanceProfile(request: Request) {
  const { platform, input } = request;
  const name = input.text("RoleName", { min: 1, max: 64 });
  platform.store.transaction((writer) => {
    const { roleName, ...profile } = authorisedProfile(request);
    if (roleName?.toLowerCase() !== name.toLowerCase()) {
      throw noSuchEntity(`Role ${name} in instance profile ${profile.name} cannot be found.`);
    }
    writer.put(keyOf(profile.account, profile.name), profile);
  });
}

export function listInstanceProfiles({ platform, call, input, action }: Request) {
  platform.authorise(call, { action, resource: "*" });
  const profiles = allProfiles(platform.store, call.caller.account).filter(pathFilter(input));
  const { items, more } = cutPage(profiles, input, PAGES.iam, 1000);
  return { InstanceProfiles: items.map((one) => profileOutput(platform.store, one)), ...more };
}

export function listInstanceProfilesForRole(request: Request) {
  const { platform, input } = request;
  const role = authorisedIdentity(request, ROLE);
  const profiles = profilesOf(platform.store, role);
  const { items, more } = cutPage(profiles, input, PAGES.iam, 1000);
  return { InstanceProfiles: items.map((one) => profileOutput(platform.store, one)), ...more };
}

export function profilesOf(store: Store, { account, name }: { account: string; name: string }) {
  return allProfiles(store, account).filter(({ roleName }) => roleName === name);
}

/** A profile by its ARN or name, with its role's ARN. */
export function profileWith(
  store: Store,
  account: string,
  { arn, name }: { arn: string | undefined; name: string | undefined },
) {
  const found = allProfiles(store, account).find((one) => one.arn === arn || one.name === name);
  if (!found) return undefined;
  const { id, roleName } = found;
  const role = roleName === undefined ? undefined : findRole(store, account, roleName);
  return { arn: found.arn, id, role: role?.arn };
}

export function profileOutput(store: Store, profile: InstanceProfileRecord) {
  const { account, roleName } = profile;
  const role = roleName === undefined ? undefined : findRole(store, account, roleName);
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: profile.createDate,
    Roles: role ? [roleOutput(store, role)] : [],
    Tags: Object.keys(profile.tags).length > 0 ? tagList(profile.tags) : undefined,
  };
}

function allProfiles(store: Store, account: string): InstanceProfileRecord[] {
  return store.values<InstanceProfileRecord>(["instance-profile", account]);
}

function authorisedProfile({ platform, call, input, action }: Request): InstanceProfileRecord {
  const name = readName(input);
  const { account, partition } = call.caller;
  const found = platform.store.get<InstanceProfileRecord>(keyOf(account, name));
  platform.authorise(call, {
    action,
    resource: found?.arn ?? `arn:${partition}:iam::${account}:instance-profile/${name}`,
    ...(found && { resourceTags: found.tags }),
  });
  if (!found) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return found;
}

function readName(input: Input): string {
  return input.text("InstanceProfileName", { min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ });
}

function keyOf(account: string, name: string): StoreKey {
  return ["instance-profile", account, name.toLowerCase()];
}
