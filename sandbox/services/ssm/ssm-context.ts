import type { Platform } from "../../server/service";
import type { Kms } from "../kms";

/** What every Parameter Store operation works with. */
export interface SsmContext {
  platform: Platform;
  kms: Kms;
}
