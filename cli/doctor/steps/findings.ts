import type { ResolvedReader } from "eks-pod-secrets/grant";
import { kubectlIn } from "../../clusters/kubectl";
import { entryOf } from "../catalogue";
import type { ObjectFacts } from "../facts/account-facts";
import type { NotSeen } from "../facts/seen";
import type { EntryId, Finding, Mend, WrongFinding } from "../step";
import { filled } from "../texts/filled";

/** Values for `{name}` in an entry's sentences. */
type Names = Record<string, string>;

/** What a finding says differently from its entry, and names in addition to the reader's own. */
interface Own {
  names?: Names;
  known?: string;
  /** False for the entry's own mend. */
  mend?: Mend | false | undefined;
  /** Commands for the entry's mend. */
  commands?: readonly string[] | undefined;
}

/** A finding that something is wrong, in the words of its entry. `what`: the thing that is wrong. */
export function wrong(
  reader: ResolvedReader,
  cause: EntryId,
  what: string,
  { commands = [], known, mend, names = {} }: Own = {},
): WrongFinding {
  const entry = entryOf(cause);
  const fill = (sentence: string) =>
    inCluster(reader, filled(sentence, { ...namesOfReader(reader), ...names }));
  return {
    ...{ result: "wrong", cause },
    says: `${entry.title}: ${what}`,
    known: known ?? fill(entry.check),
    mend: mend || { says: fill(entry.mend), commands: [...commands] },
  };
}

/** A sentence of the catalogue whose commands name the reader's cluster, whichever is the current one. */
export function inCluster({ cluster }: ResolvedReader, sentence: string): string {
  return sentence.replaceAll("`kubectl ", () => `\`${kubectlIn(cluster)} `);
}

/** The inventory's names for what concerns a reader. */
export function namesOfReader(reader: ResolvedReader): Names {
  const { cluster, id, namespace, role, secretProviderClass, serviceAccount } = reader;
  return {
    ...{ class: secretProviderClass, cluster: cluster.name, clusterId: cluster.id, namespace },
    ...{ reader: id, region: cluster.region, role: role.name, serviceAccount },
  };
}

/** The finding that everything is right. */
export function right(says?: string): Finding[] {
  return [{ result: "right", ...(says && { says }) }];
}

/** The findings; that everything is right if there are none. */
export function orRight(found: Finding[], says?: string): Finding[] {
  return found.length > 0 ? found : right(says);
}

/** Removes repeated findings. */
export function once(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [JSON.stringify(one), one])).values()];
}

/** The findings about each item; right if there are none. */
export function ofEach(
  objects: readonly ObjectFacts[],
  find: (of: ObjectFacts) => Finding | undefined,
): Finding[] {
  return orRight(once(objects.flatMap((one) => find(one) ?? [])));
}

/** A finding that a secret or parameter is wrong. `how`: words after its name. */
export function wrongOf(
  { grant: { kind, reader, target } }: ObjectFacts,
  cause: EntryId,
  how: string,
  own: Own = {},
): Finding {
  const names = { name: target.name, ...own.names };
  return wrong(reader, cause, `${kind} ${target.id}${how}`, { ...own, names });
}

/** A finding that something could not be seen. */
export function unseen(says: string): NotSeen {
  return { result: "not seen", says };
}

/** The most names that are shown. */
const SHOWN = 3;

/** The first names, and how many more there are. */
export function listed(names: readonly string[], between = ", "): string {
  const rest = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(between)}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** `pod a`, `pods a, b, c and 7 more`. */
export function podNames(names: readonly string[]): string {
  return `${names.length === 1 ? "pod" : "pods"} ${listed(names)}`;
}
