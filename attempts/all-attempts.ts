import {
  administratorAssumesRole,
  administratorForgesTags,
  podAssumesRole,
} from "./administrator-assumes-role";
import type { Attempt } from "./attempt";
import { administratorBatchReads, readerBatchReads } from "./batch-across-accounts";
import {
  administratorOpensSecret,
  readerListsVersions,
  readerOpensSecret,
  readerPutsValue,
} from "./change-secret";
import {
  administratorDecrypts,
  decryptWithoutContext,
  directDecrypt,
  readerGrants,
} from "./direct-decrypt";
import { otherCluster } from "./other-cluster";
import { associatedNamespace, otherNamespace } from "./other-namespace";
import { otherPodReadsSecretA } from "./other-pod-reads-secret-a";
import {
  administratorReads,
  allowedPodReadsSecretB,
  otherAudience,
  otherPodReadsSecretB,
} from "./other-pod-reads-secret-b";
import { otherService } from "./other-service";
import { recreatedRole } from "./recreated-role";
import { sameNamesInOtherAccount } from "./same-names-in-other-account";
import { taggedRole } from "./tagged-role";
import { thirdAccount } from "./third-account";
import { untaggedSession } from "./untagged-session";

/** Everything that must be refused. Those that take the reader's role apart come last. */
export const ALL_ATTEMPTS: readonly Attempt[] = [
  otherPodReadsSecretB,
  otherPodReadsSecretA,
  administratorReads,
  administratorAssumesRole,
  administratorForgesTags,
  podAssumesRole,
  directDecrypt,
  decryptWithoutContext,
  administratorDecrypts,
  readerGrants,
  readerBatchReads,
  administratorBatchReads,
  readerListsVersions,
  readerPutsValue,
  readerOpensSecret,
  administratorOpensSecret,
  otherAudience,
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
