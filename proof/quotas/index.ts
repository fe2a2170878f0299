export { packedTagsPercent } from "./packed-tags";
export { page, type Quota, type QuotaSource, type SizeQuota, sources } from "./quota";
export { sizeQuotas } from "./sizes";
