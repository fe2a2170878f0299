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
import { associatedNamespace, otherCluster, otherNamespace } from "./other-place";
import {
  administratorReads,
  allowedPodReadsSecretB,
  otherAudience,
  otherPodReadsSecretA,
  otherPodReadsSecretB,
} from "./other-pod";
import { otherService } from "./other-service";
import { recreatedRole, sameNamesInOtherAccount } from "./strong-pods";
import { taggedRole, thirdAccount, untaggedSession } from "./strong-roles";

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
