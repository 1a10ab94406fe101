// Single keys for the queue. The page says which key does what: any control
// with data-key="P" answers to P, first inside the current item, then outside
// all items. data-after="D" makes a key work only once the D of the same item is
// chosen. J and K move. Nothing fires while words are being typed, with a
// modifier held, or when the switch in the page is off.
const STORE = "civic-keys";
const TYPED = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit], [type=button])";

export function useQueueKeys() {
  const queue = document.querySelector("[data-queue]");
  if (!queue) return;
  const on = keysSwitch(queue);
  const items = [...queue.querySelectorAll("[data-queue-item]")];
  let current = items[0];

  const choose = (item, { focus = false } = {}) => {
    for (const other of items) delete other.dataset.current;
    current = item;
    if (!item) return;
    item.dataset.current = "";
    if (!focus) return;
    item.setAttribute("tabindex", "-1");
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };
  const move = (steps) => {
    const next = items[items.indexOf(current) + steps];
    if (next) choose(next, { focus: true });
  };

  choose(current);
  queue.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-queue-item]");
    if (item && item !== current) choose(item);
  });
  document.addEventListener("keydown", (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.(TYPED)) return;
    const key = event.key.toUpperCase();
    if (key === "J") move(1);
    else if (key === "K") move(-1);
    else if (key === "ENTER" && event.target === current) queue.requestSubmit();
    else {
      const control = controlFor(key, current);
      if (!control) return;
      use(control);
      if (ends(control)) move(1);
    }
    event.preventDefault();
  });
}

function controlFor(key, item) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  for (const control of item?.querySelectorAll(selector) ?? []) {
    const first = control.dataset.after;
    if (!first || item.querySelector(`[data-key="${CSS.escape(first)}"]`)?.checked) return control;
  }
  return [...document.querySelectorAll(selector)].find((control) => !control.closest("[data-queue-item]"));
}

// A whole decision: the next comment is chosen at once. D still wants its reason.
function ends(control) {
  return control.matches("[data-queue-item] input[type=radio]:not([data-key=D]), option");
}

function use(control) {
  if (control.matches("option")) {
    control.closest("select").value = control.value;
  } else if (control.matches("input[type=radio], input[type=checkbox], button, a, input[type=submit]")) {
    control.focus();
    control.click();
  } else if (control.matches("details")) {
    control.open = !control.open;
    control.querySelector("summary")?.focus();
  } else {
    control.focus();
  }
}

// <label><input type="checkbox" data-keys-switch data-keys-default="on"> Use single keys</label>
function keysSwitch(queue) {
  const box = document.querySelector("[data-keys-switch]");
  const stored = read() ?? box?.dataset.keysDefault ?? "on";
  let on = stored === "on";
  const show = () => queue.classList.toggle("keys-off", !on);
  show();
  if (box) {
    box.checked = on;
    box.addEventListener("change", () => {
      on = box.checked;
      write(on ? "on" : "off");
      show();
    });
  }
  return () => on;
}

// Storage may be closed to us; the switch then lasts as long as the page.
function read() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

function write(value) {
  try {
    localStorage.setItem(STORE, value);
  } catch {
    // kept for this page only
  }
}
