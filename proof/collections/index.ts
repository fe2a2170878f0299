export { inParallel } from "./in-parallel";
export { asMapping, isMapping } from "./mapping";
export { addTo, getOrMake, grouped, memoize } from "./maps";
export { groupBy, oneOrSorted, sortedUnique } from "./order";
