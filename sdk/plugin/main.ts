import { main } from "@pulumi/pulumi/provider/server";
import { ComponentsProvider } from "./components-provider";

/** What Pulumi starts as the plugin of this package, for programs of any language. */
main(new ComponentsProvider(), process.argv.slice(2));
