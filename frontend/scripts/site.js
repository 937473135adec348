// What pages need of script, each part by itself; a page works without any of it.
import "./requests.js";
import "./switches.js";
import "./menus.js";
import "./dialog.js";
import "./focus.js";
import "./hints.js";
import "./keys.js";
import "./sums.js";
import "./ticks.js";
import "./toasts.js";
import "./typing.js";
import "./studio.js";
