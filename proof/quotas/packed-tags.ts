const PER_TAG = 4;
const PER_CHARACTER = 0.225;

/**
 * The part of the room for session policies and tags that tags take, in percent, as STS's `PackedPolicySize`. AWS
 * documents no formula: this is an estimate, fitted to what users published, and rather too high. Six tags
 * of AWS's own took 74 %, and 112 % with tags of a program's own that took 37 % alone (aws/containers-roadmap#2413); with those
 * of GitHub's action for credentials, 142 % (aws-actions/configure-aws-credentials#1803).
 */
export function packedTagsPercent(tags: Readonly<Record<string, string>>): number {
  const entries = Object.entries(tags);
  const characters = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return Math.ceil(entries.length * PER_TAG + characters * PER_CHARACTER);
}
