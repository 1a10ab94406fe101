// Staff pages, loaded after civic.js: queue keys, roll-call sum, job progress.
import { watchJob } from "./job.js";
import { useQueueKeys } from "./queue-keys.js";
import { sumRollCall } from "./roll-call.js";

useQueueKeys();
sumRollCall();
watchJob();
