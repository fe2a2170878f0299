import type { ResolvedReader } from "eks-pod-secrets/grant";
import { kubectlIn } from "../../clusters/kubectl";
import { shellWord } from "../../terminal/printed-text";
import type { ProviderClass } from "../facts/cluster-facts";
import type { Mend } from "../step";
import { listed } from "./findings";

/** The mend that removes undeclared parameters, which belong to somebody else and which `up` leaves. */
export function undeclaredRemoved(
  { cluster, namespace, secretProviderClass }: ResolvedReader,
  declared: readonly string[],
  { spec }: ProviderClass,
): Mend | undefined {
  const names = Object.keys(spec?.parameters ?? {}).filter(
    (name) => !declared.includes(name) && /^[A-Za-z]{1,60}$/.test(name),
  );
  if (names.length === 0) return undefined;
  const parameters = Object.fromEntries(names.map((name) => [name, null]));
  const patch = shellWord(JSON.stringify({ spec: { parameters } }));
  const of = `secretproviderclass ${shellWord(secretProviderClass)}`;
  return {
    says: `take ${listed(names)} out of the class, where another than \`up\` has written it`,
    commands: [`${kubectlIn(cluster, namespace)} patch ${of} --type merge --patch ${patch}`],
  };
}

/** Labels and annotations of tools that restore what they manage. */
const MARKS: [RegExp, string][] = [
  [/^argocd\.argoproj\.io\/(?:instance|tracking-id)$/, "Argo CD"],
  [/^(?:kustomize|helm)\.toolkit\.fluxcd\.io\/name$/, "Flux"],
  [/^meta\.helm\.sh\/release-name$/, "Helm"],
];

/** The tool that manages an object, if its labels or annotations name one other than Pulumi. */
export function otherOwner({ metadata }: ProviderClass): string | undefined {
  const marks = Object.keys({ ...metadata.annotations, ...metadata.labels });
  const [, known] = MARKS.find(([mark]) => marks.some((one) => mark.test(one))) ?? [];
  const tool = metadata.labels?.["app.kubernetes.io/managed-by"] ?? "pulumi";
  if (known !== undefined || tool.toLowerCase() === "pulumi") return known;
  return /^[A-Za-z0-9_.-]{1,63}$/.test(tool) ? tool : "another tool";
}
