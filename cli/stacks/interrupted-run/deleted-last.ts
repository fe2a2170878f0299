import type { NeededName } from "eks-pod-secrets/change-losses";
import type { ExportedResource, State } from "../backend/exported-state";

/** What pods read by, and mount: its type, and the kind and name that an inventory gives it. */
const USED: Record<string, (outputs: Record<string, unknown>) => string> = {
  "aws:iam/role:Role": ({ name }) => `role ${name}`,
  "aws:iam/rolePolicy:RolePolicy": ({ role }) => `role ${role}`,
  "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass": ({ metadata }) => {
    const { name, namespace } = metadata as Record<string, string>;
    return `providerClass ${namespace}/${name}`;
  },
};

/**
 * The state with what a replacement has left as resources that the program no longer makes: the engine deletes those once all else is
 * done, and what a replacement has left before anything else, though pods may still use it. Where the inventory has gone back to what is
 * left, that is what the program makes, and the other one goes. `needed`: the names of the stack. The same text where nothing is left.
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
    // Of a reader that is gone, or gets something else, nothing is to stay longer.
    if (!now || isBack === isWanted(now)) continue;
    delete one.delete;
    // In its place: what hangs on it comes later.
    if (isBack) [all[all.indexOf(one)], all[place]] = [now, one];
    let urn = `${one.urn}-left`;
    while (urns.has(urn)) urn = `${urn}-left`;
    urns.add(urn);
    renamed.set(one.urn, urn);
    (isBack ? now : one).urn = urn;
  }
  if (!state.deployment || renamed.size === 0) return text;
  // Each comes after what it depends on.
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
