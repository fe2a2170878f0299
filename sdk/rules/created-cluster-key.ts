import { clusterName } from "./cluster-name";
import type { TextRule } from "./text-rule";

/** Characters that Pulumi draws behind the name of a resource that has none of its own: a hyphen and seven digits. */
const DRAWN = 8;

/** What is named after a created cluster's key, and how long AWS lets its name be. */
const NAMED_AFTER_KEY = [
  { ending: "-eksRole-role", longest: 64 },
  { ending: "-node", longest: 64 },
  { ending: "-nodes", longest: 63 },
];

const LONGEST = Math.min(
  ...NAMED_AFTER_KEY.map(({ ending, longest }) => longest - DRAWN - ending.length),
);

/** Name within the inventory of a cluster that is created. */
export const createdClusterKey: TextRule = {
  pattern: clusterName.pattern,
  fits: (key) => key.length <= LONGEST,
  must: `at most ${LONGEST} characters where the cluster is created: AWS takes no longer names for the roles that are named after it`,
  advice: "shorten it, and give the cluster its own name with name",
};
