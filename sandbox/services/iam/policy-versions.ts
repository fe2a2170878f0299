import type { ManagedPolicyRecord } from "../../identity/records/iam-records";
import type { Operation } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { deleteConflict, limitExceeded, noSuchEntity } from "./errors";
import { flag, text } from "./input";
import { authorisedOwnPolicy, authorisedPolicy, readDocument } from "./managed-policies";
import type { AnyManagedPolicy } from "./managed-policy-output";
import { page } from "./page";
import { encodeDocument } from "./policy-text";

const LIMIT = 5;

/** Versions of managed policies. */
export function policyVersionOperations(platform: Platform): Record<string, Operation> {
  const { store } = platform;
  const versionId = (input: Record<string, unknown>) =>
    text(input, "VersionId", { pattern: /^v[1-9][0-9]*$/ });
  return {
    CreatePolicyVersion: (call, input) => {
      const document = readDocument(input);
      const asDefault = flag(input, "SetAsDefault");
      return store.transaction((writer) => {
        const policy = authorisedOwnPolicy(platform, call, input, "CreatePolicyVersion");
        if (Object.keys(policy.versions).length >= LIMIT) {
          throw limitExceeded(
            `A managed policy can have up to ${LIMIT} versions. Before you create a new version, you must delete an existing version.`,
          );
        }
        const lastVersion = policy.lastVersion + 1;
        const id = `v${lastVersion}`;
        const changed: ManagedPolicyRecord = {
          ...policy,
          lastVersion,
          defaultVersion: asDefault ? id : policy.defaultVersion,
          updateDate: call.now,
          versions: { ...policy.versions, [id]: { document, createDate: call.now } },
        };
        writer.put(["policy", policy.account, policy.name.toLowerCase()], changed);
        return { PolicyVersion: versionOutput(changed, id, false) };
      });
    },

    GetPolicyVersion: (call, input) => {
      const id = versionId(input);
      const policy = authorisedPolicy(platform, call, input, "GetPolicyVersion");
      refuseMissing(policy, id);
      return { PolicyVersion: versionOutput(policy, id, true) };
    },

    ListPolicyVersions: (call, input) => {
      const policy = authorisedPolicy(platform, call, input, "ListPolicyVersions");
      const ids = Object.keys(policy.versions).sort((a, b) => numberOf(b) - numberOf(a));
      const { items, ...rest } = page(ids, input);
      return { Versions: items.map((id) => versionOutput(policy, id, false)), ...rest };
    },

    DeletePolicyVersion: (call, input) => {
      const id = versionId(input);
      store.transaction((writer) => {
        const policy = authorisedOwnPolicy(platform, call, input, "DeletePolicyVersion");
        refuseMissing(policy, id);
        if (id === policy.defaultVersion) {
          throw deleteConflict("Cannot delete the default version of a policy.");
        }
        const { [id]: _gone, ...versions } = policy.versions;
        writer.put(["policy", policy.account, policy.name.toLowerCase()], { ...policy, versions });
      });
      return {};
    },

    SetDefaultPolicyVersion: (call, input) => {
      const id = versionId(input);
      store.transaction((writer) => {
        const policy = authorisedOwnPolicy(platform, call, input, "SetDefaultPolicyVersion");
        refuseMissing(policy, id);
        writer.put(["policy", policy.account, policy.name.toLowerCase()], {
          ...policy,
          defaultVersion: id,
          updateDate: call.now,
        });
      });
      return {};
    },
  };
}

/** One version of a managed policy, as IAM answers it. */
export function versionOutput(
  { versions, defaultVersion }: AnyManagedPolicy,
  id: string,
  withDocument: boolean,
): Record<string, unknown> {
  const version = versions[id];
  return {
    Document: withDocument && version ? encodeDocument(version.document) : undefined,
    VersionId: id,
    IsDefaultVersion: id === defaultVersion,
    CreateDate: version?.createDate,
  };
}

function refuseMissing({ versions, arn }: AnyManagedPolicy, id: string): void {
  if (!Object.hasOwn(versions, id)) {
    throw noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`);
  }
}

function numberOf(id: string): number {
  return Number(id.slice(1));
}
