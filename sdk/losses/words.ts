/** What is said of a loss alike, whether an inventory or the arguments of a component cost it. Each follows a subject. */
export const lost = {
  replica: "is deleted; nothing reads it there",
  replicaForAWhile: "is deleted and made anew under another key; nothing reads it there meanwhile",
  secretMadeAnew:
    "a new secret without a value would take its place, and the old one would be deleted with its value",
  keyTaken: "AWS would leave the value under the old key",
  encryptedAnew: "another one, with which AWS encrypts it anew",
  credentialsForAWhile:
    "its association is deleted before another is made, and it has no credentials meanwhile",
  driverForAWhile: "the driver is removed, and pods mount no secrets until another is there",
} as const;
