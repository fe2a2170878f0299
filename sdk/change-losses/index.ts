export {
  clusterOf,
  type DeployedSecret,
  deployedValues,
  type HeldResource,
  nameIn,
  outputsIn,
  placeOf,
  regionOf,
  secretPlace,
} from "./deployed-values";
export { formerLoss, heldFormers, overfullTargetRoles, renames } from "./former-losses";
export { formerRights, readingHeld, withRights } from "./former-rights";
export {
  type KeyUses,
  keptKey,
  keyUses,
  releasedKeys,
  unnamedKeys,
  type ValuesBefore,
  valueLosses,
} from "./key-losses";
export { accessText, type Loss, lossKinds, lossText } from "./loss";
export { type Before, losses } from "./losses";
export {
  clusterArns,
  type HeldNames,
  type NeededName,
  nameKey,
  namesOfInventory,
  namesOfState,
  neededNames,
  renamed,
  takenName,
} from "./names";
export { shutOutReaders } from "./reader-losses";
export { type SecretRemoval, secretLoss, secretRemovals } from "./secret-losses";
