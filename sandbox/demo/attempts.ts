import {
  administratorAssumesRole,
  administratorForgesTags,
} from "../../attempts/administrator-assumes-role";
import type { Attempt } from "../../attempts/attempt";
import { administratorBatchReads, readerBatchReads } from "../../attempts/batch-across-accounts";
import { directDecrypt } from "../../attempts/direct-decrypt";
import { otherCluster } from "../../attempts/other-cluster";
import { associatedNamespace, otherNamespace } from "../../attempts/other-namespace";
import { otherPodReadsSecretA } from "../../attempts/other-pod-reads-secret-a";
import {
  allowedPodReadsSecretB,
  otherPodReadsSecretB,
} from "../../attempts/other-pod-reads-secret-b";
import { otherService } from "../../attempts/other-service";
import { recreatedRole } from "../../attempts/recreated-role";
import { sameNamesInOtherAccount } from "../../attempts/same-names-in-other-account";
import { taggedRole } from "../../attempts/tagged-role";
import { thirdAccount } from "../../attempts/third-account";
import { untaggedSession } from "../../attempts/untagged-session";

/** Everything that must be refused. Those that change share one copy, so those that take the reader's role apart come last. */
export const ATTEMPTS: Attempt[] = [
  otherPodReadsSecretB,
  otherPodReadsSecretA,
  administratorAssumesRole,
  administratorForgesTags,
  directDecrypt,
  readerBatchReads,
  administratorBatchReads,
  allowedPodReadsSecretB,
  otherNamespace,
  associatedNamespace,
  otherCluster,
  sameNamesInOtherAccount,
  thirdAccount,
  taggedRole,
  otherService,
  untaggedSession,
  recreatedRole,
];
