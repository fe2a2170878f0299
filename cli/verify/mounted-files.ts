import type { ResolvedReader } from "../../sdk/grant";

/** A file that a reader's pod must have. */
export interface MountedFile {
  /** Path in the pod. */
  path: string;
  /** The secret or parameter, by its name in the inventory. */
  object: string;
}

/** The files of a reader's pods; none where another tool deploys them. */
export function mountedFiles({ deployment, grants }: ResolvedReader): MountedFile[] {
  if (!deployment) return [];
  return grants.flatMap(({ file, jmesPath, target }) =>
    [file, ...jmesPath.map((part) => part.file)].map((name) => ({
      path: `${deployment.mountPath.replace(/\/$/, "")}/${name}`,
      object: target.id,
    })),
  );
}
