import type { ResolvedReader } from "eks-pod-secrets/grant";

/** A file that a reader's pod must have. */
export interface MountedFile {
  /** Path in the pod. */
  path: string;
  /** The secret or parameter, by its name in the inventory. */
  object: string;
}

/** The files in a reader's pods if its SecretProviderClass is mounted at this path. */
export function mountedFiles(
  { grants }: Pick<ResolvedReader, "grants">,
  mountPath: string,
): MountedFile[] {
  return grants.flatMap(({ file, jmesPath, target }) =>
    [file, ...jmesPath.map((part) => part.file)].map((name) => ({
      path: `${mountPath.replace(/\/$/, "")}/${name}`,
      object: target.id,
    })),
  );
}
