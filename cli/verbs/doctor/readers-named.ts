import { type LandingZone, parseArn, type ResolvedReader } from "eks-pod-secrets/grant";
import { suggestion, visibleText } from "eks-pod-secrets/rules";
import { isSecretOf } from "../../access-answers/name-in-documents";
import { entryOf } from "../../doctor/catalogue";
import type { WalkedReader, WalkedStep } from "../../doctor/step";
import { UserError } from "../../terminal/errors";

/** The readers with these names, each once; all readers if no name is given. An unknown name is a `UserError` with the nearest one. */
export function readersNamed(
  { externalReaders, readers }: Pick<LandingZone, "externalReaders" | "readers">,
  names: readonly string[],
  inventory: string,
): readonly ResolvedReader[] {
  const known = new Map(readers.map((one) => [one.id, one]));
  const named = [...new Set(names)].map((name) => {
    const reader = known.get(name);
    if (reader) return reader;
    if (externalReaders.some(({ id }) => id === name)) {
      throw new UserError(
        `READER must be a reader that this inventory deploys, got "${name}", which is another inventory's (external: true): ask with that inventory`,
      );
    }
    throw new UserError(
      `READER must be a reader of ${inventory}, got "${name}"${suggestion(name, known.keys())}`,
    );
  });
  return names.length > 0 ? named : readers;
}

/** The way of a reader that is not granted this object; undefined if it is. */
export function withoutGrant(reader: ResolvedReader, object: string): WalkedReader | undefined {
  const known = reader.grants.map(({ target }) => target.id);
  if (narrowedTo(reader, object).grants.length > 0) return undefined;
  const { id, mend } = entryOf("EPS-400");
  const answer = {
    cause: id,
    says: `reader ${reader.id} is not granted ${visibleText(object)}${suggestion(object, known)}`,
    known: "reads of the reader in the inventory",
    mend: { says: mend, commands: [] },
  };
  const step = "granted";
  const result = "wrong";
  const steps: WalkedStep[] = [{ step, findings: [{ result, ...answer }] }];
  return { reader: reader.id, result, answer: { ...answer, step }, steps };
}

/** The reader with only the grants for one secret or parameter, given by its name in the inventory or in AWS. */
export function narrowedTo(reader: ResolvedReader, object: string): ResolvedReader {
  const grants = reader.grants.filter(({ target }) => isNamed(target, object));
  return { ...reader, grants };
}

/** Whether a secret or parameter has this name, in the inventory or in AWS. */
export function isNamed(target: ResolvedReader["grants"][number]["target"], text: string): boolean {
  const { id, name } = target;
  if (parseArn(text)) return isSecretOf(target, text);
  return [id, name, name.replace(/^\//, "")].includes(text);
}
