export { PolicyGrammarError } from "./error";
export { grammarError, parsePolicy } from "./parse-policy";
export { mayMean } from "./principal";
