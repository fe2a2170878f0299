import { version } from "@pulumi/aws/package.json";

import { serve } from "../common/serve";
import { providerService } from "../common/service";
import { awsProvider } from "./provider";

serve(providerService(awsProvider(version)));
