import { randomUUID } from "node:crypto";
import type { ClusterRef } from "../../clusters/records";
import type { Request } from "../../operations/service";
import type { Store, StoreKey } from "../../store/store";
import { notFound } from "./lookup";

export interface Updated {
  nodegroupName?: string;
  addonName?: string;
}

/** A change, which was made at once: below `["eks-update", account, region, cluster, id]`. */
interface UpdateRecord extends Updated {
  id: string;
  type: "AddonUpdate" | "ConfigUpdate" | "VersionUpdate";
  status: "Successful" | "Failed";
  params: object[];
  createdAt: Date;
}

const UUID = /^[0-9a-f-]{36}$/;

export function recordUpdate(
  { platform, call }: Request,
  cluster: ClusterRef,
  update: Pick<UpdateRecord, "type"> & Partial<UpdateRecord>,
): { update: Record<string, unknown> } {
  const record: UpdateRecord = {
    id: randomUUID(),
    status: "Successful",
    params: [],
    createdAt: call.now,
    ...update,
  };
  platform.store.transaction((writer) => writer.put(updateKey(cluster, record.id), record));
  return { update: shown(record) };
}

/** An update of a cluster as EKS describes it. Throws EKS's error if this object has no update with this ID. */
export function requireUpdate(
  store: Store,
  cluster: ClusterRef,
  id: string,
  { nodegroupName, addonName }: Updated,
): Record<string, unknown> {
  const record = UUID.test(id) ? store.get<UpdateRecord>(updateKey(cluster, id)) : undefined;
  if (record?.nodegroupName !== nodegroupName || record?.addonName !== addonName || !record) {
    throw notFound(`No update found for ID: ${id}`);
  }
  return shown(record);
}

function updateKey({ account, region, name }: ClusterRef, id: string): StoreKey {
  return ["eks-update", account, region, name, id];
}

function shown({ id, type, status, params, createdAt }: UpdateRecord): Record<string, unknown> {
  return { id, type, status, params, createdAt, errors: [] };
}
