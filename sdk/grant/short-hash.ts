/**
 * Ten letters and digits that stand for `parts`, the same on every machine and for ever: they become part of role names
 * and statement ids. Two FNV-1a lanes; not for secrets. The parts are kept apart: ("a", "b") is not ("ab").
 */
export function shortHash(...parts: string[]): string {
  let high = 0x811c9dc5;
  let low = 0x9747b28c;
  for (const part of parts) {
    for (let index = 0; index <= part.length; index++) {
      const unit = index < part.length ? part.charCodeAt(index) : 0x1_0000;
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ unit, 0x85ebca6b) ^ (low >>> 13);
    }
  }
  const value = (high >>> 0) * 0x10_0000 + ((low >>> 0) & 0xf_ffff);
  return value.toString(36).padStart(11, "0").slice(-10);
}
