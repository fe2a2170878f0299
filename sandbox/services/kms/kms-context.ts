import type { Platform } from "../../identity/platform";
import type { Call } from "../../wire/messages/operation";
import type { KeyMaterial } from "./key-material";

/** What every KMS operation works with. */
export interface KmsContext extends Platform {
  material: KeyMaterial;
}

/** A call to KMS, and the AWS service that makes it for the caller: no caller can claim one. */
export interface KeyUse {
  call: Call;
  /** Service prefix, e.g. `secretsmanager`; none for a call made directly. */
  through?: string;
}
