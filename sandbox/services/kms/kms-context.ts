import type { Platform } from "../../identity/platform";
import type { Calling, Request } from "../../operations/service";
import type { KeyMaterial } from "./key-material";

export interface KmsContext extends Platform {
  material: KeyMaterial;
}

export type KmsRequest = Request<KmsContext>;

/** A call to KMS, and the AWS service that makes it for the caller. A caller cannot claim to be one. */
export interface KeyUse extends Calling<KmsContext> {
  /** Service prefix, e.g. `secretsmanager`; none for a call made directly. */
  callingService?: string;
}
