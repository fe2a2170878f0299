import type { Attempt } from "../scene/attempt";
import { administratorAssumesRole, administratorForgesTags } from "./administrator-assumes-role";
import { administratorBatchReads, readerBatchReads } from "./batch-across-accounts";
import { directDecrypt } from "./direct-decrypt";
import { otherCluster } from "./other-cluster";
import { associatedNamespace, otherNamespace } from "./other-namespace";
import { otherPodReadsSecretA } from "./other-pod-reads-secret-a";
import { allowedPodReadsSecretB, otherPodReadsSecretB } from "./other-pod-reads-secret-b";
import { otherService } from "./other-service";
import { recreatedRole } from "./recreated-role";
import { sameNamesInOtherAccount } from "./same-names-in-other-account";
import { taggedRole } from "./tagged-role";
import { thirdAccount } from "./third-account";
import { untaggedSession } from "./untagged-session";

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
