import type { LandingZone, ResolvedReader } from "eks-pod-secrets/grant";
import { suggestion } from "eks-pod-secrets/rules";
import { UserError } from "../../terminal/errors";

/** The readers of these names, each once; all where none is named. A name that none has is a `UserError` with the nearest one. */
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

/** The reader with the grants of one secret or parameter alone; undefined where the inventory grants it none. */
export function narrowedTo(reader: ResolvedReader, object: string): ResolvedReader | undefined {
  const grants = reader.grants.filter(({ target }) => [target.id, target.name].includes(object));
  return grants.length > 0 ? { ...reader, grants } : undefined;
}
