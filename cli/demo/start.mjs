// `npm run demo`. Runs before anything is installed, so it uses nothing but Node itself.
import { createRequire } from "node:module";
import { makeReady } from "../../scripts/ready.mjs";

makeReady();
// What the SDK for JavaScript says about future versions of Node is nothing of the demo's.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
createRequire(import.meta.url)("../../bin/cli/demo/main.js");
