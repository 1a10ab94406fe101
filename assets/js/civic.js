// Public pages. Everything here adds to a page that is already complete: with
// scripts off nothing is missing but the comfort. Words come from data
// attributes, because templates are translated and scripts are not.
import { countCharacters } from "./character-count.js";
import { focusErrors } from "./error-summary.js";
import { hideOnRequest } from "./hide.js";
import { offerPrinting } from "./printing.js";
import { usePasskeys } from "./passkey.js";
import { sendOnce } from "./sending.js";

countCharacters();
focusErrors();
hideOnRequest();
offerPrinting();
sendOnce();
usePasskeys();
