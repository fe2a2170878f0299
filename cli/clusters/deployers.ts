import { fields, list, text } from "../json/take-json";

/** Tools that deploy objects of clusters. `manager` is any other that an object names as its manager or owner. */
export type DeployingTool = "helm" | "argocd" | "flux" | "crossplane" | "manager";

/** Who deploys an object of a cluster, and would write it back or delete it. */
export interface Deployer {
  tool: DeployingTool;
  /** What deploys it, such as a release of Helm, after its namespace. */
  address: string;
}

/** Labels, annotations and field managers that a tool leaves on what it deploys, the surest first. `within`: the namespace's. */
const MARKS: [DeployingTool, mark: string, within?: string][] = [
  ["helm", "meta.helm.sh/release-name", "meta.helm.sh/release-namespace"],
  ["argocd", "argocd.argoproj.io/tracking-id"],
  ["argocd", "argocd.argoproj.io/instance"],
  ["argocd", "argocd-controller"],
  ["flux", "kustomize.toolkit.fluxcd.io/name", "kustomize.toolkit.fluxcd.io/namespace"],
  ["flux", "kustomize-controller"],
  ["crossplane", "crossplane.io/claim-name", "crossplane.io/claim-namespace"],
  ["crossplane", "crossplane.io/composite"],
  ["manager", "app.kubernetes.io/managed-by"],
];

const marks: Record<string, typeof text> = Object.fromEntries(
  MARKS.flatMap(([, ...names]) => names.map((name) => [name, text])),
);

/** Takes of an object's metadata who deploys it, and nothing else. */
export const deployed = fields({
  ...{ labels: fields(marks), annotations: fields(marks) },
  managedFields: list(fields({ manager: text })),
  ownerReferences: list(fields({ kind: text, name: text })),
}).transform((given) => {
  const { annotations, labels, managedFields = [], ownerReferences = [] } = given ?? {};
  const managers = managedFields.map(({ manager = "" }) => [manager, manager]);
  const has: Record<string, string | undefined> = {
    ...Object.fromEntries(managers),
    ...labels,
    ...annotations,
  };
  const all = MARKS.flatMap(([tool, mark, within = ""]): Deployer[] => {
    const address = [has[within], has[mark]].filter((one) => one !== undefined).join("/");
    return has[mark] ? [{ tool, address }] : [];
  });
  // A tool may leave several marks, and keeps the label that a chart has.
  const tools = all.filter(
    ({ tool }, index) => index === 0 || ![all[index - 1]?.tool, "manager"].includes(tool),
  );
  const owners = ownerReferences.map(({ kind, name }) => `${kind}/${name}`);
  return {
    deployedBy: [...tools, ...owners.map((address): Deployer => ({ tool: "manager", address }))],
  };
});
