import type { MountedObjectArgs, SyncedSecretArgs } from "../args/mounted-object-args";
import { isKnown, type Known } from "./known";

interface MountArgs {
  failoverRegion?: string;
  pathTranslation?: string;
  objects: MountedObjectArgs[];
  secretObjects?: SyncedSecretArgs[];
}

/**
 * What of a mount can be judged, though some of it is not known yet. Of an object only the name may be left to be known: every
 * other part decides on the files' names, or on what else the object must have.
 */
export function checkableParts(
  args: Known<MountArgs>,
): Pick<typeof args, "objects" | "secretObjects"> {
  const settings = ["failoverRegion", "pathTranslation"] as const;
  const areUnknown = settings.some((one) => one in args && args[one] === undefined);
  return {
    objects: areUnknown
      ? undefined
      : args.objects?.map((object) =>
          object && isKnown({ ...object, objectName: "" }) ? object : {},
        ),
    secretObjects: args.secretObjects?.map((secret) => (isKnown(secret) ? secret : {})),
  };
}
