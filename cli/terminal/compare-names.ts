/** Orders names as a person does: acct-2 before acct-10. */
export const compareNames = new Intl.Collator("en", { numeric: true }).compare;
