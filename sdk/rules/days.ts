import type { NumberRule } from "./whole-number";

/** Days a deleted secret stays restorable: none, or a week to a month. */
export const recoveryDays = [0, ...Array.from({ length: 24 }, (_, index) => index + 7)];

/** Follows `must be` in messages. */
export const recoveryDaysInWords = "0, or 7 to 30";

/** Days until a key scheduled for deletion is gone. */
export const deletionWindow: NumberRule = { least: 7, most: 30 };

/** Days between rotations of a secret. */
export const rotationDays: NumberRule = { least: 1, most: 1000 };

/** Days that a secret which was renamed or moved stays once the new one has its value. */
export const keepDays: NumberRule = { least: 0, most: 365 };
