import type { NeededName } from "eks-pod-secrets/change-losses";
import type { ExportedResource, State } from "../backend/exported-state";

/** The resource types that pods depend on and mount, with the kind and name in an inventory. */
const USED: Record<string, (outputs: Record<string, unknown>) => string> = {
  "aws:iam/role:Role": ({ name }) => `role ${name}`,
  "aws:iam/rolePolicy:RolePolicy": ({ role }) => `role ${role}`,
  "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass": ({ metadata }) => {
    const { name, namespace } = metadata as Record<string, string>;
    return `providerClass ${namespace}/${name}`;
  },
};

/**
 * The state in which leftovers of a replacement are changed into resources that the program no longer declares. The engine
 * deletes those last. Leftovers of a replacement it deletes first, although pods may still use them. If the inventory has gone
 * back to a leftover, that becomes the program's resource, and the other one is deleted. `needed`: the names that the stack
 * needs. Returns the same text if nothing is left over.
 */
export function deletedLast(
  text: string,
  needed: () => readonly Pick<NeededName, "name" | "type">[],
): string {
  const state = JSON.parse(text) as State;
  const all = state.deployment?.resources ?? [];
  const left = all.filter((one) => one.delete && one.outputs && one.type in USED);
  if (left.length === 0) return text;
  const wanted = new Set(needed().map(({ name, type }) => `${type} ${name}`));
  const isWanted = ({ outputs = {}, type }: ExportedResource) =>
    wanted.has(USED[type]?.(outputs) ?? "");
  const urns = new Set(all.map(({ urn }) => urn));
  const renamed = new Map<string, string>();
  for (const one of left) {
    const place = all.findIndex(({ delete: isLeft, urn }) => urn === one.urn && !isLeft);
    const now = all[place];
    const isBack = isWanted(one);
    // Nothing should stay longer for a reader that is gone or gets something else.
    if (!now || isBack === isWanted(now)) continue;
    delete one.delete;
    // It takes the same position, because what depends on it comes later.
    if (isBack) [all[all.indexOf(one)], all[place]] = [now, one];
    let urn = `${one.urn}-left`;
    while (urns.has(urn)) urn = `${urn}-left`;
    urns.add(urn);
    renamed.set(one.urn, urn);
    (isBack ? now : one).urn = urn;
  }
  if (!state.deployment || renamed.size === 0) return text;
  // Each type comes after those that it depends on.
  const types = Object.keys(USED);
  const names = new Set(renamed.values());
  const going = all.filter(({ urn }) => names.has(urn));
  for (const one of going) {
    const other = (urn: string) => renamed.get(urn) ?? urn;
    one.dependencies = one.dependencies?.map(other);
    for (const [key, names] of Object.entries(one.propertyDependencies ?? {}))
      if (names && one.propertyDependencies) one.propertyDependencies[key] = names.map(other);
  }
  going.sort((a, b) => types.indexOf(a.type) - types.indexOf(b.type));
  state.deployment.resources = [...all.filter((one) => !going.includes(one)), ...going];
  return JSON.stringify(state);
}
