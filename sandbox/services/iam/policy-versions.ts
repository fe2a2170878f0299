import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { encode } from "../../wire/signature/canonical-request";
import { deleteConflict, limitExceeded, noSuchEntity } from "./errors";
import { authorisedPolicy, changePolicy, readDocument } from "./managed-policies";
import type { AnyManagedPolicy } from "./managed-policy-output";

const LIMIT = 5;

export function createPolicyVersion(request: Request) {
  const { call, input } = request;
  const document = readDocument(input);
  const asDefault = input.flag("SetAsDefault");
  const changed = changePolicy(request, (policy) => {
    if (Object.keys(policy.versions).length >= LIMIT) {
      throw limitExceeded(
        `A managed policy can have up to ${LIMIT} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const lastVersion = policy.lastVersion + 1;
    const id = `v${lastVersion}`;
    return {
      ...policy,
      lastVersion,
      defaultVersion: asDefault ? id : policy.defaultVersion,
      updateDate: call.now,
      versions: { ...policy.versions, [id]: { document, createDate: call.now } },
    };
  });
  return { PolicyVersion: versionOutput(changed, `v${changed.lastVersion}`, false) };
}

export function getPolicyVersion(request: Request) {
  const id = readVersionId(request.input);
  const policy = authorisedPolicy(request);
  refuseMissing(policy, id);
  return { PolicyVersion: versionOutput(policy, id, true) };
}

export function listPolicyVersions(request: Request) {
  const policy = authorisedPolicy(request);
  const ids = Object.keys(policy.versions).sort((a, b) => numberOf(b) - numberOf(a));
  const { items, more } = cutPage(ids, request.input, PAGES.iam, 1000);
  return { Versions: items.map((id) => versionOutput(policy, id, false)), ...more };
}

export function deletePolicyVersion(request: Request) {
  const id = readVersionId(request.input);
  changePolicy(request, (policy) => {
    refuseMissing(policy, id);
    if (id === policy.defaultVersion) {
      throw deleteConflict("Cannot delete the default version of a policy.");
    }
    const { [id]: _gone, ...versions } = policy.versions;
    return { ...policy, versions };
  });
}

export function setDefaultPolicyVersion(request: Request) {
  const id = readVersionId(request.input);
  changePolicy(request, (policy) => {
    refuseMissing(policy, id);
    return { ...policy, defaultVersion: id, updateDate: request.call.now };
  });
}

export function versionOutput(
  { versions, defaultVersion }: AnyManagedPolicy,
  id: string,
  withDocument: boolean,
): Record<string, unknown> {
  const version = versions[id];
  return {
    Document: withDocument && version ? encode(version.document) : undefined,
    VersionId: id,
    IsDefaultVersion: id === defaultVersion,
    CreateDate: version?.createDate,
  };
}

function readVersionId(input: Input): string {
  return input.text("VersionId", { pattern: /^v[1-9][0-9]*$/ });
}

function refuseMissing({ versions, arn }: AnyManagedPolicy, id: string): void {
  if (!Object.hasOwn(versions, id)) {
    throw noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`);
  }
}

function numberOf(id: string): number {
  return Number(id.slice(1));
}
