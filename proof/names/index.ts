export { type Arn, accountOf, accountRootArn, formatArn, parseArn, regionOf } from "./arn";
export { dnsSuffixOf, knownRegions, partitionOf, viaService } from "./partition";
