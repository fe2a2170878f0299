/** What is known of the versions of a secret; none of a secret that is not there, or is scheduled for deletion. */
export type Versions = readonly Version[];

export interface Version {
  id: string;
  labels: readonly string[];
  created: Date;
}

/** Where a secret stands that takes the place of another. */
export interface Succession {
  /**
   * `open`: its value is still to be copied. `copied`: it has the old one's value. `own value`: it was given another. `no value`: the
   * old one has none. `done`: there is no old one any more.
   */
  state: "open" | "copied" | "own value" | "no value" | "done";
  /** Ids of the versions to copy, in this order. */
  toCopy: string[];
  /** Since when it has a value. */
  since?: Date;
}

/**
 * Compares the old secret's versions with the new one's. A copied version keeps its id. That tells it from a value that somebody
 * put, and lets a copy that was cut short go on. The version before the current one is copied first, and becomes the one before.
 */
export function succession(old: Versions | undefined, now: Versions | undefined): Succession {
  const since = now && earliest(now);
  const dated = since && { since };
  if (!old) return { state: "done", toCopy: [], ...dated };
  const current = labelled(old, "AWSCURRENT");
  if (!current) return { state: "no value", toCopy: [] };
  const copied = new Set(now?.map(({ id }) => id));
  const latest = now && labelled(now, "AWSCURRENT");
  if (copied.has(current.id)) return { state: "copied", toCopy: [], ...dated };
  if (latest && !old.some(({ id }) => id === latest.id)) {
    return { state: "own value", toCopy: [], ...dated };
  }
  const previous = latest ? undefined : labelled(old, "AWSPREVIOUS");
  return { state: "open", toCopy: [previous, current].flatMap((one) => one?.id ?? []) };
}

function labelled(versions: Versions, label: string): Version | undefined {
  return versions.find(({ labels }) => labels.includes(label));
}

function earliest(versions: Versions): Date | undefined {
  return versions
    .map(({ created }) => created)
    .sort((a, b) => a.getTime() - b.getTime())
    .at(0);
}
